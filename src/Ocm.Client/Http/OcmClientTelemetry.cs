namespace Ocm.Client.Http;

/// <summary>The names under which the client reports to System.Diagnostics.</summary>
public static class OcmClientTelemetry
{
    /// <summary>
    /// The meter: <c>ocm.client.calls</c>, <c>ocm.client.call.duration</c> (seconds) and <c>ocm.client.call.retries</c>, with
    /// the tags <c>ocm.call</c> (what for) and <c>ocm.outcome</c> (a status class or a failure kind), and
    /// <c>ocm.client.servers</c>, the number of servers tracked; <c>ocm.client.lookups</c>, <c>ocm.client.cache.servers</c>
    /// and <c>ocm.client.cache.size</c> (bytes) of discovery documents and keys, with the tag <c>ocm.cache</c>;
    /// <c>ocm.client.signatures</c>, received requests by verdict. No tag holds a host, because strangers name hosts.
    /// </summary>
    public const string MeterName = "Ocm.Client";

    /// <summary>The activity source: one client span for each call, with host, port and status, never a path or query.</summary>
    public const string ActivitySourceName = "Ocm.Client";
}
