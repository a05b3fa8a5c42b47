using System.Globalization;
using Ocm.Client.Access;

namespace Ocm.Client.Tests.Access;

/// <summary>Files far larger than the memory that their transfer may take. Alone in the process, so that the heap is theirs.</summary>
[NonParallelizable]
public sealed class LargeFileTests
{
    private const long Length = 256L * 1024 * 1024;
    private const long Allowed = 32L * 1024 * 1024;

    [Test]
    public async Task Read_256MiB_StreamsInBoundedMemory()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = async c =>
        {
            if (c.Request.Method != "GET")
            {
                return false;
            }

            c.Response.ContentLength = Length;
            await new GeneratedStream(Length).CopyToAsync(c.Response.Body, c.RequestAborted);
            return true;
        };
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));
        var heap = new HeapWatch();

        await using var content = (await resource.ReadAsync("large")).Must();
        var buffer = new byte[64 * 1024];
        var (position, wrong) = (0L, 0L);
        int read;
        while ((read = await content.Stream.ReadAsync(buffer)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                wrong += buffer[i] == GeneratedStream.At(position + i) ? 0 : 1;
            }

            position += read;
            heap.Look();
        }

        Assert.That((position, wrong), Is.EqualTo((Length, 0L)));
        heap.AssertGrewLessThan(Allowed);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Write_256MiB_StreamsInBoundedMemory(bool announcesLength)
    {
        await using var sender = await SendingServer.StartAsync();
        var heap = new HeapWatch();
        var (position, wrong) = (0L, 0L);
        sender.Dav = async c =>
        {
            if (c.Request.Method != "PUT")
            {
                return false;
            }

            c.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await c.Request.Body.ReadAsync(buffer)) > 0)
            {
                for (var i = 0; i < read; i++)
                {
                    wrong += buffer[i] == GeneratedStream.At(position + i) ? 0 : 1;
                }

                position += read;
                heap.Look();
            }

            c.Response.StatusCode = 201;
            return true;
        };
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ["read", "write"]));

        (await resource.WriteAsync("large", new GeneratedStream(Length), new RemoteWriteOptions { Length = announcesLength ? Length : null })).Must();

        Assert.That((position, wrong), Is.EqualTo((Length, 0L)));
        heap.AssertGrewLessThan(Allowed);
    }

    /// <summary>The largest heap between two looks.</summary>
    private sealed class HeapWatch
    {
        private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
        private long _peak;

        public void Look() => _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false));

        public void AssertGrewLessThan(long limit)
        {
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap before {_before:N0}, peak {_peak:N0} bytes"));
            Assert.That(_peak - _before, Is.LessThan(limit));
        }
    }
}
