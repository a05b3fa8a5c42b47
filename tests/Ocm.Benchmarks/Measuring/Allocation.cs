namespace Ocm.Benchmarks.Measuring;

/// <summary>What an operation allocates on this thread.</summary>
internal static class Allocation
{
    private const int Times = 1000;

    /// <summary>Bytes for one operation.</summary>
    internal static long Of(Operation operation)
    {
        operation.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            operation.Run();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }

    /// <summary>What the subject allocates beyond the baseline.</summary>
    internal static long Added(Operation baseline, Operation subject) => Of(subject) - Of(baseline);
}
