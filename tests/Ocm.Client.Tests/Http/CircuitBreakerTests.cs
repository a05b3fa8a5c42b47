using System.Net;
using Microsoft.Extensions.Logging;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class CircuitBreakerTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Send_ServerFailsRepeatedly_CallsArePausedThenProbedThenGoOn()
    {
        var clock = new ManualClock();
        var status = 503;
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref status);
            return Task.CompletedTask;
        });
        await using var caller = new Caller(NoRetries, clock);

        for (var i = 0; i < 5; i++)
        {
            Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(503));
        }

        clock.Advance(TimeSpan.FromSeconds(10));
        var paused = await caller.GetAsync(peer.Url());
        Assert.That(paused.Failure?.ToString(), Is.EqualTo("Unavailable: The other server failed repeatedly; calls to it are paused."));
        Assert.That((paused.Failure.RetryAfter, peer.Requests), Is.EqualTo((TimeSpan.FromSeconds(20), 5)));

        // One probe, which fails: paused again.
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(503));
        Assert.That((await caller.GetAsync(peer.Url())).Failure?.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
        Assert.That(peer.Requests, Is.EqualTo(6));

        // One probe, which succeeds: all go on.
        Volatile.Write(ref status, 200);
        clock.Advance(Break);
        Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(200));
        Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(200));
        Assert.That(peer.Requests, Is.EqualTo(8));
        Assert.That(caller.Log.Entries.Select(e => (e.Id.Id, e.Level)), Has.Exactly(2).EqualTo((1002, LogLevel.Warning)));
        Assert.That(caller.Log.Entries.Select(e => e.Id.Id), Has.Exactly(1).EqualTo(1003));
    }

    [TestCase(400)]
    [TestCase(404)]
    [TestCase(429)]
    [TestCase(501)]
    [TestCase(507)]
    public async Task Send_ServerRefuses_CallsGoOn(int status)
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var caller = new Caller(NoRetries);

        for (var i = 0; i < 12; i++)
        {
            Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(status));
        }
    }

    [Test]
    public async Task Send_ServerIsGone_CallsArePaused()
    {
        await using var caller = new Caller(NoRetries);
        caller.Names["gone.test"] = [IPAddress.Loopback];

        var kinds = new List<OcmFailureKind?>();
        for (var i = 0; i < 6; i++)
        {
            kinds.Add((await caller.GetAsync(new Uri("http://gone.test:1024/"))).Failure?.Kind);
        }

        Assert.That(kinds.Take(5), Is.All.EqualTo(OcmFailureKind.Unreachable));
        Assert.That(kinds[5], Is.EqualTo(OcmFailureKind.Unavailable));
    }

    [Test]
    public async Task Send_OneServerIsPaused_OthersAndItsOtherPortsAreNot()
    {
        await using var dead = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using var alive = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller(NoRetries);

        for (var i = 0; i < 6; i++)
        {
            await caller.GetAsync(dead.Url());
        }

        Assert.That((await caller.GetAsync(dead.Url())).Failure?.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
        Assert.That((await caller.GetAsync(alive.Url())).Value?.StatusCode, Is.EqualTo(200));
        Assert.That((await caller.GetAsync(dead.Url(host: "other.test"))).Value?.StatusCode, Is.EqualTo(500));
    }

    [Test]
    [Property("Requirement", "TOK-10")]
    public async Task Send_TokenEndpointFails_OnlyTokenRequestsArePaused()
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/token" ? 500 : 200;
            return Task.CompletedTask;
        });
        await using var caller = new Caller(NoRetries);
        async Task<OcmResult<PeerResponse>> ExchangeAsync() => await caller.SendAsync(new PeerRequest { Purpose = PeerCall.Token, Method = HttpMethod.Post, Uri = peer.Url("/token"), Body = new byte[1] });

        for (var i = 0; i < 6; i++)
        {
            await ExchangeAsync();
            Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(200));
        }

        Assert.That((await ExchangeAsync()).Failure?.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
        Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(200));
        Assert.That(caller.Log.Entries.Single(entry => entry.Id.Id == 1002).Text, Does.StartWith("Token requests to "));
    }

    [Test]
    public async Task Send_ProbeIsCancelledByCaller_StaysPaused()
    {
        var clock = new ManualClock();
        var arrived = new TaskCompletionSource();
        var hang = false;
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.StatusCode = 503;
            if (Volatile.Read(ref hang))
            {
                arrived.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }
        });
        await using var caller = new Caller(NoRetries, clock);
        for (var i = 0; i < 5; i++)
        {
            await caller.GetAsync(peer.Url());
        }

        clock.Advance(Break);
        Volatile.Write(ref hang, true);
        using var cancel = new CancellationTokenSource();
        var probe = caller.SendAsync(Caller.Get(peer.Url()), cancel.Token);
        await arrived.Task;
        await cancel.CancelAsync();
        await Assert.ThatAsync(() => probe, Throws.InstanceOf<OperationCanceledException>());
        Volatile.Write(ref hang, false);

        Assert.That((await caller.GetAsync(peer.Url())).Failure?.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
    }

    [Test]
    public async Task Send_CircuitOpensDuringRepetitions_GivesTheServersOwnAnswer()
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = 502;
            return Task.CompletedTask;
        });
        await using var caller = new Caller(o =>
        {
            o.CircuitBreaker.MinimumThroughput = 2;
            o.MaxRetries = 5;
        });

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Value?.StatusCode, peer.Requests), Is.EqualTo((502, 2)));
    }

    [Test]
    public async Task SendStreaming_CircuitOpensDuringRepetitions_IsUnavailable()
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = 502;
            return Task.CompletedTask;
        });
        await using var caller = new Caller(o =>
        {
            o.CircuitBreaker.MinimumThroughput = 2;
            o.MaxRetries = 5;
        });

        var result = await caller.Client.SendStreamingAsync(Caller.Get(peer.Url()), CancellationToken.None);

        Assert.That((result.Failure?.Kind, peer.Requests), Is.EqualTo((OcmFailureKind.Unavailable, 2)));
    }

    [Test]
    public async Task SendStreaming_ServerFailsRepeatedly_CallsArePaused()
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var caller = new Caller(NoRetries);

        for (var i = 0; i < 5; i++)
        {
            using var answer = (await caller.Client.SendStreamingAsync(Caller.Get(peer.Url()), CancellationToken.None)).Value;
            Assert.That(answer?.StatusCode, Is.EqualTo(503));
        }

        var paused = await caller.Client.SendStreamingAsync(Caller.Get(peer.Url()), CancellationToken.None);
        Assert.That(paused.Failure?.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
    }

    private static void NoRetries(OcmHttpOptions options) => options.MaxRetries = 0;
}
