using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class ConcurrencyTests
{
    [Test]
    public async Task Send_OneServerHangs_OthersAnswer()
    {
        var hung = new SemaphoreSlim(0);
        await using var slow = await HttpPeer.StartAsync(context => HangAsync(context, hung));
        await using var quick = await HttpPeer.StartAsync(c => c.Response.WriteAsync("quick"));
        await using var caller = new Caller(Small);
        using var stop = new CancellationTokenSource();

        var hanging = Enumerable.Range(0, 5).Select(_ => caller.SendAsync(Caller.Get(slow.Url()), stop.Token)).ToArray();
        await hung.WaitAsync();
        await hung.WaitAsync();
        var full = await caller.GetAsync(slow.Url());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CallUntilThroughAsync(caller, quick)));
        await stop.CancelAsync();

        Assert.That(full.Failure?.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
        Assert.That(full.Failure.Message, Does.Contain("MaxQueuedCallsPerServer"));
        Assert.That(answers, Is.All.EqualTo("quick"));
        Assert.That(slow.Requests, Is.EqualTo(2));
        foreach (var call in hanging)
        {
            await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
        }
    }

    [Test]
    public async Task Send_MoreCallsThanPlaces_NeverMoreAtATimeAndAllGetThrough()
    {
        var (now, most) = (0, 0);
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            await context.Response.WriteAsync("done");
        });
        await using var caller = new Caller(o =>
        {
            o.MaxConcurrentCallsPerServer = 3;
            o.MaxQueuedCallsPerServer = 100;
        });

        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => caller.GetAsync(peer.Url())));

        Assert.That(results.Select(r => r.Value?.StatusCode), Is.All.EqualTo(200));
        Assert.That(most, Is.InRange(1, 3));
    }

    [Test]
    public async Task Send_TimeIsOverInQueue_IsUnavailable()
    {
        var clock = new ManualClock();
        var hung = new SemaphoreSlim(0);
        await using var peer = await HttpPeer.StartAsync(context => HangAsync(context, hung));
        await using var caller = new Caller(
            o =>
            {
                o.MaxConcurrentCallsPerServer = 1;
                o.MaxRetries = 0;
            },
            clock);

        var first = caller.SendAsync(new PeerRequest { Purpose = PeerCall.Api, Method = HttpMethod.Get, Uri = peer.Url(), Timeout = TimeSpan.FromMinutes(5) });
        await hung.WaitAsync();
        var second = caller.GetAsync(peer.Url());
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.That((await second).Failure?.ToString(), Is.EqualTo("Unavailable: Earlier calls to the other server did not end in time for this one."));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.That((await first).Failure?.Kind, Is.EqualTo(OcmFailureKind.Timeout));
    }

    [Test]
    public async Task Send_DownloadsHoldAllTheirPlaces_CallsGoOn()
    {
        var hung = new SemaphoreSlim(0);
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            if (context.Request.Path == "/file")
            {
                await context.Response.WriteAsync("beginning");
                await context.Response.Body.FlushAsync();
                await HangAsync(context, hung);
            }
        });
        await using var caller = new Caller(o =>
        {
            o.MaxConcurrentStreamsPerServer = 2;
            o.MaxQueuedCallsPerServer = 0;
        });

        using var one = (await caller.Client.SendStreamingAsync(Caller.Get(peer.Url("/file")), CancellationToken.None)).Value;
        var two = (await caller.Client.SendStreamingAsync(Caller.Get(peer.Url("/file")), CancellationToken.None)).Value!;
        var three = await caller.Client.SendStreamingAsync(Caller.Get(peer.Url("/file")), CancellationToken.None);
        var call = await caller.GetAsync(peer.Url());
        two.Dispose();
        two.Dispose();
        using var four = (await caller.Client.SendStreamingAsync(Caller.Get(peer.Url("/file")), CancellationToken.None)).Value;
        var five = await caller.Client.SendStreamingAsync(Caller.Get(peer.Url("/file")), CancellationToken.None);

        Assert.That(three.Failure?.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
        Assert.That(call.Value?.StatusCode, Is.EqualTo(200));
        Assert.That(four?.StatusCode, Is.EqualTo(200));
        Assert.That(five.Failure?.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
    }

    [Test]
    public async Task Send_MoreServersInUseThanTracked_IsUnavailable()
    {
        var hung = new SemaphoreSlim(0);
        await using var peer = await HttpPeer.StartAsync(context => HangAsync(context, hung));
        await using var caller = new Caller(o => o.MaxTrackedServers = 1);
        using var stop = new CancellationTokenSource();

        var first = caller.SendAsync(Caller.Get(peer.Url(host: "a.test")), stop.Token);
        await hung.WaitAsync();
        var second = await caller.GetAsync(peer.Url(host: "b.test"));
        await stop.CancelAsync();

        Assert.That(second.Failure?.Message, Does.Contain("MaxTrackedServers"));
        await Assert.ThatAsync(() => first, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Rent_ManyServersPassThrough_NoMoreThanTheLimitAreKept()
    {
        var options = new OcmHttpOptions { MaxTrackedServers = 1000 };
        var gates = Gates(options);

        for (var i = 0; i < 20_000; i++)
        {
            gates.Return(gates.Rent(OcmHost.Parse($"host-{i}.example"))!);
            if (gates.Count > 1000)
            {
                Assert.Fail($"{gates.Count} servers after {i}");
            }
        }

        Assert.That(gates.Count, Is.InRange(800, 1000));
    }

    [Test]
    public void Rent_SameServerWhileInUse_IsTheSameGateAndSurvivesEviction()
    {
        var gates = Gates(new OcmHttpOptions { MaxTrackedServers = 8 });
        var host = OcmHost.Parse("kept.example");
        var kept = gates.Rent(host);

        for (var i = 0; i < 100; i++)
        {
            gates.Return(gates.Rent(OcmHost.Parse($"host-{i}.example"))!);
        }

        Assert.That(gates.Rent(host), Is.SameAs(kept));
    }

    [Test]
    public async Task Rent_FromManyThreads_CountStaysExact()
    {
        var gates = Gates(new OcmHttpOptions { MaxTrackedServers = 50 });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 3_000; i++)
            {
                if (gates.Rent(OcmHost.Parse($"host-{(i * (t + 1)) % 300}.example")) is { } gate)
                {
                    gates.Return(gate);
                }
            }
        })));

        // Whatever was evicted meanwhile: as many can be in use now as the limit says, and not one more.
        var rented = Enumerable.Range(0, 50).Select(i => gates.Rent(OcmHost.Parse($"new-{i}.example"))).ToArray();
        Assert.That(rented, Is.All.Not.Null);
        Assert.That(gates.Rent(OcmHost.Parse("one-more.example")), Is.Null);
        Assert.That(gates.Count, Is.EqualTo(50));
    }

    [Test]
    public async Task Send_CallsThatFailCancelOrThrow_GiveTheirPlacesBack()
    {
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller(o =>
        {
            o.MaxConcurrentCallsPerServer = 1;
            o.MaxQueuedCallsPerServer = 0;
            o.CircuitBreaker.FailureRatio = 1;
        });
        using var stop = new CancellationTokenSource();
        var gone = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Post,
            Uri = peer.Url(),
            Prepare = async (_, _) =>
            {
                await stop.CancelAsync();
                throw new OperationCanceledException(stop.Token);
            },
        };
        var broken = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Post,
            Uri = peer.Url(),
            Prepare = (_, _) => throw new InvalidOperationException("no key"),
        };

        await Assert.ThatAsync(() => caller.SendAsync(gone, stop.Token), Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => caller.SendAsync(broken), Throws.InvalidOperationException);
        caller.Names["peer.test"] = [];
        await caller.SendAsync(Caller.Post(peer.Url()));
        caller.Names["peer.test"] = [System.Net.IPAddress.Loopback];

        Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(200));
    }

    private static void Small(OcmHttpOptions options)
    {
        options.MaxConcurrentCallsPerServer = 2;
        options.MaxQueuedCallsPerServer = 3;
    }

    private static PeerGates Gates(OcmHttpOptions options) => new(options, TimeProvider.System, new PeerLog(NullLogger<PeerLog>.Instance));

    // The quick server has small queues as well.
    private static async Task<string> CallUntilThroughAsync(Caller caller, HttpPeer peer)
    {
        while (true)
        {
            var result = await caller.GetAsync(peer.Url());
            if (result.TryGetValue(out var answer, out var failure))
            {
                return Caller.Text(answer);
            }

            Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
            await Task.Yield();
        }
    }

    private static async Task HangAsync(HttpContext context, SemaphoreSlim hung)
    {
        hung.Release();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var old && old == seen ? value : old;
        }
    }
}
