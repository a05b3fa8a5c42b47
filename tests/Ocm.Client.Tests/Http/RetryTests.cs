using Microsoft.AspNetCore.Http;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class RetryTests
{
    [TestCase(408)]
    [TestCase(425)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task Send_TransientStatusThenSuccess_IsRepeatedAndPreparedAnew(int status)
    {
        await using var peer = await StartAsync(status, failures: 2);
        await using var caller = new Caller();
        var signatures = 0;
        var request = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Post,
            Uri = peer.Url(),
            Body = "{}"u8.ToArray(),
            IsRepeatable = true,
            Prepare = (message, _) =>
            {
                message.Headers.Add("X-Signature", (++signatures).ToString());
                return ValueTask.CompletedTask;
            },
        };

        var result = await caller.SendAsync(request);

        Assert.That((result.Value?.StatusCode, Caller.Text(result.Value!)), Is.EqualTo((200, "3")));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    [TestCase(501)]
    [TestCase(507)]
    public async Task Send_FinalStatus_IsNotRepeated(int status)
    {
        await using var peer = await StartAsync(status, failures: 9);
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Value?.StatusCode, peer.Requests), Is.EqualTo((status, 1)));
    }

    [Test]
    public async Task Send_PostThatIsNotRepeatable_IsSentOnce()
    {
        await using var peer = await StartAsync(503, failures: 9);
        await using var caller = new Caller();

        var result = await caller.SendAsync(Caller.Post(peer.Url()));

        Assert.That((result.Value?.StatusCode, peer.Requests), Is.EqualTo((503, 1)));
    }

    [Test]
    public async Task Send_PostWhoseConnectionBreaks_IsSentOnce()
    {
        await using var peer = RawPeer.Answering(string.Empty);
        await using var caller = new Caller();

        var result = await caller.SendAsync(Caller.Post(peer.Url()));

        Assert.That((result.Failure?.Kind, peer.Connections), Is.EqualTo((OcmFailureKind.Unreachable, 1)));
    }

    [Test]
    public async Task Send_GetWhoseConnectionBreaks_IsRepeatedAsOftenAsAllowed()
    {
        await using var peer = RawPeer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
        await using var caller = new Caller(o => o.MaxRetries = 3);

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Failure?.Kind, peer.Connections), Is.EqualTo((OcmFailureKind.Unreachable, 4)));
    }

    [Test]
    public async Task Send_StillTransientAtTheEnd_GivesLastAnswer()
    {
        await using var peer = await StartAsync(503, failures: 9);
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Value?.StatusCode, peer.Requests), Is.EqualTo((503, 3)));
    }

    [Test]
    public async Task Send_NoRetries_IsSentOnce()
    {
        await using var peer = await StartAsync(503, failures: 9);
        await using var caller = new Caller(o => o.MaxRetries = 0);

        await caller.GetAsync(peer.Url());

        Assert.That(peer.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task Send_RetryAfterWithinLimit_IsWaitedFor([Values] bool asDate)
    {
        var clock = new ManualClock();
        var retryAfter = asDate ? (clock.GetUtcNow() + TimeSpan.FromSeconds(7)).ToString("R") : "7";
        await using var peer = await StartAsync(503, failures: 1, retryAfter);
        await using var caller = new Caller(timeProvider: clock);

        var call = caller.GetAsync(peer.Url());
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(7));
        clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.That(peer.Requests, Is.EqualTo(1));
        clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.That(((await call).Value?.StatusCode, peer.Requests), Is.EqualTo((200, 2)));
    }

    [TestCase(429)]
    [TestCase(503)]
    public async Task Send_RetryAfterOverLimit_IsGivenToCallerAtOnce(int status)
    {
        await using var peer = await StartAsync(status, failures: 9, "120");
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Value?.StatusCode, peer.Requests), Is.EqualTo((status, 1)));
        Assert.That(PeerErrors.ToFailure(result.Value!).RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(2)));
    }

    [Test]
    public async Task Send_RetryAfterBeyondTimeLeft_IsGivenToCallerAtOnce()
    {
        await using var peer = await StartAsync(503, failures: 9, "8");
        await using var caller = new Caller(o => o.CallTimeout = TimeSpan.FromSeconds(5));

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Value?.StatusCode, peer.Requests), Is.EqualTo((503, 1)));
    }

    [TestCase("-5")]
    [TestCase("soon")]
    [TestCase("99999999999999999999")]
    [TestCase("Tue, 01 Sep 1970 10:00:00 GMT")]
    public async Task Send_OddRetryAfter_DoesNoHarm(string retryAfter)
    {
        await using var peer = await StartAsync(503, failures: 1, retryAfter);
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Value?.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Send_CallerCancelsDuringPause_ThrowsCancellation()
    {
        var clock = new ManualClock();
        await using var peer = await StartAsync(503, failures: 9, "9");
        await using var caller = new Caller(timeProvider: clock);
        using var cancel = new CancellationTokenSource();

        var call = caller.SendAsync(Caller.Get(peer.Url()), cancel.Token);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(9));
        await cancel.CancelAsync();

        await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(peer.Requests, Is.EqualTo(1));
    }

    private static Task<HttpPeer> StartAsync(int status, int failures, string? retryAfter = null)
    {
        var left = failures;
        return HttpPeer.StartAsync(async context =>
        {
            if (Interlocked.Decrement(ref left) >= 0)
            {
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = retryAfter;
            }

            await context.Response.WriteAsync(context.Request.Headers["X-Signature"].ToString());
        });
    }
}
