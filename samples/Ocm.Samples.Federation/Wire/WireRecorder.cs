using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Ocm.Samples.Federation.Wire;

/// <summary>Writes down what other servers send to one. Messages are kept whole, files are not.</summary>
internal static class WireRecorder
{
    private static readonly PathString Api = "/ocm";
    private static readonly PathString WellKnown = "/.well-known/ocm";
    private static readonly PathString Files = "/dav/ocm";
    private static readonly string[] Shown = ["Authorization", "Range", "Depth", "Content-Digest", "Signature-Input", "Signature"];

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, string vendor, WireLog log)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments(Files))
        {
            await next(context);
            log.Add(Describe(context, vendor, requestBody: null, responseBody: null, isFileAccess: true));
        }
        else if (path.StartsWithSegments(Api) || path.StartsWithSegments(WellKnown))
        {
            await RecordAsync(context, next, vendor, log);
        }
        else
        {
            await next(context);
        }
    }

    private static async Task RecordAsync(HttpContext context, RequestDelegate next, string vendor, WireLog log)
    {
        using var request = new MemoryStream();
        await context.Request.Body.CopyToAsync(request, context.RequestAborted);
        request.Position = 0;
        context.Request.Body = request;
        using var response = new MemoryStream();
        var original = context.Response.Body;
        context.Response.Body = response;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = original;
        }

        // Before the caller has the answer, so that the story finds it here.
        log.Add(Describe(
            context,
            vendor,
            Redaction.OfBody(context.Request.ContentType, request.ToArray()),
            Redaction.OfBody(context.Response.ContentType, response.ToArray()),
            isFileAccess: false));
        response.Position = 0;
        await response.CopyToAsync(original, context.RequestAborted);
    }

    private static WireMessage Describe(HttpContext context, string vendor, string? requestBody, string? responseBody, bool isFileAccess) => new()
    {
        CalledVendor = vendor,
        Method = context.Request.Method,
        Path = context.Request.GetEncodedPathAndQuery(),
        Headers =
        [
            .. Shown.Where(context.Request.Headers.ContainsKey)
                .Select(name => KeyValuePair.Create(name, Redaction.OfHeader(name, context.Request.Headers[name].ToString()))),
        ],
        RequestBody = requestBody,
        Status = context.Response.StatusCode,
        ResponseBody = responseBody,
        IsFileAccess = isFileAccess,
    };
}
