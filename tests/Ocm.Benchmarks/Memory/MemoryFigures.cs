using System.Diagnostics;
using System.Globalization;
using Ocm.Addresses;
using Ocm.Benchmarks.Delivery;
using Ocm.Benchmarks.Measuring;
using Ocm.Benchmarks.Rows;
using Ocm.Benchmarks.Stores;
using Ocm.Shares;

namespace Ocm.Benchmarks.Memory;

/// <summary>
/// What a server on SQLite keeps in memory while it receives a million shares, and while it delivers 100,000 notifications to 2,000
/// servers of which 200 never answer.
/// </summary>
internal static class MemoryFigures
{
    private const int Shares = 1_000_000;
    private const int Items = 100_000;
    private const int Servers = 2_000;
    private const int Dead = 200;
    private const int Looks = 10;
    private const double Goal = 96;
    private const double OwnMemoryGoal = 256;

    internal static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        await using var peers = await ManyPeers.StartAsync();
        await using var database = BenchmarkDatabase.CreateSqlite();
        await using var server = await DeliveringServer.StartAsync(database, peers);
        await using var memory = new OwnMemory();
        var (before, highest) = (Live(), 0.0);

        var watch = Stopwatch.StartNew();
        for (var look = 0; look < Looks; look++)
        {
            await ReceiveAsync(server.Store, look * (Shares / Looks), Shares / Looks);
            highest = Math.Max(highest, Live() - before);
        }

        yield return Row($"{Shares:N0} received shares in {watch.Elapsed.TotalSeconds:N0} s", highest, memory.TakePeak());
        watch.Restart();
        highest = 0;

        // Queued first, then due all at once.
        var due = TimeProvider.System.GetUtcNow().AddSeconds(60);
        await server.QueueAsync(Items, Servers, Dead, due);
        highest = Math.Max(highest, Live() - before);
        await DeliveringServer.WaitForDueAsync(due);
        var living = Items - (Items * Dead / Servers);
        var taken = peers.Notifications;
        for (var look = 1; look <= Looks; look++)
        {
            await server.WaitForAsync(taken + (living * look / Looks));
            highest = Math.Max(highest, Live() - before);
        }

        yield return Row($"{Items:N0} deliveries to {Servers:N0} servers, {Dead} of them dead, in {watch.Elapsed.TotalSeconds:N0} s", highest, memory.TakePeak());
    }

    private static Figure Row(string what, double heap, double ownMemory) => new(
        string.Create(CultureInfo.InvariantCulture, $"memory: {what}"),
        string.Create(CultureInfo.InvariantCulture, $"live heap ≤ {Goal:N0} MiB, own memory ≤ {OwnMemoryGoal:N0} MiB"),
        string.Create(CultureInfo.InvariantCulture, $"live heap +{heap:N1} MiB, own memory {ownMemory:N0} MiB at most"),
        string.Empty,
        heap <= Goal && ownMemory <= OwnMemoryGoal);

    private static Task ReceiveAsync(IShareStore store, int first, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, _) =>
        {
            var host = OcmHost.Parse(string.Create(CultureInfo.InvariantCulture, $"cloud-{number % Servers}.example.org"));
            var id = string.Create(CultureInfo.InvariantCulture, $"share-{number}");
            if (!await store.TryAddReceivedAsync(ManyShares.Create(id, host, $"user-{number % 997}", now), null, CancellationToken.None))
            {
                throw new InvalidOperationException("A share was not stored.");
            }
        });
    }

    /// <summary>What is alive after a full collection, in MiB.</summary>
    private static double Live() => GC.GetTotalMemory(forceFullCollection: true) / (1024.0 * 1024);
}
