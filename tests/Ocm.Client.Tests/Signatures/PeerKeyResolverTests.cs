using System.Text;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.Client.Tests.Calls;
using Ocm.Client.Tests.Http;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Signatures;

/// <summary>Keys of other servers over the network.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PeerKeyResolverTests
{
    private const string KeysPath = "/ocm/jwks";
    private const string DiscoveryPath = "/.well-known/ocm";

    private readonly ManualClock _clock = new();
    private FakePeer _peer = null!;
    private ClientUnderTest _client = null!;

    private IPeerKeyResolver Resolver => _client.Get<IPeerKeyResolver>();

    [SetUp]
    public async Task StartAsync()
    {
        _peer = await FakePeer.StartAsync();
        _client = new ClientUnderTest(_peer, timeProvider: _clock);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Test]
    [Property("Requirement", "SIG-01")]
    [Property("Requirement", "SIG-17")]
    public async Task Resolve_PublishedKey_ComesFromTheDiscoveredJwksUri()
    {
        _peer.Document = _peer.CreateDocument() with { JwksUri = _peer.Origin + "/elsewhere?set=1" };
        _peer.Answer("/elsewhere", _ => new FakePeerAnswer(200, _peer.PublishedKeys.ToJson(), "application/json"));

        var result = await Resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);

        Assert.That(result.Value!.KeyId, Is.EqualTo(_peer.Key.KeyId));
        Assert.That(_peer.Requests.Select(r => r.Path), Is.EqualTo(new[] { DiscoveryPath, "/elsewhere" }));
        Assert.That(_peer.Requests.Select(r => r.Header("Signature")), Is.All.Null);
    }

    [Test]
    public async Task Resolve_Twice_FetchesOnceAndKeepsTheKeyReady()
    {
        var first = await Resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);
        var second = await Resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);

        Assert.That(second.Value, Is.SameAs(first.Value));
        Assert.That(_peer.KeyFetches, Is.EqualTo(1));
        Assert.That(Resolver.TryGetCached(_peer.Host, _peer.Key.KeyId, out _), Is.True);
    }

    [Test]
    public void TryGetCached_NothingFetchedYet_IsFalse() =>
        Assert.That(Resolver.TryGetCached(_peer.Host, _peer.Key.KeyId, out _), Is.False);

    [Test]
    [Property("Requirement", "SIG-18")]
    public async Task Resolve_KeyRotatedByThePeer_IsFoundByOneMoreFetch()
    {
        await Resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);
        var rotated = _peer.Rotate();
        _clock.Advance(TimeSpan.FromSeconds(30));

        var result = await Resolver.ResolveAsync(_peer.Host, rotated.KeyId);

        Assert.That(result.Value!.KeyId, Is.EqualTo(rotated.KeyId));
        Assert.That(_peer.KeyFetches, Is.EqualTo(2));
        Assert.That(_peer.DiscoveryFetches, Is.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SIG-18")]
    public async Task Resolve_FloodOfUnknownKeyIds_FetchesOncePerInterval()
    {
        await Resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);

        for (var interval = 0; interval < 3; interval++)
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            var number = interval;
            var results = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(async () =>
                await Resolver.ResolveAsync(_peer.Host, $"{_peer.Origin}/ocm#forged-{number}-{i}"))));
            Assert.That(results.Select(r => r.Failure!.Kind), Is.All.EqualTo(OcmFailureKind.NotFound));
        }

        Assert.That(_peer.KeyFetches, Is.EqualTo(4));
        Assert.That((await Resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId)).IsSuccess, Is.True);
    }

    [Test]
    [Property("Requirement", "SIG-27")]
    public async Task Resolve_KeyIdThatNobodyHas_IsNotFound()
    {
        var result = await Resolver.ResolveAsync(_peer.Host, "nobody's");

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.NotFound));
    }

    [Test]
    [Property("Requirement", "SIG-27")]
    public async Task Resolve_UnusableKeysInTheSet_DoNotSpoilTheGoodOne()
    {
        var good = Encoding.UTF8.GetString(_peer.Key.PublicKey.ToJson());
        var set = $$"""
            {"keys":[
              {"kty":"oct","kid":"mac","alg":"HS256","k":"AAAA"},
              {"kty":"OKP","crv":"Ed25519","kid":"without-alg","x":"AzeStPAdQ-vbi6bJVxcQjBPF2I7fDZdfDZ_XZ3J4Azs"},
              {"kty":"OKP","crv":"Ed25519","kid":"none","alg":"none","x":"AzeStPAdQ-vbi6bJVxcQjBPF2I7fDZdfDZ_XZ3J4Azs"},
              {"kty":"OKP","crv":"Ed25519","kid":"wrong-alg","alg":"ES256","x":"AzeStPAdQ-vbi6bJVxcQjBPF2I7fDZdfDZ_XZ3J4Azs"},
              {"kty":"OKP","crv":"Ed25519","kid":"private","alg":"Ed25519","x":"AzeStPAdQ-vbi6bJVxcQjBPF2I7fDZdfDZ_XZ3J4Azs","d":"AAAA"},
              "nonsense", 7, null,
              {{good}}
            ]}
            """;
        _peer.Answer(KeysPath, FakePeerAnswer.Json(set));

        var found = await Resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);

        Assert.That(found.Value!.KeyId, Is.EqualTo(_peer.Key.KeyId));
        foreach (var kid in new[] { "mac", "without-alg", "none", "wrong-alg", "private" })
        {
            Assert.That((await Resolver.ResolveAsync(_peer.Host, kid)).Failure!.Kind, Is.EqualTo(OcmFailureKind.NotFound), kid);
        }

        Assert.That(_client.Log.Entries.Select(e => e.Id.Id), Does.Contain(1103));
    }

    [Test]
    [Property("Requirement", "SIG-01")]
    public async Task Resolve_PeerWithoutJwksUri_IsNotFound()
    {
        _peer.Document = _peer.CreateDocument() with { JwksUri = null };

        var result = await Resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.NotFound));
        Assert.That(_peer.Requests.Select(r => r.Path), Is.EqualTo(new[] { DiscoveryPath }));
    }

    [TestCase("[]", "application/json", 200, OcmFailureKind.InvalidResponse)]
    [TestCase("{\"keys\":{}}", "application/json", 200, OcmFailureKind.InvalidResponse)]
    [TestCase("{}", "application/json", 200, OcmFailureKind.InvalidResponse)]
    [TestCase("{\"keys\":[]}", "text/html", 200, OcmFailureKind.InvalidResponse)]
    [TestCase("", null, 404, OcmFailureKind.InvalidResponse)]
    [TestCase("", null, 503, OcmFailureKind.Unavailable)]
    public async Task Resolve_NoSet_IsAFailureAndNotAnUnknownKey(string body, string? contentType, int status, OcmFailureKind kind)
    {
        // On the system's clock: an error of the peer's is tried again after a pause.
        await using var client = new ClientUnderTest(_peer);
        _peer.Answer(KeysPath, new FakePeerAnswer(status, Encoding.UTF8.GetBytes(body), contentType));

        var result = await client.Get<IPeerKeyResolver>().ResolveAsync(_peer.Host, _peer.Key.KeyId);

        Assert.That(result.Failure!.Kind, Is.EqualTo(kind));
    }

    [Test]
    public async Task Resolve_KeyOfAnotherServerWithTheSameId_IsNotMixedUp()
    {
        await using var other = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(_peer, configureHttp: other.Allow);
        var sameId = LocalSigningKey.Generate(_peer.Key.KeyId);
        other.PublishedKeys = new JsonWebKeySet([sameId.PublicKey]);
        var resolver = client.Get<IPeerKeyResolver>();

        var ours = await resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);
        var theirs = await resolver.ResolveAsync(other.Host, _peer.Key.KeyId);

        Assert.That(ours.Value!.PublicKey.X.ToArray(), Is.EqualTo(_peer.Key.PublicKey.X.ToArray()));
        Assert.That(theirs.Value!.PublicKey.X.ToArray(), Is.EqualTo(sameId.PublicKey.X.ToArray()));
    }

    [Test]
    [Property("Requirement", "SIG-18")]
    public async Task Resolve_ThousandPeersSeenForTheFirstTimeAtOnce_FetchesExactlyOneDocumentAndOneSetEach()
    {
        await using var fleet = await FakePeer.StartAsync(new FakePeerOptions { HostName = "*.peers.test" });
        await using var client = new ClientUnderTest(fleet);
        var resolver = client.Get<IPeerKeyResolver>();
        OcmHost[] hosts = [.. Enumerable.Range(0, 1000).Select(i => fleet.HostOf($"p{i}"))];

        var results = await Task.WhenAll(
            Enumerable.Range(0, 3).SelectMany(_ => hosts).Select(host => Task.Run(async () => await resolver.ResolveAsync(host, fleet.Key.KeyId))));

        Assert.That(results.Select(r => r.Failure), Is.All.Null);
        Assert.That(fleet.RequestsTo(DiscoveryPath).GroupBy(r => r.Host).Select(g => g.Count()), Is.EqualTo(Enumerable.Repeat(1, 1000)));
        Assert.That(fleet.RequestsTo(KeysPath).GroupBy(r => r.Host).Select(g => g.Count()), Is.EqualTo(Enumerable.Repeat(1, 1000)));
    }
}
