using System.Diagnostics.Metrics;
using Ocm.Client.Signatures;

namespace Ocm.Server.Pipeline;

/// <summary>The meter <c>Ocm.Server</c>; no tag ever holds a peer's text.</summary>
internal sealed class OcmServerMetrics
{
    internal const string MeterName = "Ocm.Server";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _signaturesRefused;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _tolerances;

    public OcmServerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("ocm.server.requests", "{request}", "OCM API calls that were answered.");
        _signaturesRefused = meter.CreateCounter<long>("ocm.server.signatures.refused", "{request}", "Calls whose signature was refused.");
        _deliveries = meter.CreateCounter<long>("ocm.server.deliveries", "{delivery}", "Attempts to deliver what must be told to other servers.");
        _tolerances = meter.CreateCounter<long>("ocm.server.tolerances", "{use}", "Uses of what older servers are allowed and the draft is not.");
    }

    internal void Answered(string endpoint, EndpointAnswer answer)
    {
        if (_requests.Enabled)
        {
            _requests.Add(
                1,
                new KeyValuePair<string, object?>("endpoint", endpoint),
                new KeyValuePair<string, object?>("status", answer.StatusCode),
                new KeyValuePair<string, object?>("outcome", answer.Failure?.ToString() ?? "ok"));
        }
    }

    internal void SignatureRefused(string endpoint, OcmSignatureProblem reason) => _signaturesRefused.Add(
        1,
        new KeyValuePair<string, object?>("endpoint", endpoint),
        new KeyValuePair<string, object?>("reason", reason.ToString()));

    internal void Delivered(string kind, string outcome) => _deliveries.Add(
        1,
        new KeyValuePair<string, object?>("kind", kind),
        new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Something that only older servers need was used.</summary>
    /// <param name="tolerance">Its name, one of a closed set.</param>
    internal void Tolerated(string tolerance) => _tolerances.Add(1, new KeyValuePair<string, object?>("tolerance", tolerance));
}
