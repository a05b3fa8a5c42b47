using Ocm.Addresses;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Users;

namespace Ocm.Samples.Peer.Parties;

/// <summary><c>GET /api/me</c>.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder api) => api.MapGet("/me", (HttpContext context, UserAccounts accounts, PeerOptions options) =>
    {
        var user = accounts.Find(context.UserName()) ?? throw new InvalidOperationException("The signed-in user is not configured.");
        return ApiResults.Json(new AccountView(user.Name, user.DisplayName, new OcmAddress(user.Name, OcmHost.FromUri(options.PublicOrigin)).ToString()));
    });
}
