using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client.Access;

/// <summary>
/// Opens a share's web application: the form that the browser posts to it (draft: Resource Access, step 6; ACC-09). It holds
/// an exchanged token, never the share's secret, and the token stands in no URI.
/// </summary>
public sealed class WebAppLaunch
{
    internal WebAppLaunch(Uri action, WebAppTarget target, SecretString accessToken, Uri expiredSessionRedirectUri, bool isOnSendingServer)
    {
        Action = action;
        Target = target;
        AccessToken = accessToken;
        ExpiredSessionRedirectUri = expiredSessionRedirectUri;
        IsOnSendingServer = isOnSendingServer;
    }

    /// <summary>Where the form is posted to.</summary>
    public Uri Action { get; }

    /// <summary>Where the application opens.</summary>
    public WebAppTarget Target { get; }

    /// <summary>The form's field <c>access_token</c>.</summary>
    public SecretString AccessToken { get; }

    /// <summary>The form's field <c>expired_session_redirect_uri</c>.</summary>
    public Uri ExpiredSessionRedirectUri { get; }

    /// <summary>
    /// Whether the application is on the sending server. Applications often run on a host of their own; a product may tell
    /// its user the host of <see cref="Action"/> before it goes there.
    /// </summary>
    public bool IsOnSendingServer { get; }

    /// <summary>The form's fields in order.</summary>
    /// <returns>Names and values; the first value is the token.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> ToForm() =>
    [
        new("access_token", AccessToken.Reveal()),
        new("expired_session_redirect_uri", ExpiredSessionRedirectUri.OriginalString),
    ];

    /// <summary>
    /// A page that posts the form by itself. Serve it in a new tab for <see cref="WebAppTarget.Blank"/>, in a frame of your
    /// own page for <see cref="WebAppTarget.Iframe"/>, and send all of its headers.
    /// </summary>
    /// <returns>The page, with a fresh nonce.</returns>
    public WebAppLaunchPage ToPage()
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var inputs = string.Concat(ToForm().Select(field => $"<input type=\"hidden\" name=\"{Encode(field.Key)}\" value=\"{Encode(field.Value)}\">"));
        var html =
            $"""
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"><title>…</title></head><body>
            <form method="post" action="{Encode(Action.OriginalString)}" enctype="application/x-www-form-urlencoded">{inputs}<noscript><button type="submit">&#9654;</button></noscript></form>
            <script nonce="{Encode(nonce)}">document.forms[0].submit()</script>
            </body></html>
            """;
        return new WebAppLaunchPage(html, Headers(nonce));
    }

    /// <summary>The target; never the token.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"WebAppLaunch {{ IsOnSendingServer = {IsOnSendingServer} }}";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private KeyValuePair<string, string>[] Headers(string nonce)
    {
        // Browsers hold redirects after the form to form-action too, and the application may send them to the way back.
        var targets = string.Join(' ', new[] { Action, ExpiredSessionRedirectUri }.Select(uri => uri.GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal));
        var ancestors = Target == WebAppTarget.Iframe ? "'self'" : "'none'";
        return
        [
            new("Content-Security-Policy",
                $"default-src 'none'; script-src 'nonce-{nonce}'; form-action {targets}; frame-ancestors {ancestors}; base-uri 'none'"),
            new("Cache-Control", "no-store"),
            new("Referrer-Policy", "no-referrer"),
            new("X-Content-Type-Options", "nosniff"),
        ];
    }
}
