using System.Net;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Send_NoAnswer_TimesOut()
    {
        var clock = new ManualClock();
        var arrived = new TaskCompletionSource();
        await using var peer = await HttpPeer.StartAsync(context => HangAsync(context, arrived));
        await using var caller = new Caller(timeProvider: clock);

        var call = caller.GetAsync(peer.Url());
        await arrived.Task;
        clock.Advance(Limit);

        Assert.That((await call).Failure?.ToString(), Is.EqualTo("Timeout: The other server did not answer in time."));
    }

    [Test]
    public async Task Send_BodyStalls_TimesOut()
    {
        var clock = new ManualClock();
        var arrived = new TaskCompletionSource();
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("beginning");
            await context.Response.Body.FlushAsync();
            await HangAsync(context, arrived);
        });
        await using var caller = new Caller(timeProvider: clock);

        var call = caller.GetAsync(peer.Url());
        await arrived.Task;
        clock.Advance(Limit);

        var failure = (await call).Failure;
        Assert.That(failure?.Kind, Is.EqualTo(OcmFailureKind.Timeout));
    }

    [Test]
    public async Task Send_OneByteAtATime_IsBoundedAsAWhole()
    {
        var clock = new ManualClock();
        var step = new SemaphoreSlim(0);
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            while (true)
            {
                await context.Response.WriteAsync("x", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                step.Release();
                await clock.WaitForTimerAsync(Limit);
                clock.Advance(TimeSpan.FromSeconds(5));
            }
        });
        await using var caller = new Caller(timeProvider: clock);

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Timeout));
    }

    [Test]
    public async Task Send_CallSaysTimeout_GoesBeforeOption()
    {
        var clock = new ManualClock();
        var arrived = new TaskCompletionSource();
        await using var peer = await HttpPeer.StartAsync(context => HangAsync(context, arrived));
        await using var caller = new Caller(timeProvider: clock);

        var call = caller.SendAsync(new PeerRequest
        {
            Purpose = PeerCall.Discovery,
            Method = HttpMethod.Get,
            Uri = peer.Url(),
            Timeout = TimeSpan.FromSeconds(2),
        });
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.That((await call).Failure?.Kind, Is.EqualTo(OcmFailureKind.Timeout));
    }

    [Test]
    public async Task Send_ErrorWhoseBodyStalls_IsAnswerWithStatus()
    {
        var clock = new ManualClock();
        var arrived = new TaskCompletionSource();
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("beginning");
            await context.Response.Body.FlushAsync();
            await HangAsync(context, arrived);
        });
        await using var caller = new Caller(timeProvider: clock);

        var streamed = (await caller.Client.SendStreamingAsync(Caller.Get(peer.Url()), CancellationToken.None)).Value!;
        using (streamed)
        {
            var buffering = streamed.BufferAsync(1000, CancellationToken.None).AsTask();
            await arrived.Task;
            await clock.WaitForTimerAsync(Limit);
            clock.Advance(Limit);

            Assert.That((await buffering).Value?.StatusCode, Is.EqualTo(404));
        }
    }

    [Test]
    public async Task Send_ConnectionIsNotAccepted_TimesOutAfterConnectTimeout()
    {
        using var silent = new SilentHost(IPAddress.Loopback, 0);
        await using var caller = new Caller(o =>
        {
            o.ConnectTimeout = TimeSpan.FromMilliseconds(200);
            o.MaxRetries = 0;
        });

        var result = await caller.GetAsync(new Uri($"http://peer.test:{silent.Port}/"));

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Timeout));
    }

    private static async Task HangAsync(HttpContext context, TaskCompletionSource arrived)
    {
        arrived.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    }
}
