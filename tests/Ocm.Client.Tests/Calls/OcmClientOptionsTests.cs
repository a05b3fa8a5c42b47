using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client.Dialects;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Tests.Calls;

/// <summary>Wrong options are told at start-up, each with what to set instead.</summary>
[TestFixture]
internal sealed class OcmClientOptionsTests
{
    private static readonly TestCaseData[] Mistakes =
    [
        Mistake("PublicOrigin is not https", o => o.PublicOrigin = "http://cloud.example.org"),
        Mistake("PublicOrigin is no origin", o => o.PublicOrigin = "cloud.example.org"),
        Mistake("PublicOrigin is no origin", o => o.PublicOrigin = "https://cloud.example.org/ocm"),
        Mistake("PublicOrigin is no origin", o => o.PublicOrigin = "https://cloud.example.org?x"),
        Mistake("PublicOrigin is no origin", o => o.PublicOrigin = "https://cloud.example.org/#x"),
        Mistake("PublicOrigin is no origin", o => o.PublicOrigin = "https://user@cloud.example.org"),
        Mistake("PublicOrigin is not set", o => o.PublicOrigin = null),
        Mistake("ForeignEndpoints", o => o.ForeignEndpoints["not a host"] = ["cloud.example.org"]),
        Mistake("ForeignEndpoints", o => o.ForeignEndpoints["cloud.example.org"] = ["https://cloud.example.org"]),
        Mistake("PeerProfileRules", o => o.PeerProfileRules.Add(null!)),
        Mistake("PeerProfileRules", o => o.PeerProfileRules.Add(new PeerProfileRule(null!, PeerProfile.Multi))),
        Mistake("PeerProfileRules", o => o.PeerProfileRules.Add(new PeerProfileRule(_ => true, null!))),
        Mistake("Signatures.FreshnessWindow", o => o.Signatures.FreshnessWindow = TimeSpan.Zero),
        Mistake("Signatures.ClockSkew", o => o.Signatures.ClockSkew = TimeSpan.FromSeconds(-1)),
        Mistake("SigningKeys.Algorithm", o => o.SigningKeys.Algorithm = "HS256"),
        Mistake("SigningKeys.Algorithm", o => o.SigningKeys.Algorithm = "ed25519"),
        Mistake("SigningKeys.Algorithm", o => o.SigningKeys.Algorithm = JoseAlgorithms.EdDsa),
        Mistake("SigningKeys.ActivationDelay", o => o.SigningKeys.ActivationDelay = TimeSpan.FromSeconds(30)),
        Mistake("SigningKeys.RotationInterval", o => o.SigningKeys.RotationInterval = TimeSpan.FromMinutes(1)),
        Mistake("SigningKeys.RetentionPeriod", o => o.SigningKeys.RetentionPeriod = TimeSpan.Zero),
        Mistake("SigningKeys.RefreshInterval", o => o.SigningKeys.RefreshInterval = TimeSpan.Zero),
        Mistake("Lookups.Discovery.MaxServers", o => o.Lookups.Discovery.MaxServers = 0),
        Mistake("Lookups.Keys.MaxBytes", o => o.Lookups.Keys.MaxBytes = 1),
        Mistake("Lookups.Keys.MaxAge", o => o.Lookups.Keys.MaxAge = TimeSpan.FromSeconds(1)),
        Mistake("Lookups.Keys.DefaultAge", o => o.Lookups.Keys.DefaultAge = TimeSpan.FromDays(40)),
        Mistake("Lookups.Keys.MinRefetchInterval", o => o.Lookups.Keys.MinRefetchInterval = TimeSpan.Zero),
        Mistake("Lookups.MaxConcurrent", o => o.Lookups.MaxConcurrent = 0),
        Mistake("Lookups.MaxWaiting", o => o.Lookups.MaxWaiting = -1),
        Mistake("Lookups.MaxDocumentBytes", o => o.Lookups.MaxDocumentBytes = 100),
        Mistake("Lookups.Timeout", o => o.Lookups.Timeout = TimeSpan.Zero),
    ];

    [TestCaseSource(nameof(Mistakes))]
    public async Task Options_Wrong_FailWithTheOptionsName(string name, Action<OcmClientOptions> spoil)
    {
        await using var client = new ClientUnderTest(configure: spoil);

        Assert.That(
            () => client.Get<IOptions<OcmClientOptions>>().Value,
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains($"OcmClientOptions.{name}"));
        Assert.That(
            () => client.Get<IStartupValidator>().Validate(),
            Throws.InstanceOf<OptionsValidationException>());
    }

    [Test]
    public async Task Options_Default_AreAccepted()
    {
        await using var client = new ClientUnderTest();

        Assert.That(() => client.Get<IStartupValidator>().Validate(), Throws.Nothing);
    }

    [TestCase("https://cloud.example.org")]
    [TestCase("https://cloud.example.org/")]
    [TestCase("https://cloud.example.org:8443")]
    [TestCase("https://[2001:db8::1]:8443")]
    public async Task PublicOrigin_AnOrigin_IsAccepted(string origin)
    {
        await using var client = new ClientUnderTest(configure: o => o.PublicOrigin = origin);

        Assert.That(() => client.Get<IOptions<OcmClientOptions>>().Value.PublicOrigin, Is.EqualTo(origin));
        Assert.That((await client.Ring.GetActiveKeyAsync())!.KeyId, Does.StartWith(origin.TrimEnd('/') + "/ocm#"));
    }

    [Test]
    public async Task PublicOrigin_HttpWhereHttpIsAllowed_IsAccepted()
    {
        await using var client = new ClientUnderTest(
            configure: o => o.PublicOrigin = "http://localhost:8080", configureHttp: o => o.AllowHttp = true);

        Assert.That(() => client.Get<IOptions<OcmClientOptions>>().Value, Throws.Nothing);
    }

    [Test]
    public void AddOcmClient_Twice_RegistersEachServiceOnceAndKeepsBothConfigurations()
    {
        var services = new ServiceCollection();
        services.AddOcmClient(o => o.PublicOrigin = "https://cloud.example.org");
        var before = services.Count(s => s.ServiceType.Namespace?.StartsWith("Ocm.", StringComparison.Ordinal) == true);
        services.AddOcmClient(o => o.Lookups.MaxConcurrent = 7);
        var after = services.Count(s => s.ServiceType.Namespace?.StartsWith("Ocm.", StringComparison.Ordinal) == true);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<OcmClientOptions>>().Value;
        Assert.That(after, Is.EqualTo(before));
        Assert.That(options.PublicOrigin, Is.EqualTo("https://cloud.example.org"));
        Assert.That(options.Lookups.MaxConcurrent, Is.EqualTo(7));
    }

    [Test]
    public async Task AddOcmClient_OwnKeyRing_IsUsed()
    {
        await using var client = new ClientUnderTest(hasKeys: false, register: s => s.AddSingleton<ISigningKeyRing, NoKeys>());

        Assert.That(client.Ring, Is.InstanceOf<NoKeys>());
    }

    private static TestCaseData Mistake(string name, Action<OcmClientOptions> spoil) => new(name, spoil);

    private sealed class NoKeys : ISigningKeyRing
    {
        public ValueTask<SigningKey?> GetActiveKeyAsync(CancellationToken cancellationToken = default) => default;

        public ValueTask<JsonWebKeySet> GetPublishedKeysAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(new JsonWebKeySet());

        public ValueTask<string> RotateAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<bool> RevokeAsync(string keyId, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
