using System.Globalization;
using System.Text;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Benchmarks.Load;

/// <summary>Whole requests to our server, compared with bare endpoints of the same web server. Everything runs in this process, on loopback.</summary>
internal static class LoadFigures
{
    private const int SharesPerRun = 2_000;
    private const int DocumentsPerRun = 4_000;
    private const int WarmUps = 8;

    internal static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        await using var receiver = await OcmTestServer.StartAsync();
        await using var sender = await FakePeer.StartAsync(new FakePeerOptions { HostName = "127.0.0.1", UseHttps = false });
        using var http = new HttpClient();
        var document = await http.GetByteArrayAsync(new Uri(receiver.Origin, "/.well-known/ocm"));
        await using var bare = await BareServer.StartAsync("""{"recipientDisplayName":"Marie Curie"}"""u8.ToArray(), document);

        yield return await ComparePostsAsync(bare, receiver, new SigningPeer(sender, receiver));
        yield return await CompareDocumentsAsync(bare, receiver);
    }

    private static async Task<Figure> ComparePostsAsync(BareServer bare, OcmTestServer receiver, SigningPeer peer)
    {
        using var bareTarget = new LoadTarget(bare.Port, status: 201);
        using var ourTarget = new LoadTarget(receiver.Origin.Port, status: 201);
        var comparison = await LoadComparison.RunAsync(bareTarget, ourTarget, WarmUps, () => peer.CreateAsync(SharesPerRun));
        comparison.Print("POST /shares");
        var (throughput, p99) = (comparison.Throughput, comparison.P99);
        return new Figure(
            "POST /shares / bare endpoint with one raw verification",
            "throughput ≥ 0.80, p99 ≤ 2×",
            string.Create(CultureInfo.InvariantCulture, $"throughput {throughput.Value:0.00} (by processor time {comparison.ProcessorTime.Value:0.00}), p99 {p99.Value:0.00}×"),
            $"{throughput.Noise}, p99 {p99.Noise}",
            throughput.Value >= 0.80 && p99.Value <= 2);
    }

    private static async Task<Figure> CompareDocumentsAsync(BareServer bare, OcmTestServer receiver)
    {
        using var bareTarget = new LoadTarget(bare.Port, status: 200);
        using var ourTarget = new LoadTarget(receiver.Origin.Port, status: 200);
        var request = Encoding.ASCII.GetBytes($"GET /.well-known/ocm HTTP/1.1\r\nHost: {receiver.Host}\r\nAccept: application/json\r\n\r\n");
        IReadOnlyList<byte[]> requests = [.. Enumerable.Repeat(request, DocumentsPerRun)];
        var comparison = await LoadComparison.RunAsync(bareTarget, ourTarget, WarmUps, () => Task.FromResult(requests));
        comparison.Print("GET /.well-known/ocm");
        var throughput = comparison.Throughput;
        return new Figure(
            "GET /.well-known/ocm / bare static JSON endpoint",
            "throughput ≥ 0.95",
            string.Create(CultureInfo.InvariantCulture, $"throughput {throughput.Value:0.00} (by processor time {comparison.ProcessorTime.Value:0.00})"),
            throughput.Noise,
            throughput.Value >= 0.95);
    }
}
