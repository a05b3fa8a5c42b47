using Ocm.Addresses;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Users;
using Ocm.Server.Parties;

namespace Ocm.Samples.Peer.Parties;

/// <summary><c>GET /api/me</c>, and <c>POST /api/me/leave</c>, which a product would do where it deletes an account.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", (HttpContext context, UserAccounts accounts, PeerOptions options) =>
        {
            var user = accounts.Find(context.UserName()) ?? throw new InvalidOperationException("The signed-in user is not configured.");
            return ApiResults.Json(new AccountView(user.Name, user.DisplayName, new OcmAddress(user.Name, OcmHost.FromUri(options.PublicOrigin)).ToString()));
        });
        api.MapPost("/me/leave", async (HttpContext context, IUserRemoval removal) =>
            ApiResults.Json(await removal.RemoveAsync(context.UserName(), context.RequestAborted)));
    }
}
