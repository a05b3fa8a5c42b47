using Ocm.Errors;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.WebApps;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>The receiving user's calls: list, accept, decline, remove. What is in a share is <see cref="RemoteFiles"/>.</summary>
internal static class ReceivedShareEndpoints
{
    public static void MapReceivedShares(this IEndpointRouteBuilder api)
    {
        var received = api.MapGroup("/shares/received");
        received.MapGet("/", ListAsync);
        received.MapGet("/{id}", GetAsync);
        received.MapPost("/{id}/accept", AcceptAsync);
        received.MapPost("/{id}/decline", DeclineAsync);
        received.MapDelete("/{id}", RemoveAsync);
        received.MapRemoteFiles();
        received.MapReceivedWebApps();
    }

    private static async Task<IResult> ListAsync(HttpContext context, IReceivedShares shares, TimeProvider time)
    {
        var list = await shares.ListAsync(context.UserName(), context.Request.After(), context.Request.Limit(), context.RequestAborted);
        return ApiResults.Json<IReadOnlyList<ReceivedShareView>>([.. list.Select(share => ReceivedShareView.Of(share, time.GetUtcNow()))]);
    }

    private static async Task<IResult> GetAsync(HttpContext context, string id, IReceivedShares shares, TimeProvider time)
    {
        if (await shares.FindAsync(id, context.UserName(), context.RequestAborted) is not { } share)
        {
            throw ApiProblem.NotFound("You have received no such share.");
        }

        // What cannot be opened now, for want of an acceptance or a second factor, is not shown either.
        var ssh = await shares.OpenSshAsync(id, context.UserName(), context.RequestAborted);
        var embedded = await shares.OpenEmbeddedAsync(id, context.UserName(), context.RequestAborted);
        return ApiResults.Json(ReceivedShareView.Of(share, time.GetUtcNow()) with
        {
            SshUri = ssh.TryGetValue(out var address, out _) ? address.ToString() : null,
            Embedded = embedded.TryGetValue(out var value, out _) ? value : null,
        });
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, string id, IReceivedShares shares, TimeProvider time) =>
        Answer(await shares.AcceptAsync(id, context.UserName(), context.RequestAborted), time);

    private static async Task<IResult> DeclineAsync(HttpContext context, string id, IReceivedShares shares, TimeProvider time) =>
        Answer(await shares.DeclineAsync(id, context.UserName(), context.RequestAborted), time);

    private static async Task<IResult> RemoveAsync(HttpContext context, string id, IReceivedShares shares)
    {
        var removed = await shares.DeclineAsync(id, context.UserName(), context.RequestAborted);
        if (removed.Failure is { Kind: not OcmFailureKind.Ended })
        {
            removed.Demand();
        }

        return Results.NoContent();
    }

    // The share is there, so that it has ended is a conflict and not a 404.
    private static IResult Answer(OcmResult<ReceivedShare> result, TimeProvider time) => result.Failure is { Kind: OcmFailureKind.Ended } ended
        ? throw ApiProblem.Conflict(ended.Message)
        : ApiResults.Json(ReceivedShareView.Of(result.Demand(), time.GetUtcNow()));
}
