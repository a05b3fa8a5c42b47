using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>Metrics and spans of outgoing calls. Every tag of a metric comes from a closed set.</summary>
internal sealed class PeerMetrics
{
    private const string CallTag = "ocm.call";
    private const string OutcomeTag = "ocm.outcome";

    private static readonly ActivitySource Source = new(OcmClientTelemetry.ActivitySourceName);

    private readonly Counter<long> _calls;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _duration;

    public PeerMetrics(IMeterFactory meterFactory, PeerGates gates)
    {
        var meter = meterFactory.Create(OcmClientTelemetry.MeterName);
        _calls = meter.CreateCounter<long>("ocm.client.calls", "{call}", "Calls to other servers.");
        _retries = meter.CreateCounter<long>("ocm.client.call.retries", "{attempt}", "Repetitions after a transient failure.");
        _duration = meter.CreateHistogram<double>("ocm.client.call.duration", "s", "Duration of calls with repetitions and waiting.");
        meter.CreateObservableUpDownCounter("ocm.client.servers", () => gates.Count, "{server}", "Servers with a tracked state.");
    }

    internal static Activity? Start(PeerRequest request, string host, int port)
    {
        var activity = Source.StartActivity($"ocm {Name(request.Purpose)}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(CallTag, Name(request.Purpose));
            activity.SetTag("http.request.method", request.Method.Method);
            activity.SetTag("server.address", host);
            activity.SetTag("server.port", port);
        }

        return activity;
    }

    internal static void Stop(Activity? activity, int? statusCode, OcmFailure? failure)
    {
        if (statusCode is not null)
        {
            activity?.SetTag("http.response.status_code", statusCode);
        }

        if (failure is not null)
        {
            activity?.SetTag("error.type", Name(failure.Kind));
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
        }
        else if (statusCode >= 400)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
        }
    }

    internal void Repeated(PeerCall call) => _retries.Add(1, KeyValuePair.Create<string, object?>(CallTag, Name(call)));

    internal void Completed(PeerCall call, string outcome, TimeSpan duration)
    {
        var tags = new TagList { { CallTag, Name(call) }, { OutcomeTag, outcome } };
        _calls.Add(1, tags);
        _duration.Record(duration.TotalSeconds, tags);
    }

    internal static string Outcome(int? statusCode, OcmFailure? failure) => failure is not null
        ? Name(failure.Kind)
        : statusCode switch
        {
            >= 200 and < 300 => "2xx",
            >= 300 and < 400 => "3xx",
            >= 400 and < 500 => "4xx",
            >= 500 and < 600 => "5xx",
            _ => "other",
        };

    private static string Name(PeerCall call) => call switch
    {
        PeerCall.Discovery => "discovery",
        PeerCall.KeySet => "key_set",
        PeerCall.Api => "api",
        PeerCall.Token => "token",
        PeerCall.Directory => "directory",
        PeerCall.Resource => "resource",
        _ => "other",
    };

    private static string Name(OcmFailureKind kind) => kind switch
    {
        OcmFailureKind.Unreachable => "unreachable",
        OcmFailureKind.Timeout => "timeout",
        OcmFailureKind.Unavailable => "unavailable",
        OcmFailureKind.InvalidResponse => "invalid_response",
        OcmFailureKind.Blocked => "blocked",
        _ => "other",
    };
}
