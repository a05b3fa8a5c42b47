using Ocm.Samples.Peer.Contacts;
using Ocm.Samples.Peer.Discovery;
using Ocm.Samples.Peer.Invites;
using Ocm.Samples.Peer.Metrics;
using Ocm.Samples.Peer.Parties;
using Ocm.Samples.Peer.ShareRequests;
using Ocm.Samples.Peer.Shares;

namespace Ocm.Samples.Peer.Api;

/// <summary>The API that this server's own users call, with HTTP Basic: what a product's user interface would do.</summary>
internal static class LocalApi
{
    public static void MapLocalApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health", () => ApiResults.Json(new HealthStatus("ok")));
        endpoints.MapMetrics();
        var api = endpoints.MapGroup("/api").AddEndpointFilter<ApiProblemFilter>().RequireAuthorization();
        api.MapAccount();
        api.MapSentShares();
        api.MapReceivedShares();
        api.MapReconciliation();
        api.MapInvites();
        api.MapContacts();
        api.MapShareRequests();
        api.MapDiscovery();
    }
}
