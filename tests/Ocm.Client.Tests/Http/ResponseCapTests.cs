using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

/// <summary>What a hostile or broken server may send, and how little of it is taken.</summary>
public sealed class ResponseCapTests
{
    [TestCase(4096, true, true)]
    [TestCase(4096, true, false)]
    [TestCase(4097, false, true)]
    [TestCase(4097, false, false)]
    public async Task Send_BodyAtLimit_IsTakenAndOneByteMoreIsNot(int length, bool isTaken, bool announced)
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.ContentLength = announced ? length : null;
            await context.Response.Body.WriteAsync(new byte[length]);
        });
        await using var caller = new Caller(o => o.MaxResponseBytes = 4096);

        var result = await caller.GetAsync(peer.Url());

        if (isTaken)
        {
            Assert.That(result.Value?.Body.Length, Is.EqualTo(length));
        }
        else
        {
            Assert.That(result.Failure?.ToString(), Is.EqualTo("InvalidResponse: The other server's answer is larger than 4096 bytes."));
            Assert.That(result.Failure.PeerStatus, Is.EqualTo(200));
        }
    }

    [Test]
    public async Task Send_CallSaysLimit_GoesBeforeOption()
    {
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync(new string('x', 300_000)));
        await using var caller = new Caller();
        var larger = new PeerRequest { Purpose = PeerCall.Directory, Method = HttpMethod.Get, Uri = peer.Url(), MaxResponseBytes = 1_000_000 };

        Assert.That((await caller.GetAsync(peer.Url())).Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That((await caller.SendAsync(larger)).Value?.Body.Length, Is.EqualTo(300_000));
    }

    [Test]
    public async Task Send_EndlessBody_EndsAtLimit()
    {
        long sent = 0;
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            var piece = new byte[8192];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                sent += piece.Length;
            }
        });
        await using var caller = new Caller(o => o.MaxResponseBytes = 64 * 1024);

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task Send_CompressedBody_IsDecompressedWithinLimit(string encoding)
    {
        await using var peer = await HttpPeer.StartAsync(c => WriteCompressedAsync(c, encoding, 100_000));
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Value?.Body.Length, Is.EqualTo(100_000));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task Send_CompressionBomb_EndsAtLimit(string encoding)
    {
        await using var peer = await HttpPeer.StartAsync(c => WriteCompressedAsync(c, encoding, 200_000_000));
        await using var caller = new Caller();
        var before = GC.GetTotalAllocatedBytes();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.Message, Does.Contain("larger than 262144 bytes"));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(100_000_000));
    }

    [TestCase("gzip, gzip")]
    [TestCase("deflate")]
    [TestCase("aes128gcm")]
    public async Task Send_EncodingThatWasNotAskedFor_IsInvalidResponse(string encoding)
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.WriteAsync(Gzip(Gzip(new byte[1_000])));
        });
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.ToString(), Is.EqualTo("InvalidResponse: The other server's answer has a content encoding that was not asked for."));
    }

    [Test]
    public async Task Send_BrokenCompression_IsInvalidResponse()
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.WriteAsync("this is not gzip");
        });
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.ToString(), Is.EqualTo("InvalidResponse: The other server's answer could not be decompressed."));
    }

    [Test]
    public async Task Send_LargeErrorBody_IsCutAndStatusDecides()
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync(new string('x', 1_000_000));
        });
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Value?.StatusCode, result.Value?.Body.Length), Is.EqualTo((403, 64 * 1024)));
    }

    [Test]
    public async Task Send_HugeHeaders_IsInvalidResponse()
    {
        await using var peer = RawPeer.Answering($"HTTP/1.1 200 OK\r\nX-Big: {new string('x', 100_000)}\r\nContent-Length: 0\r\n\r\n");
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(result.Failure.Message, Does.Contain("MaxResponseHeadersLength"));
    }

    [Test]
    public async Task Send_EndlessHeaders_IsInvalidResponse()
    {
        await using var peer = RawPeer.Start(async (stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), token);
            while (true)
            {
                await stream.WriteAsync("X-More: and more\r\n"u8.ToArray(), token);
            }
        });
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [TestCase("SSH-2.0-OpenSSH_9.2p1\r\n")]
    [TestCase("220 mail.example ESMTP\r\n")]
    [TestCase("HTTP/1.1 two hundred\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    public async Task Send_GarbageInsteadOfHttp_IsInvalidResponse(string answer)
    {
        await using var peer = RawPeer.Answering(answer);
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse), result.ToString());
        Assert.That(peer.Connections, Is.EqualTo(1));
    }

    [TestCase("")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Le")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nonly this")]
    public async Task Send_ConnectionEndsEarly_IsUnreachable(string answer)
    {
        await using var peer = RawPeer.Answering(answer);
        await using var caller = new Caller(o => o.MaxRetries = 0);

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.ToString(), Is.EqualTo("Unreachable: The connection to the other server broke before its answer was complete."));
    }

    [Test]
    public async Task Send_ConnectionReset_IsUnreachable([Values] bool inBody)
    {
        await using var peer = RawPeer.Start(async (stream, token) =>
        {
            if (inBody)
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12345"u8.ToArray(), token);
            }

            stream.Socket.LingerState = new System.Net.Sockets.LingerOption(enable: true, 0);
            stream.Socket.Close();
        });
        await using var caller = new Caller(o => o.MaxRetries = 0);

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
    }

    [Test]
    public async Task Send_LengthOverLimitAnnounced_IsRefusedWithoutReading()
    {
        await using var peer = RawPeer.Start(async (stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n"u8.ToArray(), token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That(result.Failure?.Message, Does.Contain("larger than 262144 bytes"));
    }

    [Test]
    public async Task Send_MoreThanAnnounced_IsCutAndConnectionIsNotUsedAgain()
    {
        await using var peer = RawPeer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        await using var caller = new Caller();

        var first = await caller.SendAsync(Caller.Post(peer.Url()));
        var second = await caller.SendAsync(Caller.Post(peer.Url()));

        Assert.That((Caller.Text(first.Value!), Caller.Text(second.Value!), peer.Connections), Is.EqualTo(("hello", "hello", 2)));
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    private static async Task WriteCompressedAsync(HttpContext context, string encoding, int length)
    {
        Assert.That(context.Request.Headers.AcceptEncoding.ToString(), Does.Contain(encoding));
        context.Response.Headers.ContentEncoding = encoding;
        Stream packer = encoding == "gzip"
            ? new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true)
            : new BrotliStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (packer)
        {
            var piece = Encoding.ASCII.GetBytes(new string('0', 100_000));
            for (var sent = 0; sent < length && !context.RequestAborted.IsCancellationRequested; sent += piece.Length)
            {
                await packer.WriteAsync(piece, context.RequestAborted);
            }
        }
    }
}
