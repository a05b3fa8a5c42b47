using System.Text;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Access;

namespace Ocm.Server.Access;

/// <summary>The page that opens a web application, with its headers.</summary>
internal sealed class WebAppLaunchResult(WebAppLaunchPage page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        var body = Encoding.UTF8.GetBytes(page.Html);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        foreach (var (name, value) in page.Headers)
        {
            response.Headers[name] = value;
        }

        await response.Body.WriteAsync(body, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
