using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Client.Discovery;
using Ocm.Client.Tests.Calls;
using Ocm.Client.Tests.Http;
using Ocm.Errors;
using Ocm.Peers;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Discovery;

/// <summary>Discovery over the network.</summary>
[TestFixture]
internal sealed class ServerDiscoveryTests
{
    private const string Path = "/.well-known/ocm";

    [Test]
    [Property("Requirement", "DISC-13")]
    public async Task Discover_HostWithPort_AsksItsWellKnownUrlOverHttps()
    {
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer);

        var result = await client.Client.DiscoverAsync(peer.Host);

        var server = result.Value!;
        Assert.That(peer.Requests.Single().TargetUri, Is.EqualTo($"https://localhost:{peer.Port}/.well-known/ocm"));
        Assert.That(peer.Requests.Single().Method, Is.EqualTo("GET"));
        Assert.That(server.Host, Is.EqualTo(peer.Host));
        Assert.That(server.Origin.AbsoluteUri, Is.EqualTo(peer.Origin + "/"));
        Assert.That(server.EndPoint.AbsoluteUri, Is.EqualTo(peer.Origin + "/ocm"));
        Assert.That(server.JwksUri!.AbsoluteUri, Is.EqualTo(peer.Origin + "/ocm/jwks"));
        Assert.That(server.TokenEndPoint!.AbsoluteUri, Is.EqualTo(peer.Origin + "/ocm/token"));
        Assert.That(server.InviteAcceptDialog!.AbsoluteUri, Is.EqualTo(peer.Origin + "/accept-invite"));
    }

    [Test]
    public async Task Discover_Twice_FetchesOnce()
    {
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer);

        var first = await client.Client.DiscoverAsync(peer.Host);
        var second = await client.Client.DiscoverAsync(peer.Host);

        Assert.That(second.Value, Is.SameAs(first.Value));
        Assert.That(peer.DiscoveryFetches, Is.EqualTo(1));
    }

    [Test]
    public async Task Discover_CacheControl_SaysForHowLongTheDocumentIsUsed()
    {
        var clock = new ManualClock();
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer, timeProvider: clock);
        peer.Answer(Path, _ => FakePeerAnswer.Json(Encoding.UTF8.GetString(Serialization.OcmJson.Write(peer.CreateDocument()))) with
        {
            Headers = new Dictionary<string, string> { ["Cache-Control"] = "public, max-age=300" },
        });
        await client.Client.DiscoverAsync(peer.Host);

        clock.Advance(TimeSpan.FromSeconds(299));
        await client.Client.DiscoverAsync(peer.Host);
        var before = peer.DiscoveryFetches;
        clock.Advance(TimeSpan.FromSeconds(1));
        await client.Client.DiscoverAsync(peer.Host);

        Assert.That(before, Is.EqualTo(1));
        Assert.That(peer.DiscoveryFetches, Is.EqualTo(2));
    }

    [TestCase(404, OcmFailureKind.InvalidResponse)]
    [TestCase(403, OcmFailureKind.InvalidResponse)]
    [TestCase(500, OcmFailureKind.PeerFailure)]
    [TestCase(503, OcmFailureKind.Unavailable)]
    [Property("Requirement", "DISC-14")]
    public async Task Discover_NoSuccess_NamesTheStatus(int status, OcmFailureKind kind)
    {
        var failure = await FailAsync(FakePeerAnswer.Status(status));

        Assert.That(failure.Kind, Is.EqualTo(kind));
        Assert.That(failure.PeerStatus, Is.EqualTo(status));
        Assert.That(failure.Message, Does.Contain($"{status}"));
    }

    [Test]
    [Property("Requirement", "DISC-14")]
    public async Task Discover_NotJson_SaysSo()
    {
        var failure = await FailAsync(FakePeerAnswer.Json("{oops"));

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(failure.Message, Does.Contain("JSON"));
    }

    [Test]
    [Property("Requirement", "DISC-14")]
    public async Task Discover_AnotherContentType_SaysSo()
    {
        var failure = await FailAsync(FakePeerAnswer.Json("{}") with { ContentType = "text/html" });

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(failure.Message, Does.Contain("content type"));
    }

    [Test]
    [Property("Requirement", "DISC-14")]
    public async Task Discover_FieldMissing_SaysWhich()
    {
        var failure = await FailAsync(FakePeerAnswer.Json("""{"enabled":true,"apiVersion":"1.4.0","endPoint":"https://x/"}"""));

        Assert.That(failure.Message, Does.Contain("resourceTypes"));
    }

    [Test]
    [Property("Requirement", "DISC-14")]
    public async Task Discover_LargerThanAllowed_IsInvalidResponse()
    {
        var failure = await FailAsync(FakePeerAnswer.Json($$"""{"enabled":true,"provider":"{{new string('x', 200_000)}}"}"""));

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [Test]
    [Property("Requirement", "DISC-14")]
    public async Task Discover_NoAnswerInTime_IsTimeout()
    {
        var never = new TaskCompletionSource();
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer, o => o.Lookups.Timeout = TimeSpan.FromMilliseconds(300));
        peer.Answer(Path, FakePeerAnswer.Json("{}") with { Gate = never.Task });

        var result = await client.Client.DiscoverAsync(peer.Host);

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Timeout));
    }

    [Test]
    [Property("Requirement", "DISC-14")]
    public async Task Discover_NobodyThere_IsUnreachable()
    {
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer);
        await peer.DisposeAsync();

        var result = await client.Client.DiscoverAsync(peer.Host);

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
    }

    [Test]
    [Property("Requirement", "DISC-15")]
    public async Task Discover_PlainHttpPeer_IsRefusedByDefault()
    {
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var client = new ClientUnderTest(peer, configureHttp: o => o.AllowHttp = false);

        var result = await client.Client.DiscoverAsync(peer.Host);

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
        Assert.That(peer.Requests, Is.Empty);
    }

    [Test]
    [Property("Requirement", "DISC-15")]
    public async Task Discover_PlainHttpPeerWhereAllowed_IsAskedAfterHttpsAndNotSilently()
    {
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var client = new ClientUnderTest(peer);

        var result = await client.Client.DiscoverAsync(peer.Host);

        Assert.That(result.Value!.EndPoint.Scheme, Is.EqualTo("http"));
        Assert.That(client.Log.Entries.Single(e => e.Id.Id == 1100).Level, Is.EqualTo(LogLevel.Warning));
    }

    [Test]
    [Property("Requirement", "DISC-15")]
    public async Task Discover_HttpsPeerThatFailsWhereHttpIsAllowed_IsNotAskedOverHttp()
    {
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer, configureHttp: o => o.AllowHttp = true);
        peer.Answer(Path, FakePeerAnswer.Status(404));

        await client.Client.DiscoverAsync(peer.Host);

        Assert.That(peer.Requests.Select(r => r.TargetUri), Is.EqualTo(new[] { $"{peer.Origin}{Path}" }));
        Assert.That(client.Log.Entries.Count(e => e.Id.Id == 1100), Is.Zero);
    }

    [Test]
    [Property("Requirement", "DISC-16")]
    public async Task Discover_RefusedByAPolicy_SendsNothing()
    {
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer, register: s =>
        {
            s.AddScoped<ITrustPolicy>(_ => new FixedPolicy(TrustVerdict.Trusted("Anybody.")));
            s.AddScoped<ITrustPolicy>(_ => new FixedPolicy(TrustVerdict.Refused("It is on the denylist.")));
        });

        var result = await client.Client.DiscoverAsync(peer.Host);

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(result.Failure.Message, Does.Contain("It is on the denylist."));
        Assert.That(peer.Requests, Is.Empty);
        Assert.That(client.Names.Lookups, Is.Zero);
    }

    [Test]
    [Property("Requirement", "DISC-16")]
    public async Task Discover_RefusedAfterItWasCached_IsRefused()
    {
        var policy = new FixedPolicy(TrustVerdict.Trusted("Anybody."));
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer, register: s => s.AddSingleton<ITrustPolicy>(policy));
        var before = await client.Client.DiscoverAsync(peer.Host);

        policy.Verdict = TrustVerdict.Refused("Not any more.");
        var after = await client.Client.DiscoverAsync(peer.Host);

        Assert.That(before.IsSuccess, Is.True);
        Assert.That(after.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
    }

    [Test]
    public async Task Discover_AddressOfThisMachine_IsBlockedByDefault()
    {
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest();

        var result = await client.Client.DiscoverAsync(peer.Host);

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(peer.Requests, Is.Empty);
    }

    [Test]
    public async Task Discover_StrangersBeyondTheLimit_AreRefusedWithoutARequest()
    {
        var open = new TaskCompletionSource();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { HostName = "*.peers.test" });
        await using var client = new ClientUnderTest(peer, o =>
        {
            o.Lookups.MaxConcurrent = 1;
            o.Lookups.MaxWaiting = 0;
        });
        peer.Answer(Path, _ =>
        {
            arrived.TrySetResult();
            return FakePeerAnswer.Status(404) with { Gate = open.Task };
        });
        var first = client.Client.DiscoverAsync(peer.HostOf("a")).AsTask();
        await arrived.Task;

        var second = await client.Client.DiscoverAsync(peer.HostOf("b"));
        open.SetResult();
        await first;
        peer.Reset(Path);
        var third = await client.Client.DiscoverAsync(peer.HostOf("b"));

        Assert.That(second.Failure!.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
        Assert.That(third.IsSuccess, Is.True);
    }

    [Test]
    public async Task Discover_Failure_IsLoggedWithoutThePeersWords()
    {
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer);
        peer.Answer(Path, FakePeerAnswer.Json("""{"enabled":true,"apiVersion":"1","endPoint":"https://injected.example/\\nline","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{}}]}"""));

        await client.Client.DiscoverAsync(peer.Host);

        Assert.That(client.Log.Entries.Select(e => e.Id.Id), Does.Contain(1101));
        Assert.That(client.Log.Entries.Select(e => e.Text), Has.None.Contains("injected"));
    }

    private static async Task<OcmFailure> FailAsync(FakePeerAnswer answer)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var client = new ClientUnderTest(peer);
        peer.Answer(Path, answer);
        var result = await client.Get<IServerDiscovery>().DiscoverAsync(peer.Host);
        return result.Failure!;
    }

    private sealed class FixedPolicy(TrustVerdict verdict) : ITrustPolicy
    {
        public TrustVerdict Verdict { get; set; } = verdict;

        public ValueTask<TrustVerdict> EvaluateAsync(TrustQuestion question, CancellationToken cancellationToken = default)
        {
            Assert.That(question.Gesture, Is.EqualTo(TrustGesture.Contact));
            return ValueTask.FromResult(Verdict);
        }
    }
}
