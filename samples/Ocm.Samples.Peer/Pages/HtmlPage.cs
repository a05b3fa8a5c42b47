using System.Security.Cryptography;
using System.Text;

namespace Ocm.Samples.Peer.Pages;

/// <summary>A page of plain HTML: no scripts, nothing from elsewhere, in no frame, in no cache; its URL, which holds a token, is told to nobody.</summary>
/// <param name="title">The heading; not encoded.</param>
/// <param name="body">HTML; whoever writes it encodes what it is made of.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="formTargets">Where its forms may lead, redirects included.</param>
internal sealed class HtmlPage(string title, string body, int status = StatusCodes.Status200OK, string formTargets = "'self'") : IResult
{
    private const string Style =
        "body{font:1rem/1.5 sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}label,input,select,button{display:block;font:inherit;margin:.3rem 0}"
        + "input,select{width:100%;padding:.3rem}button{margin-top:1rem;padding:.4rem 1rem}code{overflow-wrap:anywhere}";

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    public async Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action {formTargets}; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + $"<title>{title}</title><style>{Style}</style></head><body><h1>{title}</h1>{body}</body></html>",
            context.RequestAborted);
    }
}
