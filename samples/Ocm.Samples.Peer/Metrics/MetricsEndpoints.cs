using System.Globalization;
using System.Text;
using Ocm.Server.Delivery;

namespace Ocm.Samples.Peer.Metrics;

/// <summary><c>GET /metrics/ocm</c>: the SDK's counters and the outbox in Prometheus' text format.</summary>
internal static class MetricsEndpoints
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapMetrics(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/metrics/ocm", WriteAsync).RequireAuthorization();

    private static async Task<IResult> WriteAsync(HttpContext context, OcmMetrics metrics, IDeliveries queue, TimeProvider time)
    {
        var text = new StringBuilder();
        var series = metrics.Read().ToList();
        foreach (var metric in series.GroupBy(one => (one.Series.Name, one.IsCounter)).OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Key.Name} {(metric.Key.IsCounter ? "counter" : "gauge")}\n");
            foreach (var (name, value, _) in metric.OrderBy(one => one.Series.Labels, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{name.Name}{name.Labels} {value}\n");
            }
        }

        var depth = await queue.GetDepthAsync(context.RequestAborted);
        Gauge("ocm_outbox_pending", depth.Pending);
        Gauge("ocm_outbox_failed", depth.Failed);
        Gauge("ocm_outbox_oldest_seconds", depth.OldestPending is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0);
        return Results.Text(text.ToString(), ContentType);

        void Gauge(string name, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n{name} {value}\n");
    }
}
