using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Ocm.Samples.Peer.Metrics;

/// <summary>
/// Adds up what the SDK's meters of this server report. A product takes OpenTelemetry for it; the sample shows that nothing
/// but the runtime is needed.
/// </summary>
internal sealed class OcmMetrics : IHostedService, IDisposable
{
    private const string Prefix = "Ocm.";

    // The SDK's tags come from closed sets; this bound holds whatever a vendor's own code adds.
    private const int MaxSeries = 10_000;

    private readonly ConcurrentDictionary<MetricSeries, double> _sums = new();
    private readonly ConcurrentDictionary<MetricSeries, double> _gauges = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;

    public OcmMetrics(IMeterFactory meters)
    {
        // Several servers may run in one process; each has a factory of its own.
        _meters = meters;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Prefix, StringComparison.Ordinal) && ReferenceEquals(instrument.Meter.Scope, _meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    /// <summary>The present values: counters add up, gauges show what was measured last.</summary>
    public IEnumerable<(MetricSeries Series, double Value, bool IsCounter)> Read()
    {
        _gauges.Clear();
        _listener.RecordObservableInstruments();
        return _sums.Select(sum => (sum.Key, sum.Value, true)).Concat(_gauges.Select(gauge => (gauge.Key, gauge.Value, false)));
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        switch (instrument)
        {
            case Histogram<double> or Histogram<long> or Histogram<int>:
                Add(_sums, MetricSeries.Of(instrument.Name + ".sum", tags), value);
                Add(_sums, MetricSeries.Of(instrument.Name + ".count", tags), 1);
                break;
            case ObservableInstrument<double> or ObservableInstrument<long> or ObservableInstrument<int>:
                Add(_gauges, MetricSeries.Of(instrument.Name, tags), value);
                break;
            default:
                Add(_sums, MetricSeries.Of(instrument.Name + ".total", tags), value);
                break;
        }
    }

    private static void Add(ConcurrentDictionary<MetricSeries, double> series, MetricSeries key, double value)
    {
        if (series.Count < MaxSeries || series.ContainsKey(key))
        {
            series.AddOrUpdate(key, value, (_, sum) => sum + value);
        }
    }
}
