using Ocm.Samples.Peer.Api;
using Ocm.Server.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>The sending user's calls: share, list, unshare.</summary>
internal static class SentShareEndpoints
{
    public static void MapSentShares(this IEndpointRouteBuilder api)
    {
        api.MapPost("/shares", CreateAsync);
        api.MapGet("/shares/sent", ListAsync);
        api.MapDelete("/shares/sent/{providerId}", UnshareAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ISentShares shares, NewShareReader reader)
    {
        var body = await context.Request.ReadAsync(ApiJson.Default.NewShareBody);
        var share = await reader.ReadAsync(body, context.UserName(), context.RequestAborted);
        var sent = (await shares.CreateAsync(share, context.RequestAborted)).Demand();
        return ApiResults.Created(new CreatedShareView(sent.ProviderId, ShareStatusNames.Of(sent.Status), sent.RecipientDisplayName));
    }

    private static async Task<IResult> ListAsync(HttpContext context, ISentShares shares, TimeProvider time)
    {
        var list = await shares.ListAsync(context.UserName(), context.Request.After(), context.Request.Limit(), context.RequestAborted);
        return ApiResults.Json<IReadOnlyList<SentShareView>>([.. list.Select(share => SentShareView.Of(share, time.GetUtcNow()))]);
    }

    private static async Task<IResult> UnshareAsync(HttpContext context, string providerId, ISentShares shares)
    {
        if (await shares.FindAsync(providerId, context.RequestAborted) is not { } share || share.Sender.Identifier != context.UserName())
        {
            throw ApiProblem.NotFound("You have sent no such share.");
        }

        (await shares.UnshareAsync(providerId, context.RequestAborted)).Demand();
        return Results.NoContent();
    }
}
