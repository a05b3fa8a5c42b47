using System.Text;
using System.Text.Encodings.Web;
using Ocm.Errors;
using Ocm.Samples.Peer.Configuration;
using Ocm.Server.Invites;
using Ocm.Tokens;

namespace Ocm.Samples.Peer.Pages;

/// <summary>The where-are-you-from page: an invited person names their server and is sent to that server's own page (draft: WAYF Page).</summary>
internal static class WayfPages
{
    public const string Path = "/wayf";

    private const string Title = "Where are you from?";
    private const int MaxTokenLength = 1024;

    public static void MapWayf(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (HttpContext context, IWayf wayf, PeerOptions options) => ShowAsync(context, wayf, options, context.Request.Query["token"]));
        endpoints.MapPost(Path, ChooseAsync);
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, IWayf wayf, PeerOptions options)
    {
        if (await PageForm.ReadAsync(context.Request) is not { } form || ReadToken(form.Field("token")) is not { } token)
        {
            return NoInvite();
        }

        // What was typed goes before what the list happens to show.
        var server = form.Field("server") is { Length: > 0 } typed ? typed : form.Field("listed");
        var chosen = await wayf.ChooseAsync(token, server, context.RequestAborted);
        if (!chosen.TryGetValue(out var dialog, out var failure))
        {
            return await ShowAsync(context, wayf, options, form.Field("token"), failure);
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.Location = dialog.AbsoluteUri;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IWayf wayf, PeerOptions options, string? tokenText, OcmFailure? failure = null)
    {
        if (ReadToken(tokenText) is not { } token || !(await wayf.OpenAsync(token, context.RequestAborted)).TryGetValue(out var page, out _))
        {
            return NoInvite();
        }

        // A form's target is checked after redirects too, and the chosen server may be any.
        var targets = options.AllowHttp ? "'self' https: http:" : "'self' https:";
        return new HtmlPage(Title, Body(page, token, failure), failure is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, targets);
    }

    private static string Body(WayfPage page, SecretString token, OcmFailure? failure)
    {
        var html = new StringBuilder();
        if (failure is not null)
        {
            var reason = failure.ValidationErrors is [var error, ..] ? $"{error.Name} {error.Message}." : failure.Message;
            html.Append($"<p role=\"alert\"><strong>{PeerText.Encode(reason)}</strong></p>");
        }

        html.Append($"<p>{PeerText.Encode(page.InviterName)} invites you to become contacts. At which server do you have your account?</p>");
        html.Append($"<form method=\"post\" action=\"{Path}\"><input type=\"hidden\" name=\"token\" value=\"{Attribute(token.Reveal())}\">");
        if (page.Servers.Count > 0)
        {
            html.Append("<label for=\"listed\">Servers of the federation</label><select id=\"listed\" name=\"listed\"><option value=\"\"></option>");
            foreach (var server in page.Servers)
            {
                html.Append($"<option value=\"{Attribute(server.Host.Value)}\">{PeerText.Encode(server.DisplayName)} ({Attribute(server.Host.Value)})</option>");
            }

            html.Append("</select>");
        }

        html.Append("<label for=\"server\">Your server or your address there</label>"
            + "<input id=\"server\" name=\"server\" maxlength=\"1024\" autocapitalize=\"none\" placeholder=\"cloud.example.org\"><button>Continue</button></form>");
        html.Append($"<p>If your server has no page for invitations, enter this text there: <code>{Attribute(page.InviteString)}</code></p>");
        return html.ToString();
    }

    private static HtmlPage NoInvite() =>
        new(Title, "<p>There is no such invitation, or it was accepted or has expired.</p>", StatusCodes.Status404NotFound);

    private static SecretString? ReadToken(string? text) => text is { Length: > 0 and <= MaxTokenLength } ? new SecretString(text) : null;

    private static string Attribute(string value) => HtmlEncoder.Default.Encode(value);
}
