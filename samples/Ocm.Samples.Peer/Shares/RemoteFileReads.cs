using System.Globalization;
using Microsoft.Net.Http.Headers;
using Ocm.Client.Access;
using Ocm.Client.Http;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.Shares;

/// <summary>GET and HEAD of a file in a received share.</summary>
internal static class RemoteFileReads
{
    public static async Task<IResult> GetAsync(HttpContext context, RemoteResource resource, StoragePath path)
    {
        var request = context.Request;
        var range = RemoteFileConditions.Range(request);
        var content = (await resource.ReadAsync(path.ToString(), range, RemoteFileConditions.Read(request), context.RequestAborted)).DemandAccess();
        await using (content)
        {
            var response = context.Response;
            WriteHeaders(response, content.ETag, content.LastModified, content.ContentType);
            if (content.IsNotModified)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Results.Empty;
            }

            response.ContentLength = content.Length;
            if (content.IsPartial)
            {
                response.StatusCode = StatusCodes.Status206PartialContent;
                response.Headers.ContentRange = ContentRange(content);
            }

            await StreamAsync(context, content);
            return Results.Empty;
        }
    }

    public static async Task<IResult> HeadAsync(HttpContext context, RemoteResource resource, StoragePath path)
    {
        var entry = (await resource.StatAsync(path.ToString(), context.RequestAborted)).DemandAccess();
        if (entry.IsFolder)
        {
            throw new ApiProblem(StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "A folder has no content of its own; PROPFIND lists it.");
        }

        WriteHeaders(context.Response, entry.ETag, entry.LastModified, entry.ContentType);
        context.Response.ContentLength = entry.Size;
        return Results.Empty;
    }

    private static async Task StreamAsync(HttpContext context, RemoteContent content)
    {
        try
        {
            await content.Stream.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (OcmStreamException) when (context.Response.HasStarted)
        {
            context.Abort(); // so that the client does not take a part for the whole
        }
    }

    // Content and type are a stranger's: a page among them must not run as a page of this server.
    private static void WriteHeaders(HttpResponse response, string? etag, DateTimeOffset? lastModified, string? contentType)
    {
        response.ContentType = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type.ToString() : "application/octet-stream";
        response.Headers.ETag = etag;
        response.Headers.LastModified = lastModified?.ToString("R", CultureInfo.InvariantCulture);
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
    }

    private static string ContentRange(RemoteContent content)
    {
        var last = content.Length is { } length ? content.Offset + length - 1 : (content.TotalLength ?? 1) - 1;
        var total = content.TotalLength?.ToString(CultureInfo.InvariantCulture) ?? "*";
        return string.Create(CultureInfo.InvariantCulture, $"bytes {content.Offset}-{last}/{total}");
    }
}
