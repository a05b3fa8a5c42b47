using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Discovery;

namespace Ocm.Client.Tests.Dialects;

/// <summary>Profiles are data: the built-in rules, and what a vendor puts before them.</summary>
internal sealed class PeerProfileTests
{
    private static readonly PeerProfile Own = PeerProfile.Multi with { Name = "acme", SharesFilesOnly = true };

    [TestCase("1.0-proposal1", null, "", ExpectedResult = "ocm-1.0")]
    [TestCase("1.0-proposal1", null, "protocol-object", ExpectedResult = "multi")]
    [TestCase("1.1.0", null, "", ExpectedResult = "multi")]
    [TestCase("1.1.0", "Nextcloud", "", ExpectedResult = "nextcloud")]
    [TestCase("1.1.0", null, "/shares", ExpectedResult = "nextcloud")]
    [TestCase("1.4.0", "Nextcloud", "exchange-token", ExpectedResult = "nextcloud-with-tokens")]
    [TestCase("1.2.2", null, "exchange-token", ExpectedResult = "ocm-1.2")]
    [TestCase("1.2.2", null, "", ExpectedResult = "multi")]
    [TestCase("1.3.0", null, "exchange-token", ExpectedResult = "multi")]
    [TestCase("1.9.0", null, "", ExpectedResult = "multi")]
    public string Find_DocumentWithoutJwksUri_GoesByFeaturesFirst(string version, string? provider, string capability) =>
        Find(Server(version, provider, capability), _ => { }).Name;

    [Test]
    public void Find_DocumentWithJwksUri_IsOfTheDraft() =>
        Assert.That(Find(Server("1.0", "Nextcloud", "/shares", jwksUri: true), _ => { }), Is.SameAs(PeerProfile.Draft));

    [Test]
    public void Find_RuleOfTheVendor_ComesBeforeTheBuiltIn()
    {
        var acme = Server("1.1.0", "Acme 7", string.Empty);
        var other = Server("1.1.0", "Nextcloud", string.Empty);
        Action<OcmClientOptions> add = options => options.PeerProfileRules.Add(new(server => server.Document.Provider == "Acme 7", Own));

        Assert.That((Find(acme, add), Find(other, add)), Is.EqualTo((Own, PeerProfile.Nextcloud)));
    }

    [Test]
    public void Find_ProfileOfAHost_ComesBeforeRules()
    {
        var found = Find(Server("1.1.0", "Acme 7", string.Empty), options =>
        {
            options.PeerProfileRules.Add(new(_ => true, Own));
            options.PeerProfiles["a.example"] = PeerProfile.Ocm10;
        });

        Assert.That(found, Is.SameAs(PeerProfile.Ocm10));
    }

    [Test]
    public void Find_SwitchedOff_IsTheDraftsForAll()
    {
        var found = Find(Server("1.0", "Nextcloud", "/shares"), options =>
        {
            options.AcceptLegacyMessages = false;
            options.PeerProfileRules.Add(new(_ => true, Own));
        });

        Assert.That(found, Is.SameAs(PeerProfile.Draft));
    }

    [Test]
    public void IsDraft_AnyChangeOfTheForm_IsNot()
    {
        Assert.That((PeerProfile.Draft with { Name = "mine" }).IsDraft, Is.True);
        Assert.That((PeerProfile.Draft with { TokenRequestsAsJson = true }).IsDraft, Is.False);
        Assert.That(PeerProfileRule.BuiltIn.Count(rule => rule.Profile.IsDraft), Is.EqualTo(1));
    }

    private static PeerProfile Find(DiscoveredServer server, Action<OcmClientOptions> configure)
    {
        var options = new OcmClientOptions { AcceptLegacyMessages = true };
        configure(options);
        return new PeerProfiles(Options.Create(options)).Find(server);
    }

    private static DiscoveredServer Server(string version, string? provider, string capability, bool jwksUri = false) => new()
    {
        Host = OcmHost.Parse("a.example"),
        Origin = new Uri("https://a.example/"),
        EndPoint = new Uri("https://a.example/ocm"),
        JwksUri = jwksUri ? new Uri("https://a.example/jwks") : null,
        FetchedAt = DateTimeOffset.UnixEpoch,
        Document = new DiscoveryDocument
        {
            Enabled = true,
            ApiVersion = version,
            EndPoint = "https://a.example/ocm",
            Provider = provider,
            ResourceTypes = [],
            Capabilities = capability.Length == 0 ? null : [new Capability(capability)],
        },
    };
}
