namespace Ocm.Addresses;

public sealed class OcmHostTests
{
    [TestCase("cloud.example.org", "cloud.example.org", 443)]
    [TestCase("cloud.example.org:8443", "cloud.example.org", 8443)]
    [TestCase("localhost", "localhost", 443)]
    [TestCase("my_server.example", "my_server.example", 443)]
    [TestCase("192.0.2.7", "192.0.2.7", 443)]
    [TestCase("192.0.2.7:8443", "192.0.2.7", 8443)]
    [TestCase("[2001:db8::1]", "[2001:db8::1]", 443)]
    [TestCase("[2001:db8::1]:8443", "[2001:db8::1]", 8443)]
    [TestCase("[::ffff:192.0.2.7]", "[::ffff:192.0.2.7]", 443)]
    [TestCase("a.b:", "a.b", 443)]
    [TestCase("a.b:00443", "a.b", 443)]
    [TestCase("a.b:65535", "a.b", 65535)]
    [Property("Requirement", "ADDR-03")]
    public void TryParse_HostWithOptionalPort_IsTaken(string text, string name, int port)
    {
        Assert.That(OcmHost.TryParse(text, out var host), Is.True);
        Assert.That(host!.Name, Is.EqualTo(name));
        Assert.That(host.Port, Is.EqualTo(port));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase(":443")]
    [TestCase("https://cloud.example.org")]
    [TestCase("cloud.example.org/")]
    [TestCase("cloud.example.org/path")]
    [TestCase("cloud.example.org:443/path")]
    [TestCase("cloud.example.org?query")]
    [TestCase("cloud.example.org#fragment")]
    [TestCase("user@cloud.example.org")]
    [TestCase(" cloud.example.org")]
    [TestCase("cloud.example.org ")]
    [TestCase("cloud example.org")]
    [TestCase("cloud\\example.org")]
    [TestCase("cloud%2eexample.org")]
    [TestCase("cloud\0.example.org")]
    [TestCase("cloud\n.example.org")]
    [TestCase("cloud..example.org")]
    [TestCase(".example.org")]
    [TestCase("example.org.")]
    [TestCase("-cloud.example.org")]
    [TestCase("cloud-.example.org")]
    [TestCase("cloud.example.org:0")]
    [TestCase("cloud.example.org:65536")]
    [TestCase("cloud.example.org:-1")]
    [TestCase("cloud.example.org:+1")]
    [TestCase("cloud.example.org: 1")]
    [TestCase("cloud.example.org:1:2")]
    [TestCase("cloud.example.org:４４３")]
    [TestCase("[2001:db8::1")]
    [TestCase("2001:db8::1")]
    [TestCase("[2001:db8::1]x")]
    [TestCase("[[2001:db8::1]]")]
    [TestCase("[fe80::1%25eth0]")]
    [TestCase("[fe80::1%eth0]")]
    [TestCase("[192.0.2.7]")]
    [TestCase("[::1/64]")]
    [TestCase("[v1.fe]")]
    [TestCase("[]")]
    [Property("Requirement", "ADDR-03")]
    public void TryParse_AnythingElse_IsRefused(string text)
    {
        Assert.That(OcmHost.TryParse(text, out var host), Is.False);
        Assert.That(host, Is.Null);
        Assert.That(() => OcmHost.Parse(text), Throws.TypeOf<FormatException>());
    }

    [TestCase("127.1", TestName = "{m}(two parts)")]
    [TestCase("2130706433", TestName = "{m}(one number)")]
    [TestCase("0x7f.0.0.1", TestName = "{m}(hexadecimal)")]
    [TestCase("127.0.0.0x1", TestName = "{m}(hexadecimal at the end)")]
    [TestCase("0177.0.0.1", TestName = "{m}(octal)")]
    [TestCase("127.0.0.01", TestName = "{m}(leading zero)")]
    [TestCase("127.0.0.256", TestName = "{m}(over 255)")]
    [TestCase("127.0.0.1.", TestName = "{m}(trailing dot)")]
    [TestCase("1.2.3.4.5", TestName = "{m}(five parts)")]
    [TestCase("cloud.example.1", TestName = "{m}(name that ends in a number)")]
    [Property("Requirement", "ADDR-03")]
    public void TryParse_OddIPv4Form_IsRefused(string text) => Assert.That(OcmHost.TryParse(text, out _), Is.False);

    [Test]
    [Property("Requirement", "ADDR-03")]
    public void TryParse_HalfSurrogatePair_IsRefused()
    {
        foreach (var text in new[] { "\ud800.example.org", "a\udc00.example.org", "\ud800" })
        {
            Assert.That(OcmHost.TryParse(text, out _), Is.False);
        }
    }

    [Test]
    public void TryParse_Null_IsRefused() => Assert.That(OcmHost.TryParse(null, out _), Is.False);

