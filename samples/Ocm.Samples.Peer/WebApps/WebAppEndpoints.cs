using System.Text.Encodings.Web;
using Ocm.Samples.Peer.Api;
using Ocm.Server.Access;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Samples.Peer.WebApps;

/// <summary>
/// Opens the web applications of received shares: <c>/api/shares/received/{id}/webapp</c> is the page that posts the form,
/// <c>…/webapp/frame</c> a page of this server that shows the application in a frame.
/// </summary>
internal static class WebAppEndpoints
{
    public static void MapReceivedWebApps(this IEndpointRouteBuilder received)
    {
        received.MapGet("/{id}/webapp", OpenAsync);
        received.MapGet("/{id}/webapp/frame", FrameAsync);
    }

    // A page of this server's own user interface: only the application's server may appear in the frame.
    private static async Task<IResult> FrameAsync(HttpContext context, string id, IReceivedShares shares) =>
        await shares.FindAsync(id, context.UserName(), context.RequestAborted) is { Protocol.WebApp: { } webApp }
            && Uri.TryCreate(webApp.Uri, UriKind.Absolute, out var uri)
            ? new HtmlPage(
                $"""<iframe name="app" title="Shared" width="800" height="600" src="{HtmlEncoder.Default.Encode(Page(context, id, WebAppTarget.Iframe))}"></iframe>""",
                $"frame-src 'self' {uri.GetLeftPart(UriPartial.Authority)}")
            : throw ApiProblem.NotFound("You have received no such share with a web application.");

    private static async Task<IResult> OpenAsync(HttpContext context, string id, IReceivedShares shares)
    {
        var query = context.Request.Query;
        var target = query["target"].ToString() is { Length: > 0 } text ? new WebAppTarget(text) : (WebAppTarget?)null;
        var opening = new WebAppOpening
        {
            Target = target,
            Path = query["path"].ToString(),
            IsReopening = query["again"] == "1",
            ExpiredSessionRedirectUri = $"{Page(context, id, target)}&again=1",
        };
        return (await shares.OpenWebAppAsync(id, context.UserName(), opening, context.RequestAborted)).DemandAccess().ToResult();
    }

    private static string Page(HttpContext context, string id, WebAppTarget? target)
    {
        var query = QueryString.Create("target", target?.Value ?? string.Empty).Add("path", context.Request.Query["path"].ToString());
        return $"/api/shares/received/{Uri.EscapeDataString(id)}/webapp{query}";
    }
}
