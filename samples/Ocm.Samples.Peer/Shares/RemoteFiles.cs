using Microsoft.AspNetCore.Http.Features;
using Ocm.Client.Access;
using Ocm.Client.Http;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Storage;
using Ocm.Samples.Peer.WebDav;
using Ocm.Server.Shares;

namespace Ocm.Samples.Peer.Shares;

/// <summary>
/// What is in a received share: <c>/api/shares/received/{id}/files/{path}</c>. Bytes stream through in both directions; the SDK
/// finds the right credential and renews it.
/// </summary>
internal static class RemoteFiles
{
    private const string Allowed = "GET, HEAD, PUT, DELETE, PROPFIND, MKCOL";

    // "", "api", "shares", "received", the share, "files".
    private const int SegmentsBefore = 6;

    public static void MapRemoteFiles(this IEndpointRouteBuilder received) => received.Map("/{id}/files/{**path}", HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, IReceivedShares shares)
    {
        Func<HttpContext, RemoteResource, StoragePath, Task<IResult>> handle = context.Request.Method switch
        {
            "GET" => RemoteFileReads.GetAsync,
            "HEAD" => RemoteFileReads.HeadAsync,
            "PROPFIND" => RemoteFolderListing.PropFindAsync,
            "PUT" => PutAsync,
            "DELETE" => DeleteAsync,
            "MKCOL" => MakeFolderAsync,
            _ => (_, _, _) =>
            {
                context.Response.Headers.Allow = Allowed;
                throw new ApiProblem(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"Here only {Allowed} are supported.");
            }
            ,
        };
        var path = ReadPath(context);
        var resource = (await shares.OpenAsync(id, context.UserName(), context.RequestAborted)).DemandAccess();
        try
        {
            return await handle(context, resource, path);
        }
        catch (Exception e) when (e is OcmStreamException or WebDavProblem && !context.Response.HasStarted)
        {
            return e as IResult ?? ApiResults.Error(StatusCodes.Status502BadGateway, "peer_unavailable", "The sending server broke off.");
        }
    }

    private static async Task<IResult> PutAsync(HttpContext context, RemoteResource resource, StoragePath path)
    {
        var request = context.Request;
        if (request.Headers.ContentRange.Count > 0)
        {
            throw ApiProblem.BadRequest("PUT replaces the whole file; Content-Range is not supported.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var options = new RemoteWriteOptions
        {
            Length = request.ContentLength,
            ContentType = request.GetTypedHeaders().ContentType?.ToString(),
            Conditions = RemoteFileConditions.Read(request),
        };
        var written = (await resource.WriteAsync(path.ToString(), request.Body, options, context.RequestAborted)).DemandAccess();
        context.Response.Headers.ETag = written.ETag;
        return Results.StatusCode(written.IsNew ? StatusCodes.Status201Created : StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, RemoteResource resource, StoragePath path)
    {
        (await resource.DeleteAsync(path.ToString(), RemoteFileConditions.Read(context.Request), context.RequestAborted)).DemandAccess();
        return Results.NoContent();
    }

    private static async Task<IResult> MakeFolderAsync(HttpContext context, RemoteResource resource, StoragePath path)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && context.Request.ContentLength is not 0)
        {
            throw new ApiProblem(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "MKCOL takes no body here.");
        }

        (await resource.CreateFolderAsync(path.ToString(), context.RequestAborted)).DemandAccess();
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    // The path as it was sent: the server's own form of it has lost whether a slash was encoded.
    private static StoragePath ReadPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var segments = UrlReference.Parse(target)?.EncodedPath.Split('/');
        return segments is not null && StoragePath.TryParseEncoded(string.Join('/', segments.Skip(SegmentsBefore)), out var path)
            ? path
            : throw ApiProblem.BadRequest("The path of the URL is malformed.");
    }
}
