using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Benchmarks.Load;
using Ocm.Benchmarks.Measuring;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Benchmarks.Stores;

/// <summary>
/// Whole signed requests to a server on a durable store, compared with the same server on the stores in memory. 16 connections;
/// every answer is given after the share was flushed to the disk.
/// </summary>
internal static class StoreFigures
{
    private const int SharesPerRun = 600;
    private const int WarmUps = 25;
    private const int Rounds = 15;

    internal static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        await using var sender = await FakePeer.StartAsync(new FakePeerOptions { HostName = "127.0.0.1", UseHttps = false });
        await using var memory = await OcmTestServer.StartAsync();
        await foreach (var database in BenchmarkDatabase.CreateAllAsync())
        {
            await using (database)
            {
                await using var durable = await OcmTestServer.StartAsync(new OcmTestServerSettings
                {
                    Register = ocm => database.Register(ocm.AddWebDav().AddUserDirectory<TestUsers>()),
                });
                yield return await CompareAsync(database, sender, memory, durable);
            }
        }
    }

    private static async Task<Figure> CompareAsync(BenchmarkDatabase database, FakePeer sender, OcmTestServer memory, OcmTestServer durable)
    {
        using var memoryTarget = new LoadTarget(memory.Origin.Port, status: 201);
        using var durableTarget = new LoadTarget(durable.Origin.Port, status: 201);
        var (forMemory, forDurable) = (new SigningPeer(sender, memory), new SigningPeer(sender, durable));
        List<(LoadResult Before, LoadResult Durable, LoadResult After)> rounds = [];
        for (var i = -WarmUps; i < Rounds; i++)
        {
            // Signed outside of the timing; each request is good for one server and once.
            var (before, own, after) = (await forMemory.CreateAsync(SharesPerRun), await forDurable.CreateAsync(SharesPerRun), await forMemory.CreateAsync(SharesPerRun));
            var round = (memoryTarget.Run(before), durableTarget.Run(own), memoryTarget.Run(after));
            if (i >= 0)
            {
                rounds.Add(round);
            }
        }

        var throughput = RatioOf(rounds, result => result.RequestsPerSecond);
        var processorTime = RatioOf(rounds, result => 1 / result.ProcessorTime);
        var goal = database.IsSqlite ? 0.5 : 0.35;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database.Name}: {Median(rounds, round => round.Durable)}; memory: {Median(rounds, round => round.Before)}"));
        return new Figure(
            $"POST /shares, durable on {database.Name} / in memory",
            string.Create(CultureInfo.InvariantCulture, $"throughput ≥ {goal:0.00}"),
            string.Create(CultureInfo.InvariantCulture, $"throughput {throughput.Value:0.00} (by processor time of this process {processorTime.Value:0.00})"),
            throughput.Noise,
            throughput.Value >= goal);
    }

    private static Ratio RatioOf(IEnumerable<(LoadResult Before, LoadResult Durable, LoadResult After)> rounds, Func<LoadResult, double> value) =>
        Ratio.Of([.. rounds.Select(round => new Round(value(round.Before), value(round.Durable), value(round.After)))]);

    private static string Median(
        IReadOnlyList<(LoadResult Before, LoadResult Durable, LoadResult After)> rounds, Func<(LoadResult Before, LoadResult Durable, LoadResult After), LoadResult> which)
    {
        var results = rounds.Select(which).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Ratio.Median(results.Select(result => result.RequestsPerSecond)):N0} requests/s, p50 {Ratio.Median(results.Select(result => result.P50)):N0} µs, p99 {Ratio.Median(results.Select(result => result.P99)):N0} µs, {Ratio.Median(results.Select(result => result.ProcessorTime)):N0} µs of processor time");
    }
}
