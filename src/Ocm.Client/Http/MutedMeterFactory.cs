using System.Diagnostics.Metrics;

namespace Ocm.Client.Http;

/// <summary>
/// Keeps the runtime's own HTTP metrics of this client silent: they carry the server's name as a tag, and strangers choose
/// the servers. <see cref="PeerMetrics"/> counts without names.
/// </summary>
internal sealed class MutedMeterFactory : IMeterFactory
{
    public Meter Create(MeterOptions options)
    {
        // The instruments of a disposed meter are never published.
        var meter = new Meter(options);
        meter.Dispose();
        return meter;
    }

    public void Dispose()
    {
    }
}
