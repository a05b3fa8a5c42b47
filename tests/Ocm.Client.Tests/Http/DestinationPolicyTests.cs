using System.Net;
using System.Text;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class DestinationPolicyTests
{
    [TestCase("https://cloud.example.org/", null)]
    [TestCase("https://1.1.1.1/", null)]
    [TestCase("https://[2606:4700::1111]:8443/", null)]
    [TestCase("http://cloud.example.org/", "https")]
    [TestCase("ftp://cloud.example.org/", "https")]
    [TestCase("file:///etc/passwd", "https")]
    [TestCase("https://user:pw@cloud.example.org/", "user name")]
    [TestCase("https://user@cloud.example.org/", "user name")]
    [TestCase("https://cloud.example.org./", "normal form")]
    [TestCase("https://127.0.0.1/", "this machine")]
    [TestCase("https://2130706433/", "this machine")]
    [TestCase("https://0x7f.1/", "this machine")]
    [TestCase("https://0177.0.0.1/", "this machine")]
    [TestCase("https://[::1]/", "this machine")]
    [TestCase("https://[::ffff:7f00:1]/", "this machine")]
    [TestCase("https://10.0.0.1/", "private")]
    [TestCase("https://[fd12::1]/", "private")]
    [TestCase("https://169.254.169.254/latest/meta-data/", "special")]
    [TestCase("https://[fe80::1]/", "special")]
    [TestCase("https://0/", "special")]
    [TestCase("https://1.1.1.1:25/", "port")]
    public void CheckUri_Defaults_OnlyPublicHttps(string uri, string? reason)
    {
        var failure = new DestinationPolicy(new OcmHttpOptions()).CheckUri(new Uri(uri), out var host);

        if (reason is null)
        {
            Assert.That(failure, Is.Null);
            Assert.That(host, Is.Not.Null);
        }
        else
        {
            Assert.That(failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
            Assert.That(failure.Message, Does.StartWith("The destination is not allowed").And.Contain(reason));
        }
    }

    [Test]
    public void CheckUri_OddHosts_NeverThrows()
    {
        const int Seed = 7;
        TestContext.Out.WriteLine($"seed {Seed}");
        var policy = new DestinationPolicy(new OcmHttpOptions());
        var alphabet = "a1.-_%[]:@\\xn--ß。ı\u00ad\u200d😀0x/?#é".EnumerateRunes().ToArray();
        var state = (uint)Seed;
        var seen = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var text = new StringBuilder("https://");
            for (var j = 0; j < 9; j++)
            {
                state = (state * 1664525) + 1013904223;
                text.Append(alphabet[(state >> 16) % alphabet.Length].ToString());
            }

            if (Uri.TryCreate(text.ToString(), UriKind.Absolute, out var uri))
            {
                seen++;
                var failure = policy.CheckUri(uri, out var host);
                Assert.That(failure is not null || host is not null, Is.True, text.ToString());
            }
        }

        Assert.That(seen, Is.GreaterThan(1_000));
    }

    [Test]
    public void CheckUri_RelativeUri_Blocked() =>
        Assert.That(new DestinationPolicy(new OcmHttpOptions()).CheckUri(new Uri("/ocm", UriKind.Relative), out _)!.Kind, Is.EqualTo(OcmFailureKind.Blocked));

    [TestCase("10.1.2.3", true)]
    [TestCase("100.64.0.1", true)]
    [TestCase("fd12::1", true)]
    [TestCase("127.0.0.1", false)]
    [TestCase("::1", false)]
    [TestCase("169.254.169.254", false)]
    [TestCase("100.100.100.200", false)]
    [TestCase("fd00:ec2::254", false)]
    [TestCase("224.0.0.1", false)]
    public void Check_AllowPrivateNetworks_OpensPrivateUseAlone(string address, bool isOpen) =>
        Assert.That(Check(new OcmHttpOptions { AllowPrivateNetworks = true }, "a.example", 443, address), Is.EqualTo(isOpen));

    [TestCase("corp.example", "10.1.2.3", true)]
    [TestCase("cloud.corp.example", "10.1.2.3", true)]
    [TestCase("cloud.corp.example", "127.0.0.1", true)]
    [TestCase("CLOUD.CORP.EXAMPLE", "10.1.2.3", true)]
    [TestCase("evilcorp.example", "10.1.2.3", false)]
    [TestCase("corp.example.evil.example", "10.1.2.3", false)]
    [TestCase("cloud.corp.example", "169.254.169.254", false)]
    public void Check_EntryWithHost_OpensSuffixAtLabelBoundary(string host, string address, bool isOpen) =>
        Assert.That(Check(Allow(new AllowedDestination { Host = "corp.example" }), host, 443, address), Is.EqualTo(isOpen));

    [TestCase("10.1.2.3", true)]
    [TestCase("::ffff:10.1.2.3", true)]
    [TestCase("10.2.0.1", false)]
    public void Check_EntryWithNetwork_OpensNetwork(string address, bool isOpen) =>
        Assert.That(Check(Allow(new AllowedDestination { Network = "10.1.0.0/16" }), "a.example", 443, address), Is.EqualTo(isOpen));

    [Test]
    public void Check_EntryWithSpecialNetwork_OpensIt()
    {
        var options = Allow(new AllowedDestination { Network = "169.254.7.7" });

        Assert.That(Check(options, "a.example", 443, "169.254.7.7"), Is.True);
        Assert.That(Check(options, "a.example", 443, "169.254.7.8"), Is.False);
    }

    [TestCase("::1", 8443, true)]
    [TestCase("127.0.0.1", 8443, true)]
    [TestCase("127.0.0.1", 8444, false)]
    public void Check_EntryWithPort_OpensPort(string address, int port, bool isOpen) =>
        Assert.That(Check(Allow(new AllowedDestination { Port = 8443 }), "localhost", port, address), Is.EqualTo(isOpen));

    [Test]
    public void Check_EntryWithAllParts_AllMustMatch()
    {
        var options = Allow(new AllowedDestination { Host = "corp.example", Network = "10.1.0.0/16", Port = 8443 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Check(options, "a.corp.example", 8443, "10.1.0.1"), Is.True);
            Assert.That(Check(options, "a.example", 8443, "10.1.0.1"), Is.False);
            Assert.That(Check(options, "a.corp.example", 8443, "10.2.0.1"), Is.False);
            Assert.That(Check(options, "a.corp.example", 443, "10.1.0.1"), Is.False);
        }
    }

    [Test]
    public void Check_EntryWithLiteralHost_OpensLiteral()
    {
        var policy = new DestinationPolicy(Allow(new AllowedDestination { Host = "[::1]" }, new AllowedDestination { Host = "127.0.0.1" }));

        Assert.That(policy.CheckUri(new Uri("https://[::1]:8443/"), out _), Is.Null);
        Assert.That(policy.CheckUri(new Uri("https://127.0.0.1:8443/"), out _), Is.Null);
    }

    [Test]
    public void Check_AllowedPorts_ClosesOthersUnlessEntryNamesThem()
    {
        var options = Allow(new AllowedDestination { Host = "corp.example", Port = 9443 });
        options.AllowedPorts.Add(443);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Check(options, "a.example", 443, "1.1.1.1"), Is.True);
            Assert.That(Check(options, "a.example", 8443, "1.1.1.1"), Is.False);
            Assert.That(Check(options, "a.corp.example", 9443, "1.1.1.1"), Is.True);
            Assert.That(Check(options, "a.example", 9443, "1.1.1.1"), Is.False);
        }
    }

    [TestCase(22)]
    [TestCase(25)]
    [TestCase(53)]
    [TestCase(143)]
    [TestCase(6667)]
    public void Check_PortOfOtherProtocol_ClosedUnlessListed(int port)
    {
        var listed = new OcmHttpOptions();
        listed.AllowedPorts.Add(port);

        Assert.That(Check(new OcmHttpOptions(), "a.example", port, "1.1.1.1"), Is.False);
        Assert.That(Check(listed, "a.example", port, "1.1.1.1"), Is.True);
    }

    private static OcmHttpOptions Allow(params AllowedDestination[] entries)
    {
        var options = new OcmHttpOptions();
        foreach (var entry in entries)
        {
            options.AllowedDestinations.Add(entry);
        }

        return options;
    }

    private static bool Check(OcmHttpOptions options, string host, int port, string address) =>
        new DestinationPolicy(options).Check(host, port, IPAddress.Parse(address)) is null;
}
