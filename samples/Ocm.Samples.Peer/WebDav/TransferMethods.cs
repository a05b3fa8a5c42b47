using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>COPY and MOVE (RFC 4918, sections 9.8 and 9.9), inside one mount.</summary>
internal static class TransferMethods
{
    public static async Task<IResult> CopyAsync(WebDavCall call)
    {
        var recursive = DepthHeader.Read(call.Request) switch
        {
            null or DavDepth.Infinity => true,
            DavDepth.Zero => false,
            _ => throw WebDavProblem.BadRequest("Depth is 0 or infinity for COPY."),
        };
        var destination = ReadDestination(call);
        var replaced = await call.Storage.CopyAsync(
            call.Resource.Path, destination, ReadOverwrite(call), recursive, call.Preconditions.HoldFor, call.Aborted);
        return Done(replaced);
    }

    public static Task<IResult> MoveAsync(WebDavCall call)
    {
        WriteMethods.DemandWholeTree(call);
        if (call.Resource.IsTop)
        {
            throw WebDavProblem.Forbidden("The top of what is shared cannot be moved.");
        }

        var destination = ReadDestination(call);
        var replaced = call.Storage.Move(call.Resource.Path, destination, ReadOverwrite(call), call.Preconditions.HoldFor);
        return Task.FromResult(Done(replaced));
    }

    private static IResult Done(bool replaced) =>
        replaced ? Results.NoContent() : Results.StatusCode(StatusCodes.Status201Created);

    private static StoragePath ReadDestination(WebDavCall call)
    {
        var entry = call.Demand();
        var text = call.Request.Headers["Destination"].ToString();
        if (UrlReference.Parse(text) is not { } reference)
        {
            throw WebDavProblem.BadRequest("Destination is an absolute URL or path.");
        }

        if (!reference.IsOnThisServer(call.Request, call.Mount))
        {
            throw WebDavProblem.BadGateway();
        }

        if (!call.Mount.TryResolve(reference.EncodedPath, out var destination))
        {
            throw WebDavProblem.BadRequest("The path of Destination is malformed.");
        }

        if (destination is null or { IsTop: true })
        {
            throw WebDavProblem.Forbidden("Destination is not a place below the same top.");
        }

        // A file may take the place of a folder, but does not become one.
        return destination.EndsWithSlash && !entry.IsFolder && destination.Find() is null
            ? throw WebDavProblem.Conflict("A file cannot be brought to the URL of a folder.")
            : destination.Path;
    }

    private static bool ReadOverwrite(WebDavCall call) => call.Request.Headers["Overwrite"].ToString() switch
    {
        "" or "T" or "t" => true,
        "F" or "f" => false,
        _ => throw WebDavProblem.BadRequest("Overwrite is T or F."),
    };
}
