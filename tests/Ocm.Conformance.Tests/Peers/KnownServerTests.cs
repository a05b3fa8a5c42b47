using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;
using Ocm.Peers;
using Ocm.Server;
using Ocm.Server.Hosting.Tests;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Conformance.Peers;

/// <summary>The registry of known servers.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class KnownServerTests
{
    private const string Shares = "/ocm/shares";

    private readonly RecordingStore _store = new();
    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Test]
    [Property("Requirement", "TRUST-01")]
    public async Task SignedCall_Taken_RemembersTheServerWithItsKeysAndMetadata()
    {
        await using var both = await StartAsync();
        Assert.That((await both.PostAsync(Shares, both.ShareJson())).Status, Is.EqualTo(201));

        var known = await _store.NextAsync();

        Assert.That((known.Host, known.SignedSince, known.FirstSeenAt), Is.EqualTo((both.Peer.Host, _time.GetUtcNow(), _time.GetUtcNow())));
        var document = System.Text.Json.JsonElement.Parse(known.DiscoveryJson!);
        Assert.That(document.GetProperty("inviteAcceptDialog").GetString(), Is.EqualTo("/accept-invite"));
        Assert.That(JsonWebKeySet.TryParse(System.Text.Encoding.UTF8.GetBytes(known.KeySetJson!), out var keys), Is.True);
        Assert.That(keys!.Keys.Select(key => key.KeyId), Is.EqualTo(new[] { both.Peer.Key.KeyId }));
    }

    [Test]
    [Property("Requirement", "TRUST-01")]
    public async Task SignedCalls_Many_WriteOnceInAnIntervalAndThenWhatIsNew()
    {
        await using var both = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await both.PostAsync(Shares, both.ShareJson(share => share["providerId"] = $"id-{i}"));
        }

        var first = await _store.NextAsync();
        both.Peer.Rotate();
        _time.Advance(TimeSpan.FromHours(2));
        await both.PostAsync(Shares, both.ShareJson(share => share["providerId"] = "last"));
        var second = await _store.NextAsync();

        Assert.That(_store.Written, Is.EqualTo(2));
        Assert.That((second.FirstSeenAt, second.SignedSince), Is.EqualTo((first.FirstSeenAt, first.SignedSince)));
        Assert.That(second.LastSeenAt, Is.EqualTo(_time.GetUtcNow()));
        Assert.That(second.KeySetJson, Is.Not.EqualTo(first.KeySetJson).And.Contain(both.Peer.Key.KeyId));
    }

    [Test]
    [Property("Requirement", "TRUST-01")]
    public async Task OwnCall_Answered_RemembersTheServerWithoutSayingThatItSigned()
    {
        await using var both = await StartAsync();
        var sent = await both.Server.WithAsync<IOcmClient, OcmResult<OcmUnit>>(async client => await client.RequestShareAsync(both.Peer.Host, new Ocm.ShareRequests.ShareRequest
        {
            Owner = OcmAddress.Parse($"einstein@{both.Peer.Host}"),
            ShareWith = both.Server.Address("marie"),
            Share = "x",
        }));
        Assert.That(sent.Failure, Is.Null);

        var known = await _store.NextAsync();
        Assert.That((known.Host, known.SignedSince), Is.EqualTo((both.Peer.Host, (DateTimeOffset?)null)));

        await both.PostAsync(Shares, both.ShareJson());
        Assert.That((await _store.NextAsync()).SignedSince, Is.EqualTo(_time.GetUtcNow()), "the first signature is written at once");
    }

    [Test]
    public async Task RefusedCalls_AreNotRemembered()
    {
        await using var both = await StartAsync();
        Assert.That((await both.PostAsync(Shares, both.ShareJson(), key: both.Peer.CreateKey())).Status, Is.EqualTo(401));
        Assert.That((await both.PostAsync(Shares, both.ShareJson(share => share["shareWith"] = both.Server.Address("nobody").ToString()))).Status, Is.EqualTo(400).Or.EqualTo(404));
        Assert.That((await both.PostAsync(Shares, both.ShareJson())).Status, Is.EqualTo(201));
        await _store.NextAsync();
        Assert.That(_store.Written, Is.EqualTo(1), "the one that was taken");
    }

    [Test]
    public async Task Store_Failing_HoldsNothingUpAndIsTriedAgain()
    {
        await using var both = await StartAsync();
        _store.Fails = true;
        Assert.That((await both.PostAsync(Shares, both.ShareJson())).Status, Is.EqualTo(201));
        await _store.FailedAsync();
        _store.Fails = false;
        for (var i = 0; _store.Written == 0 && i < 1000; i++)
        {
            Assert.That((await both.PostAsync(Shares, both.ShareJson(share => share["providerId"] = $"again-{i}"))).Status, Is.EqualTo(201));
        }

        Assert.That((await _store.NextAsync()).Host, Is.EqualTo(both.Peer.Host));
    }

    [Test]
    [Property("Requirement", "SIG-24")]
    public async Task UnsignedCall_OfAServerThatSignedBefore_Is401()
    {
        // A man in the middle who strips http-sig from the discovery document gains nothing.
        await using var both = await StartAsync(options => options.Posture = OcmPosture.Interoperable);
        both.Peer.Document = both.Peer.CreateDocument() with { Capabilities = [], Criteria = [], JwksUri = null };
        var neverSigned = await both.PostUnsignedAsync(Shares, both.ShareJson(LegacyAccess));
        await _store.PutServerAsync(new KnownServer { Host = both.Peer.Host, FirstSeenAt = _time.GetUtcNow(), LastSeenAt = _time.GetUtcNow(), SignedSince = _time.GetUtcNow() });
        var signedBefore = await both.PostUnsignedAsync(Shares, both.ShareJson(share =>
        {
            LegacyAccess(share);
            share["providerId"] = "id-2";
        }));
        Assert.That((neverSigned.Status, signedBefore.Status), Is.EqualTo((201, 401)));
    }

    private static void LegacyAccess(Dictionary<string, object?> share) =>
        ((Dictionary<string, object?>)((Dictionary<string, object?>)share["protocol"]!)["webdav"]!).Remove("requirements");

    private Task<PeerAndServer> StartAsync(Action<OcmServerOptions>? options = null) => PeerAndServer.StartAsync(
        new OcmTestServerSettings
        {
            Time = _time,
            Options = options,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.AddSingleton<IKnownServerStore>(_store);
            },
        },
        _time);

    private sealed class RecordingStore : IKnownServerStore
    {
        private readonly ConcurrentDictionary<OcmHost, KnownServer> _servers = new();
        private readonly System.Threading.Channels.Channel<KnownServer> _puts = System.Threading.Channels.Channel.CreateUnbounded<KnownServer>();
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _written;

        public bool Fails { get; set; }

        public int Written => _written;

        public Task<KnownServer> NextAsync() => _puts.Reader.ReadAsync(TestContext.CurrentContext.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public Task FailedAsync() => _failed.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public ValueTask<KnownServer?> FindServerAsync(OcmHost host, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(_servers.GetValueOrDefault(host));

        public ValueTask PutServerAsync(KnownServer server, CancellationToken cancellationToken = default)
        {
            if (Fails)
            {
                _failed.TrySetResult();
                throw new StoreUnavailableException("The store is away.");
            }

            _servers[server.Host] = server;
            Interlocked.Increment(ref _written);
            _puts.Writer.TryWrite(server);
            return default;
        }

        public ValueTask<IReadOnlyList<KnownServer>> ListServersAsync(OcmHost? after, int limit, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
