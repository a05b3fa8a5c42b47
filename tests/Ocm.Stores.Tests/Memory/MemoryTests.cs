using Ocm.Addresses;
using Ocm.Benchmarks.Delivery;
using Ocm.Benchmarks.Rows;
using Ocm.Benchmarks.Stores;

namespace Ocm.Stores.Tests.Memory;

/// <summary>What a server keeps in memory does not grow with what it has stored; the benchmark <c>memory</c> shows it with more.</summary>
[NonParallelizable]
public sealed class MemoryTests
{
    private const int Servers = 200;
    private const int Dead = 20;

    [Test]
    [CancelAfter(120_000)]
    public async Task Server_ManySharesAndDeliveries_KeepsNoneInMemory(CancellationToken cancellationToken)
    {
        await using var peers = await ManyPeers.StartAsync();
        await using var database = BenchmarkDatabase.CreateSqlite();
        await using var server = await DeliveringServer.StartAsync(database, peers);

        // The first tenth makes the caches and pools that stay.
        await WorkAsync(server, peers, first: 0, shares: 1_000, deliveries: 400, cancellationToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await WorkAsync(server, peers, first: 1_000, shares: 10_000, deliveries: 4_000, cancellationToken);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        // 1 KB for each would be 14 MB.
        Assert.That(grown, Is.LessThan(6 * 1024 * 1024));
    }

    private static async Task WorkAsync(DeliveringServer server, ManyPeers peers, int first, int shares, int deliveries, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(first, shares), options, async (number, token) =>
            await server.Store.TryAddReceivedAsync(ManyShares.Create($"share-{number}", OcmHost.Parse($"cloud-{number % Servers}.example.org"), $"user-{number % 97}", now), null, token));
        var taken = peers.Notifications + deliveries - (deliveries * Dead / Servers);
        await server.QueueAsync(deliveries, Servers, Dead, now);
        await server.WaitForAsync(taken);
    }
}