    [Test]
    [Property("Requirement", "ADDR-03")]
    public void TryParse_LongestNameAndLabel_AreTakenAndOneMoreIsRefused()
    {
        var label = new string('a', 63);
        var longest = $"{label}.{label}.{label}.{new string('a', 61)}";
        Assert.That(OcmHost.TryParse(longest, out _), Is.True);
        Assert.That(OcmHost.TryParse(longest + ":65535", out _), Is.True);
        Assert.That(OcmHost.TryParse(longest + "a", out _), Is.False);
        Assert.That(OcmHost.TryParse($"a{label}.org", out _), Is.False);
    }

    [TestCase("Cloud.EXAMPLE.org", "cloud.example.org")]
    [TestCase("cloud.example.org", "cloud.example.org:443")]
    [TestCase("CLOUD.example.org:443", "cloud.example.org")]
    [TestCase("bücher.example", "xn--bcher-kva.example")]
    [TestCase("BÜCHER.example", "bücher.example")]
    [TestCase("XN--BCHER-KVA.example", "bücher.example")]
    [TestCase("例え.テスト", "xn--r8jz45g.xn--zckzah")]
    [TestCase("cloud。example。org", "cloud.example.org")]
    [TestCase("[2001:DB8:0:0::1]", "[2001:db8::1]:443")]
    [Property("Requirement", "ADDR-04")]
    public void Equals_TwoSpellingsOfOneServer_AreOne(string left, string right)
    {
        var (a, b) = (OcmHost.Parse(left), OcmHost.Parse(right));
        Assert.That(a, Is.EqualTo(b));
        Assert.That(a == b, Is.True);
        Assert.That(a.GetHashCode(), Is.EqualTo(b.GetHashCode()));
        Assert.That(a.Value, Is.EqualTo(b.Value));
    }

    [TestCase("cloud.example.org", "cloud.example.com")]
    [TestCase("cloud.example.org", "cloud.example.org:80")]
    [TestCase("cloud.example.org:8443", "cloud.example.org:8444")]
    [TestCase("[2001:db8::1]", "[2001:db8::2]")]
    [TestCase("192.0.2.7", "[::ffff:192.0.2.7]")]
    [Property("Requirement", "ADDR-04")]
    public void Equals_DifferentServers_AreTwo(string left, string right)
    {
        Assert.That(OcmHost.Parse(left), Is.Not.EqualTo(OcmHost.Parse(right)));
        Assert.That(OcmHost.Parse(left) != OcmHost.Parse(right), Is.True);
    }

    [Test]
    public void Equals_NullAndOtherTypes_AreNotEqual()
    {
        var host = OcmHost.Parse("a.example");
        Assert.That(host.Equals((object)"a.example"), Is.False);
        Assert.That(host.Equals(null), Is.False);
        Assert.That((OcmHost?)host == null, Is.False);
        Assert.That((OcmHost?)null == null, Is.True);
    }

    [TestCase("192.0.2.7", true)]
    [TestCase("[::1]", true)]
    [TestCase("a1.example", false)]
    [TestCase("abcd", false)]
    public void IsIPAddress_TellsAddressesFromNames(string text, bool expected) =>
        Assert.That(OcmHost.Parse(text).IsIPAddress, Is.EqualTo(expected));

    [TestCase("https://Cloud.example.org/ocm", "cloud.example.org")]
    [TestCase("https://cloud.example.org:8443/ocm?x#y", "cloud.example.org:8443")]
    [TestCase("http://cloud.example.org", "cloud.example.org:80")]
    [TestCase("http://cloud.example.org:443", "cloud.example.org")]
    [TestCase("https://[2001:db8::1]:8443/", "[2001:db8::1]:8443")]
    [TestCase("https://[2001:db8::1]/", "[2001:db8::1]")]
    [TestCase("https://192.0.2.7/", "192.0.2.7")]
    [TestCase("https://bücher.example/", "xn--bcher-kva.example")]
    [TestCase("https://user:password@cloud.example.org/", "cloud.example.org")]
    public void FromUri_WebAddress_GivesItsHostAndPort(string uri, string expected) =>
        Assert.That(OcmHost.FromUri(new Uri(uri)).Value, Is.EqualTo(expected));

    [TestCase("ftp://cloud.example.org/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("mailto:marie@cloud.example.org")]
    [TestCase("https://cloud.example.org./")]
    [TestCase("https://[fe80::1%25eth0]/")]
    [TestCase("relative/path")]
    public void FromUri_AnythingElse_IsRefused(string text)
    {
        var uri = new Uri(text, UriKind.RelativeOrAbsolute);
        Assert.That(OcmHost.TryFromUri(uri, out var host), Is.False);
        Assert.That(host, Is.Null);
        Assert.That(() => OcmHost.FromUri(uri), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void FromUri_Null_IsMisuse() => Assert.That(() => OcmHost.FromUri(null!), Throws.ArgumentNullException);
}
