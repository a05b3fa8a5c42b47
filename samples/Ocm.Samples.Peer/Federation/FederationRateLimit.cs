using System.Globalization;
using System.Threading.RateLimiting;
using Ocm.Samples.Peer.Api;

namespace Ocm.Samples.Peer.Federation;

/// <summary><c>Peer:RateLimit</c>: how many calls a minute one address may make to the federation endpoints, by ASP.NET Core's own limiter.</summary>
internal static class FederationRateLimit
{
    public const string Policy = "federation";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddFederationRateLimit(this IServiceCollection services, int callsPerMinute) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Policy, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = callsPerMinute, Window = Window, QueueLimit = 0 }));
        limiter.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : Window;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            rejected.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            await PeerErrors.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests);
        };
    });
}
