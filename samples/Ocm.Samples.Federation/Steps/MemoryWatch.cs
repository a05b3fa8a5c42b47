using System.Diagnostics;

namespace Ocm.Samples.Federation.Steps;

/// <summary>Watches how much memory this process has while something runs.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _stop = new();
    private readonly long _before;
    private readonly Task<long> _watching;

    private MemoryWatch()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _before = WorkingSet();
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>What was seen, in MiB.</summary>
    internal sealed record Peak(long BeforeMiB, long PeakMiB)
    {
        public long GrowthMiB => Math.Max(0, PeakMiB - BeforeMiB);
    }

    public static MemoryWatch Start() => new();

    public async Task<Peak> StopAsync()
    {
        await _stop.CancelAsync();
        return new Peak(_before >> 20, await _watching >> 20);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<long> WatchAsync()
    {
        var peak = _before;
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                peak = Math.Max(peak, WorkingSet());
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }

        return Math.Max(peak, WorkingSet());
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
