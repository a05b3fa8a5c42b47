using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Ocm.Client.Http;

namespace Ocm.Client.Caching;

/// <summary>Metrics of the caches. Every tag comes from a closed set.</summary>
internal sealed class LookupMetrics
{
    private const string CacheTag = "ocm.cache";
    private const string OutcomeTag = "ocm.outcome";

    private readonly ConcurrentDictionary<string, Func<(int Count, long Bytes)>> _caches = new(StringComparer.Ordinal);
    private readonly Counter<long> _fetches;

    public LookupMetrics(IMeterFactory meterFactory)
    {
        var meter = meterFactory.Create(OcmClientTelemetry.MeterName);
        _fetches = meter.CreateCounter<long>("ocm.client.lookups", "{fetch}", "Fetches of discovery documents and key sets.");
        meter.CreateObservableUpDownCounter("ocm.client.cache.servers", () => Measure(c => (long)c.Count), "{server}", "Servers in a cache.");
        meter.CreateObservableUpDownCounter("ocm.client.cache.size", () => Measure(c => c.Bytes), "By", "Estimated size of a cache.");
    }

    internal void Track(string cache, Func<(int Count, long Bytes)> measure) => _caches[cache] = measure;

    internal void Fetched(string cache, bool isSuccess) => _fetches.Add(
        1,
        KeyValuePair.Create<string, object?>(CacheTag, cache),
        KeyValuePair.Create<string, object?>(OutcomeTag, isSuccess ? "success" : "failure"));

    private IEnumerable<Measurement<long>> Measure(Func<(int Count, long Bytes), long> select) =>
        _caches.Select(cache => new Measurement<long>(select(cache.Value()), KeyValuePair.Create<string, object?>(CacheTag, cache.Key)));
}
