using System.Text;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class StreamingTests
{
    [Test]
    public async Task SendStreaming_LargeFile_IsReadAsItComes()
    {
        const int Length = 3_000_000;
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            Assert.That(context.Request.Headers.AcceptEncoding.ToString(), Is.EqualTo("identity"));
            context.Response.ContentLength = Length;
            await context.Response.Body.WriteAsync(new byte[Length]);
        });
        await using var caller = new Caller();

        using var answer = (await StreamAsync(caller, peer.Url())).Value!;
        using var copy = new MemoryStream();
        await using (var body = await answer.OpenAsync(CancellationToken.None))
        {
            await body.CopyToAsync(copy);
        }

        Assert.That((answer.StatusCode, answer.ContentHeaders.ContentLength, copy.Length), Is.EqualTo((200, Length, Length)));
    }

    [Test]
    public async Task SendStreaming_CompressedAlthoughIdentityWasAsked_IsInvalidResponse()
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.WriteAsync("packed");
        });
        await using var caller = new Caller();

        Assert.That((await StreamAsync(caller, peer.Url())).Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [Test]
    public async Task Read_ServerFallsSilent_ThrowsTimeoutOfOurs()
    {
        var clock = new ManualClock();
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("beginning");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var caller = new Caller(o => o.IdleReadTimeout = TimeSpan.FromSeconds(12), clock);

        using var answer = (await StreamAsync(caller, peer.Url())).Value!;
        await using var body = await answer.OpenAsync(CancellationToken.None);
        var buffer = new byte[9];
        await body.ReadExactlyAsync(buffer);
        var reading = body.ReadAsync(buffer).AsTask();
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(12));
        clock.Advance(TimeSpan.FromSeconds(12));

        var thrown = await Assert.CatchAsync<OcmStreamException>(() => reading);
        Assert.That(thrown!.Failure.Kind, Is.EqualTo(OcmFailureKind.Timeout));
        Assert.That(thrown.InnerException, Is.Null);
    }

    [Test]
    public async Task Read_SlowButSteady_IsNotEndedByCallTimeout()
    {
        var clock = new ManualClock();
        var next = new SemaphoreSlim(0);
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            for (var i = 0; i < 10; i++)
            {
                await context.Response.WriteAsync("x");
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(context.RequestAborted);
            }
        });
        await using var caller = new Caller(timeProvider: clock);

        using var answer = (await StreamAsync(caller, peer.Url())).Value!;
        await using var body = await answer.OpenAsync(CancellationToken.None);
        var read = 0;
        var buffer = new byte[1];
        while (await body.ReadAsync(buffer) > 0)
        {
            read++;
            clock.Advance(TimeSpan.FromSeconds(25));
            next.Release();
        }

        Assert.That(read, Is.EqualTo(10));
    }

    [Test]
    public async Task Read_OverTheCallsLimit_ThrowsInvalidResponse()
    {
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync(new string('x', 5000)));
        await using var caller = new Caller();
        var request = new PeerRequest { Purpose = PeerCall.Resource, Method = HttpMethod.Get, Uri = peer.Url(), MaxResponseBytes = 4096 };

        using var answer = (await caller.Client.SendStreamingAsync(request, CancellationToken.None)).Value!;
        await using var body = await answer.OpenAsync(CancellationToken.None);

        var thrown = await Assert.CatchAsync<OcmStreamException>(() => body.CopyToAsync(Stream.Null));
        Assert.That(thrown!.Failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [Test]
    public async Task Read_ConnectionEndsEarly_ThrowsUnreachable()
    {
        await using var peer = RawPeer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
        await using var caller = new Caller();

        using var answer = (await StreamAsync(caller, peer.Url())).Value!;
        await using var body = await answer.OpenAsync(CancellationToken.None);

        var thrown = await Assert.CatchAsync<OcmStreamException>(() => body.CopyToAsync(Stream.Null));
        Assert.That(thrown!.Failure.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
    }

    [Test]
    public async Task Read_CallerCancels_ThrowsCancellation()
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var caller = new Caller();
        using var cancel = new CancellationTokenSource();

        using var answer = (await StreamAsync(caller, peer.Url())).Value!;
        await using var body = await answer.OpenAsync(CancellationToken.None);
        var reading = body.ReadAsync(new byte[1], cancel.Token).AsTask();
        await cancel.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => reading);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    [Test]
    public async Task Buffer_ListingOrError_IsReadWithinLimit()
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.StatusCode = context.Request.Path == "/no" ? 404 : 207;
            await context.Response.WriteAsync("0123456789");
        });
        await using var caller = new Caller();

        using var listing = (await StreamAsync(caller, peer.Url())).Value!;
        using var tooLong = (await StreamAsync(caller, peer.Url())).Value!;
        using var error = (await StreamAsync(caller, peer.Url("/no"))).Value!;

        Assert.That((await listing.BufferAsync(10, CancellationToken.None)).Value?.Body.Length, Is.EqualTo(10));
        Assert.That((await tooLong.BufferAsync(9, CancellationToken.None)).Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(PeerErrors.ToFailure((await error.BufferAsync(9, CancellationToken.None)).Value!).PeerMessage, Is.EqualTo("012345678"));
    }

    [Test]
    public async Task SendStreaming_Upload_IsBoundedBySilenceNotByLength()
    {
        var clock = new ManualClock();
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            using var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy);
            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.ContentType} {copy.Length}");
        });
        await using var caller = new Caller(timeProvider: clock);
        var request = new PeerRequest
        {
            Purpose = PeerCall.Resource,
            Method = HttpMethod.Put,
            Uri = peer.Url(),
            ContentType = "text/plain",
            CreateContent = () => new SlowContent(pieces: 20, () => clock.Advance(TimeSpan.FromSeconds(20))),
        };

        using var answer = (await caller.Client.SendStreamingAsync(request, CancellationToken.None)).Value!;
        var body = await answer.BufferAsync(1000, CancellationToken.None);

        Assert.That(Caller.Text(body.Value!), Is.EqualTo("PUT text/plain 20000"));
    }

    [Test]
    public async Task SendStreaming_UploadSourceFails_ItsExceptionReachesCaller()
    {
        await using var peer = await HttpPeer.StartAsync(c => c.Request.Body.CopyToAsync(Stream.Null));
        await using var caller = new Caller();
        var request = new PeerRequest
        {
            Purpose = PeerCall.Resource,
            Method = HttpMethod.Put,
            Uri = peer.Url(),
            CreateContent = () => new SlowContent(pieces: 20, () => throw new IOException("the disk is on fire")),
        };

        await Assert.ThatAsync(
            async () => await caller.Client.SendStreamingAsync(request, CancellationToken.None),
            Throws.TypeOf<IOException>().With.Message.EqualTo("the disk is on fire"));
    }

    [Test]
    public async Task SendStreaming_Read_IsRepeatedOnTransientStatus()
    {
        var left = 2;
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.StatusCode = Interlocked.Decrement(ref left) >= 0 ? 503 : 200;
            await context.Response.WriteAsync("body");
        });
        await using var caller = new Caller(o =>
        {
            o.MaxConcurrentStreamsPerServer = 1;
            o.MaxQueuedCallsPerServer = 0;
        });

        using var answer = (await StreamAsync(caller, peer.Url())).Value;

        Assert.That((answer?.StatusCode, peer.Requests), Is.EqualTo((200, 3)));
    }

    private static async Task<OcmResult<PeerStreamingResponse>> StreamAsync(Caller caller, Uri uri) =>
        await caller.Client.SendStreamingAsync(
            new PeerRequest { Purpose = PeerCall.Resource, Method = HttpMethod.Get, Uri = uri }, CancellationToken.None);

    private sealed class SlowContent(int pieces, Action between) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            for (var i = 0; i < pieces; i++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 1000)));
                await stream.FlushAsync();
                between();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
