using System.Diagnostics;

namespace Ocm.Benchmarks.Measuring;

/// <summary>
/// The most memory that this process had for itself, looked at twice a second. Pages of files that it maps do not count where the
/// system tells them apart (Linux): they are the system's cache, which takes them back when it needs memory.
/// </summary>
internal sealed class OwnMemory : IAsyncDisposable
{
    private const string Field = "RssAnon:";

    private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(0.5));
    private readonly Task _looking;
    private long _peakKiB;

    internal OwnMemory()
    {
        Look();
        _looking = LookAsync();
    }

    /// <summary>The peak since the last call, in MiB.</summary>
    internal double TakePeak()
    {
        Look();
        return Interlocked.Exchange(ref _peakKiB, 0) / 1024.0;
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _looking;
    }

    private async Task LookAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            Look();
        }
    }

    private void Look()
    {
        var now = Now();
        for (var peak = Volatile.Read(ref _peakKiB); now > peak; peak = Volatile.Read(ref _peakKiB))
        {
            Interlocked.CompareExchange(ref _peakKiB, now, peak);
        }
    }

    private static long Now() => OperatingSystem.IsLinux()
        ? long.Parse(
            File.ReadLines("/proc/self/status").Single(line => line.StartsWith(Field, StringComparison.Ordinal)).AsSpan(Field.Length).Trim().TrimEnd("kB").Trim(),
            System.Globalization.CultureInfo.InvariantCulture)
        : Process.GetCurrentProcess().WorkingSet64 / 1024;
}
