using Ocm.Addresses;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Shares;
using Ocm.Server.ShareRequests;

namespace Ocm.Samples.Peer.ShareRequests;

/// <summary>Asking for shares, and answering what others ask.</summary>
internal static class ShareRequestEndpoints
{
    private const int MaxShareLength = 4096;

    public static void MapShareRequests(this IEndpointRouteBuilder api)
    {
        api.MapPost("/share-requests", SendAsync);
        api.MapGet("/share-requests", ListAsync);
        api.MapPost("/share-requests/{id}/grant", GrantAsync);
        api.MapPost("/share-requests/{id}/dismiss", DismissAsync);
    }

    private static async Task<IResult> SendAsync(HttpContext context, IShareRequests requests)
    {
        var body = await context.Request.ReadAsync(ApiJson.Default.NewShareRequestBody);
        if (!OcmAddress.TryParse(body.Owner, out var owner))
        {
            throw ApiProblem.BadRequest("owner must be an OCM address such as marie@cloud.example.org.");
        }

        if (body.Share is not { Length: > 0 and <= MaxShareLength } share)
        {
            throw ApiProblem.BadRequest($"share must name what you ask for, in 1 to {MaxShareLength} characters.");
        }

        (await requests.SendAsync(context.UserName(), owner, share, context.RequestAborted)).Demand();
        return ApiResults.Created(new SentShareRequestView(owner.ToString(), share, "requested"));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IShareRequests requests)
    {
        var list = await requests.ListAsync(context.UserName(), context.Request.Limit(), context.RequestAborted);
        return ApiResults.Json<IReadOnlyList<ShareRequestView>>([.. list.Select(ShareRequestView.Of)]);
    }

    private static async Task<IResult> GrantAsync(HttpContext context, string id, IShareRequests requests, NewShareReader reader)
    {
        var user = context.UserName();
        var body = await context.Request.ReadAsync(ApiJson.Default.GrantBody, whenEmpty: new GrantBody());
        var terms = ShareTerms.Read(body.Permissions, body.Requirements, body.Expiration, body.Description);
        var granted = await requests.GrantAsync(
            id, user, request => reader.ReadGrant(terms, user, request.ResourceId, request.ShareWith), context.RequestAborted);
        var sent = granted.Demand();
        return ApiResults.Created(new CreatedShareView(sent.ProviderId, ShareStatusNames.Of(sent.Status), sent.RecipientDisplayName));
    }

    private static async Task<IResult> DismissAsync(HttpContext context, string id, IShareRequests requests) =>
        await requests.DismissAsync(id, context.UserName(), context.RequestAborted)
            ? Results.NoContent()
            : throw ApiProblem.NotFound("There is no such pending request for you.");
}
