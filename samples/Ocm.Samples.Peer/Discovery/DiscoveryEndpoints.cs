using Ocm.Addresses;
using Ocm.Client;
using Ocm.Samples.Peer.Api;

namespace Ocm.Samples.Peer.Discovery;

/// <summary><c>GET /api/discover?server=host[:port]</c>.</summary>
internal static class DiscoveryEndpoints
{
    public static void MapDiscovery(this IEndpointRouteBuilder api) => api.MapGet("/discover", async (HttpContext context, IOcmClient client) =>
    {
        if (!OcmHost.TryParse(context.Request.Query["server"].ToString(), out var host))
        {
            throw ApiProblem.BadRequest("server must be a host such as cloud.example.org or cloud.example.org:8443.");
        }

        return ApiResults.Json(DiscoveryView.Of((await client.DiscoverAsync(host, context.RequestAborted)).Demand()));
    });
}
