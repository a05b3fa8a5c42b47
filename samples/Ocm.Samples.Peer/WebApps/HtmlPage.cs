using System.Text;

namespace Ocm.Samples.Peer.WebApps;

/// <summary>A page of this server's. What others chose in it is escaped by whoever makes it.</summary>
/// <param name="body">What stands in its body.</param>
/// <param name="policy">What it may load beyond nothing, as a content security policy.</param>
/// <param name="status">The status.</param>
internal sealed class HtmlPage(string body, string policy, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = $"default-src 'none'; base-uri 'none'; {policy}";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync($"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Ocm.Samples.Peer</title></head><body>\n{body}\n</body></html>\n", Encoding.UTF8, httpContext.RequestAborted);
    }
}
