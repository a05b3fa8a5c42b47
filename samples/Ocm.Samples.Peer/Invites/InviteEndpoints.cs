using Ocm.Invites;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Contacts;
using Ocm.Server.Invites;

namespace Ocm.Samples.Peer.Invites;

/// <summary>The calls of the invite flow: invite, list, accept.</summary>
internal static class InviteEndpoints
{
    public static void MapInvites(this IEndpointRouteBuilder api)
    {
        api.MapPost("/invites", CreateAsync);
        api.MapGet("/invites", ListAsync);
        api.MapPost("/invites/accept", AcceptAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, IInvites invites)
    {
        var invite = (await invites.CreateAsync(context.UserName(), context.RequestAborted)).Demand();
        context.Response.Headers.CacheControl = "no-store";
        return ApiResults.Created(InviteView.Of(invite, invites));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IInvites invites)
    {
        var list = await invites.ListAsync(context.UserName(), context.Request.Limit(), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return ApiResults.Json<IReadOnlyList<InviteView>>([.. list.Select(invite => InviteView.Of(invite, invites))]);
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, IInvites invites)
    {
        var invite = Read(await context.Request.ReadAsync(ApiJson.Default.AcceptInviteBody));
        var contact = (await invites.AcceptAsync(context.UserName(), invite, context.RequestAborted)).Demand();
        return ApiResults.Json(ContactView.Of(contact));
    }

    private static InviteString Read(AcceptInviteBody body)
    {
        if (body.InviteString is { } text)
        {
            return InviteText.TryParse(text, out var invite)
                ? invite
                : throw ApiProblem.BadRequest("inviteString is not an invite: copy all of it.");
        }

        if (body.Token is null)
        {
            throw ApiProblem.BadRequest("Give inviteString, or token and provider.");
        }

        return InviteString.TryCreate(body.Token, body.Provider, out var parts)
            ? parts
            : throw ApiProblem.BadRequest("token and provider must be those of the invite; provider is the inviting server, such as cloud.example.org.");
    }
}
