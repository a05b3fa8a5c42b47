using System.Diagnostics.Metrics;

namespace Ocm.Testing.Peers;

/// <summary>Meters that belong to one peer and end with it.</summary>
internal sealed class FakePeerMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        lock (_meters)
        {
            _meters.Add(meter);
        }

        return meter;
    }

    public void Dispose()
    {
        lock (_meters)
        {
            _meters.ForEach(meter => meter.Dispose());
            _meters.Clear();
        }
    }
}
