using Ocm.Serialization;

namespace Ocm.Shares;

[Property("Requirement", "SHARE-20")]
public sealed class SshAddressTests
{
    [TestCase("extuser@cloud.example.org:2222/data/x", "extuser", "cloud.example.org", 2222, "/data/x")]
    [TestCase("extuser@cloud.example.org:/7c084226", "extuser", "cloud.example.org", 22, "/7c084226")]
    [TestCase("extuser@cloud.example.org/7c084226", "extuser", "cloud.example.org", 22, "/7c084226")]
    [TestCase("extuser@Cloud.Example.org:443/x", "extuser", "cloud.example.org", 443, "/x")]
    [TestCase("extuser@[2001:db8::1]:2222/x", "extuser", "[2001:db8::1]", 2222, "/x")]
    [TestCase("extuser@[2001:db8::1]/x", "extuser", "[2001:db8::1]", 22, "/x")]
    [TestCase("extuser@[2001:db8::1]:/x", "extuser", "[2001:db8::1]", 22, "/x")]
    [TestCase("extuser@192.0.2.7:22/", "extuser", "192.0.2.7", 22, "/")]
    [TestCase("a@b@cloud.example.org:22/x", "a@b", "cloud.example.org", 22, "/x")]
    [TestCase("u@h.example:22/a b/ü:@/-x", "u", "h.example", 22, "/a b/ü:@/-x")]
    [TestCase("u@h.example:22//x", "u", "h.example", 22, "//x")]
    public void TryParse_Address_IsTakenApart(string text, string user, string host, int port, string path)
    {
        Assert.That(SshAddress.TryParse(text, out var address), Is.True);
        Assert.That(address, Is.EqualTo(new SshAddress(user, host, port, path)));
        Assert.That(SshAddress.TryParse(address!.ToString(), out var again), Is.True);
        Assert.That(again, Is.EqualTo(address));
    }

    [TestCase("")]
    [TestCase("/")]
    [TestCase("extuser@cloud.example.org:22")]
    [TestCase("cloud.example.org:22/x")]
    [TestCase("@cloud.example.org:22/x")]
    [TestCase("extuser@/x")]
    [TestCase("extuser@:22/x")]
    [TestCase("ssh://extuser@cloud.example.org:22/x")]
    [TestCase("-oProxyCommand=x@cloud.example.org:22/x")]
    [TestCase("ext user@cloud.example.org:22/x")]
    [TestCase("ext;user@cloud.example.org:22/x")]
    [TestCase("$(x)@cloud.example.org:22/x")]
    [TestCase("ext\nuser@cloud.example.org:22/x")]
    [TestCase("extuser@-cloud.example.org:22/x")]
    [TestCase("extuser@cloud example.org:22/x")]
    [TestCase("extuser@cloud.example.org:0/x")]
    [TestCase("extuser@cloud.example.org:65536/x")]
    [TestCase("extuser@cloud.example.org:22:22/x")]
    [TestCase("extuser@cloud.example.org:22/x\ny")]
    [TestCase("extuser@cloud.example.org:22/x\0y")]
    [TestCase("extuser@cloud.example.org:22/x\u001b[31m")]
    public void TryParse_AnythingElse_IsRefused(string text)
    {
        Assert.That(SshAddress.TryParse(text, out var address), Is.False);
        Assert.That(address, Is.Null);
    }

    [Test]
    public void TryParse_Null_IsRefused() => Assert.That(SshAddress.TryParse(null, out _), Is.False);

    [Test]
    public void TryParse_UserNameAtItsLimit_IsTakenAndOneMoreIsRefused()
    {
        Assert.That(SshAddress.TryParse($"{new string('a', 256)}@h.example:22/", out _), Is.True);
        Assert.That(SshAddress.TryParse($"{new string('a', 257)}@h.example:22/", out _), Is.False);
    }

    [Test]
    public void TryParse_AnyText_NeverThrowsAndIsStable() => Seeded.Check(
        Texts.Any,
        text => !SshAddress.TryParse(text, out var address) || (SshAddress.TryParse(address.ToString(), out var again) && again == address),
        runs: 2000);

    [TestCase("cloud.example.org:22/x")]
    [TestCase("ssh://u@cloud.example.org/x")]
    public void Read_SshUriThatIsNoSshAddress_IsNamed(string uri) => Assert.That(
        Message.Share.BadFields(Examples.Share($$$"""{"ssh": {"uri": "{{{uri}}}"}}""")),
        Is.EqualTo(new[] { "protocol.ssh.uri" }));
}
