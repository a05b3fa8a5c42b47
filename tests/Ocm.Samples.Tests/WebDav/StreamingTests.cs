using System.Net;
using System.Security.Cryptography;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>Large files. Alone, because it looks at the memory of the whole process.</summary>
[NonParallelizable]
internal sealed class StreamingTests : DavFixture
{
    private const long Length = 128L * 1024 * 1024;

    [Test]
    public async Task PutGetCopy_LargeFile_StreamsInBoundedMemory()
    {
        using var watch = new MemoryWatch();
        using var put = await Server.SendAsync("PUT", "/dav/large.bin", new StreamContent(new PatternStream(Length), 64 * 1024));
        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await Server.StatusAsync("COPY", "/dav/large.bin", null, ("Destination", "/dav/copy.bin")), Is.EqualTo(HttpStatusCode.Created));
        using var get = await Server.SendAsync("GET", "/dav/copy.bin");
        Assert.That(get.Content.Headers.ContentLength, Is.EqualTo(Length));
        var hash = await SHA256.HashDataAsync(await get.Content.ReadAsStreamAsync());
        var growth = watch.PeakGrowth();
        TestContext.Out.WriteLine($"managed memory grew by at most {growth / 1024 / 1024} MiB");

        Assert.That(hash, Is.EqualTo(await SHA256.HashDataAsync(new PatternStream(Length))));
        Assert.That(growth, Is.LessThan(32 * 1024 * 1024));
        Assert.That(Server.Folder.All().Where(path => TemporaryName.Is(Path.GetFileName(path))), Is.Empty);
    }

    /// <summary>Bytes that depend on their place, made on the fly.</summary>
    private sealed class PatternStream(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = (int)Math.Min(buffer.Length, length - _position);
            for (var i = 0; i < read; i++)
            {
                var place = _position + i;
                buffer[i] = (byte)(place ^ (place >> 8) ^ (place >> 16));
            }

            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Looks at the managed heap every few milliseconds.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private readonly Timer _timer;
        private long _peak;

        public MemoryWatch()
        {
            _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
        }

        public long PeakGrowth()
        {
            Look();
            return Interlocked.Read(ref _peak) - _before;
        }

        public void Dispose() => _timer.Dispose();

        private void Look()
        {
            var now = GC.GetTotalMemory(forceFullCollection: false);
            long peak;
            while (now > (peak = Interlocked.Read(ref _peak)) && Interlocked.CompareExchange(ref _peak, now, peak) != peak)
            {
            }
        }
    }
}
