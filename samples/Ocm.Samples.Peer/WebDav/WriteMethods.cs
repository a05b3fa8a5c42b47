using Microsoft.AspNetCore.Http.Features;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>PUT, DELETE and MKCOL (RFC 4918, sections 9.3, 9.6 and 9.7).</summary>
internal static class WriteMethods
{
    public static async Task<IResult> PutAsync(WebDavCall call)
    {
        var request = call.Request;
        if (request.Headers.ContentRange.Count > 0)
        {
            // RFC 9110, section 14.5: a part that is taken for the whole would destroy the file.
            throw WebDavProblem.BadRequest("PUT replaces the whole file; Content-Range is not supported.");
        }

        if (request.Headers.ContentEncoding.Any(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw WebDavProblem.UnsupportedMediaType("The content is stored as it comes; send it without Content-Encoding.");
        }

        if (call.Resource is { EndsWithSlash: true, Mount.File: null })
        {
            call.Response.Headers.Allow = WebDavMethods.Allowed(call.Resource, call.Resource.Find());
            throw WebDavProblem.MethodNotAllowed("A folder cannot be written; the URL of a file does not end with a slash.");
        }

        // Answered before the body is asked for, so that a client that waits for 100 does not send it in vain.
        call.Preconditions.Demand(call.Resource.Find());
        if (call.Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var written = await call.Storage.WriteAsync(call.Resource.Path, request.Body, call.Preconditions.HoldFor, call.Aborted);
        call.Response.Headers.ETag = written.Entry.ETag;
        return written.Created ? Results.StatusCode(StatusCodes.Status201Created) : Results.NoContent();
    }

    public static Task<IResult> DeleteAsync(WebDavCall call)
    {
        DemandWholeTree(call);
        if (call.Resource.IsTop)
        {
            throw WebDavProblem.Forbidden("The top of what is shared cannot be deleted here.");
        }

        _ = call.Demand();
        call.Storage.Delete(call.Resource.Path, call.Preconditions.HoldFor);
        return Task.FromResult(Results.NoContent());
    }

    public static async Task<IResult> MakeFolderAsync(WebDavCall call)
    {
        if (await HasBodyAsync(call))
        {
            throw WebDavProblem.UnsupportedMediaType("MKCOL takes no body here.");
        }

        call.Preconditions.Demand(call.Resource.Find());
        try
        {
            call.Storage.CreateFolder(call.Resource.Path);
        }
        catch (StorageException e) when (e.Failure == StorageFailure.Exists)
        {
            call.Response.Headers.Allow = WebDavMethods.Allowed(call.Resource, call.Storage.Find(call.Resource.Path));
            throw;
        }

        return Results.StatusCode(StatusCodes.Status201Created);
    }

    /// <summary>DELETE and MOVE take a folder with all that is in it (RFC 4918, sections 9.6.1 and 9.9.2).</summary>
    public static void DemandWholeTree(WebDavCall call)
    {
        if (DepthHeader.Read(call.Request) is DavDepth.Zero or DavDepth.One && call.Resource.Find() is { IsFolder: true })
        {
            throw WebDavProblem.BadRequest("Depth is infinity for this method.");
        }
    }

    private static async Task<bool> HasBodyAsync(WebDavCall call)
    {
        var detection = call.Context.Features.Get<IHttpRequestBodyDetectionFeature>();
        return detection?.CanHaveBody == true && await call.Request.Body.ReadAsync(new byte[1], call.Aborted) > 0;
    }
}
