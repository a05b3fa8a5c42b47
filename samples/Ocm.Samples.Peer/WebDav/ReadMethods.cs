using Microsoft.Net.Http.Headers;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>OPTIONS, GET and HEAD.</summary>
internal static class ReadMethods
{
    public static Task<IResult> OptionsAsync(WebDavCall call)
    {
        call.Response.Headers["DAV"] = "1";
        call.Response.Headers["MS-Author-Via"] = "DAV";
        call.Response.Headers.Allow = WebDavMethods.Allowed(call.Resource, call.Resource.Find());
        call.Response.ContentLength = 0;
        return Task.FromResult(Results.Ok());
    }

    /// <summary>Ranges, 304, 412 and 416 (RFC 9110) are what ASP.NET Core makes of the stream, its tag and its time.</summary>
    public static async Task<IResult> GetAsync(WebDavCall call)
    {
        var found = call.Demand();
        if (found.IsFolder)
        {
            call.Response.Headers.Allow = WebDavMethods.Allowed(call.Resource, found);
            throw WebDavProblem.MethodNotAllowed("A folder has no content of its own; PROPFIND lists it.");
        }

        var file = call.Storage.OpenRead(call.Resource.Path);
        if (!call.Preconditions.IfHoldsFor(file.Entry))
        {
            await file.DisposeAsync();
            throw WebDavProblem.PreconditionFailed();
        }

        // RFC 9110, section 14.2: a range in a unit that we do not know is ignored. ASP.NET Core takes any unit for bytes.
        if (!call.Request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            call.Request.Headers.Range = default;
        }

        // A stored page must not run as a page of this server.
        call.Response.Headers.XContentTypeOptions = "nosniff";
        call.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return Results.Stream(
            file.Content,
            LiveProperties.ContentTypeOf(file.Entry.Name),
            fileDownloadName: null,
            lastModified: file.Entry.Modified,
            entityTag: EntityTagHeaderValue.Parse(file.Entry.ETag),
            enableRangeProcessing: true);
    }
}
