using System.Diagnostics;

namespace Ocm.Benchmarks.Load;

/// <summary>What one run against one server came to.</summary>
internal sealed class LoadResult
{
    internal LoadResult(TimeSpan elapsed, TimeSpan processorTime, long[] latencies, long allocated)
    {
        Array.Sort(latencies);
        RequestsPerSecond = latencies.Length / elapsed.TotalSeconds;
        ProcessorTime = processorTime.TotalMicroseconds / latencies.Length;
        P50 = Microseconds(latencies[latencies.Length / 2]);
        P99 = Microseconds(latencies[latencies.Length * 99 / 100]);
        BytesPerRequest = (double)allocated / latencies.Length;
    }

    internal double RequestsPerSecond { get; }

    /// <summary>
    /// What this process, generator included, spent on one request, in microseconds. Where nothing else uses the machine it
    /// says the same as the throughput; where something does, it is the steadier figure.
    /// </summary>
    internal double ProcessorTime { get; }

    /// <summary>The median time to an answer, in microseconds.</summary>
    internal double P50 { get; }

    /// <summary>The time within which 99 of 100 answers came, in microseconds.</summary>
    internal double P99 { get; }

    /// <summary>What this process allocated; the generator's own share is a few bytes.</summary>
    internal double BytesPerRequest { get; }

    private static double Microseconds(long ticks) => ticks * 1_000_000.0 / Stopwatch.Frequency;
}
