using System.Globalization;
using Ocm.Benchmarks.Measuring;

namespace Ocm.Benchmarks.Load;

/// <summary>Runs of a bare endpoint and of ours in turns.</summary>
internal sealed class LoadComparison
{
    private const int Rounds = 31;

    private readonly List<(LoadResult Before, LoadResult Ours, LoadResult After)> _rounds = [];

    /// <summary>Throughput of ours, as a part of the bare endpoint's.</summary>
    internal Ratio Throughput => RatioOf(result => result.RequestsPerSecond);

    /// <summary>The bare endpoint's processor time for a request, as a part of ours: the throughput of a machine that does nothing else.</summary>
    internal Ratio ProcessorTime => RatioOf(result => 1 / result.ProcessorTime);

    /// <summary>The 99th percentile of ours, as a multiple of the bare endpoint's.</summary>
    internal Ratio P99 => RatioOf(result => result.P99);

    /// <summary>Runs the rounds. The requests of a round are made anew, outside of the timing, because a signature is good for one request only.</summary>
    internal static async Task<LoadComparison> RunAsync(LoadTarget bare, LoadTarget ours, int warmUps, Func<Task<IReadOnlyList<byte[]>>> requests)
    {
        var comparison = new LoadComparison();
        for (var i = -warmUps; i < Rounds; i++)
        {
            var batch = await requests();
            var round = (bare.Run(batch), ours.Run(batch), bare.Run(batch));
            if (i >= 0)
            {
                comparison._rounds.Add(round);
            }
        }

        return comparison;
    }

    /// <summary>Prints the absolute figures, which say something of this machine only.</summary>
    internal void Print(string name)
    {
        Print($"{name}, bare", _rounds.SelectMany(round => new[] { round.Before, round.After }));
        Print($"{name}, ours", _rounds.Select(round => round.Ours));
    }

    private static void Print(string name, IEnumerable<LoadResult> results)
    {
        var all = results.ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {Median(result => result.RequestsPerSecond):N0} requests/s, p50 {Median(result => result.P50):N0} µs, p99 {Median(result => result.P99):N0} µs, {Median(result => result.ProcessorTime):N1} µs of processor time and {Median(result => result.BytesPerRequest):N0} B allocated per request"));

        double Median(Func<LoadResult, double> value) => Ratio.Median(all.Select(value));
    }

    private Ratio RatioOf(Func<LoadResult, double> value) =>
        Ratio.Of([.. _rounds.Select(round => new Round(value(round.Before), value(round.Ours), value(round.After)))]);
}
