using System.Diagnostics;

namespace Ocm.Benchmarks.Measuring;

/// <summary>
/// Times short operations on one thread. Batches are so short (about a millisecond) that most of them run without being
/// interrupted, even on a busy machine; the median over many rounds leaves out the others.
/// </summary>
internal static class Timing
{
    private const int Rounds = 401;
    private const int WarmUpBatches = 400;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Compares two operations by the time that one of each takes.</summary>
    internal static (Ratio Ratio, TimeSpan Baseline) Compare(Operation baseline, Operation subject)
    {
        Prepare(baseline);
        Prepare(subject);
        var rounds = new Round[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            rounds[i] = new Round(Time(baseline), Time(subject), Time(baseline));
        }

        return (Ratio.Of(rounds), TimeSpan.FromSeconds(Ratio.Median(rounds.Select(round => round.Before)) / Stopwatch.Frequency));
    }

    /// <summary>Until the compiler has seen how the operation is used and has optimized it.</summary>
    private static void Prepare(Operation operation)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < WarmUpBatches || Stopwatch.GetElapsedTime(start) < WarmUp; i++)
        {
            Time(operation);
        }
    }

    private static double Time(Operation operation)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < operation.BatchSize; i++)
        {
            operation.Run();
        }

        return (double)(Stopwatch.GetTimestamp() - start) / operation.BatchSize;
    }
}
