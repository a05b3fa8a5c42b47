using System.Diagnostics;
using System.Globalization;
using Ocm.Benchmarks.Measuring;
using Ocm.Benchmarks.Stores;

namespace Ocm.Benchmarks.Delivery;

/// <summary>Notifications to 100 servers, of which ten accept connections and never answer, compared with 100 that all answer.</summary>
internal static class DeliveryFigures
{
    private const int Servers = 100;
    private const int Dead = 10;
    private const int Items = 3_000;
    private const int WarmUps = 2;
    private const int Rounds = 11;

    internal static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        await using var peers = await ManyPeers.StartAsync();
        await using var database = BenchmarkDatabase.CreateSqlite();
        await using var server = await DeliveringServer.StartAsync(database, peers);
        List<Round> rounds = [];
        for (var i = -WarmUps; i < Rounds; i++)
        {
            var round = new Round(await RateAsync(server, peers, 0), await RateAsync(server, peers, Dead), await RateAsync(server, peers, 0));
            if (i >= 0)
            {
                rounds.Add(round);
            }
            else
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"warm-up: {round.Before:N0}/s with none dead, {round.Subject:N0}/s with a tenth"));
            }
        }

        var ratio = Ratio.Of(rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Ratio.Median(rounds.Select(round => round.Before)):N0} deliveries/s with none dead"));
        yield return new Figure(
            "deliveries to live servers while a tenth is dead / none dead",
            "rate ≥ 0.90",
            string.Create(CultureInfo.InvariantCulture, $"rate {ratio.Value:0.00}"),
            ratio.Noise,
            ratio.Value >= 0.9);
    }

    // Living servers taken alone: what the dead ones are sent does not count.
    private static async Task<double> RateAsync(DeliveringServer server, ManyPeers peers, int dead)
    {
        var living = Items - (Items * dead / Servers);
        var taken = peers.Notifications + living;
        var due = TimeProvider.System.GetUtcNow().AddMilliseconds(1000);
        await server.QueueAsync(Items, Servers, dead, due);
        await DeliveringServer.WaitForDueAsync(due);
        var start = Stopwatch.GetTimestamp();
        await server.WaitForAsync(taken);
        var rate = living / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await server.RemoveRestAsync();
        return rate;
    }
}
