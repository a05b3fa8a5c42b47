namespace Ocm.Client.Access;

/// <summary>A page that opens a web application. It holds a token: serve it to the share's user only, and keep it nowhere.</summary>
public sealed class WebAppLaunchPage
{
    internal WebAppLaunchPage(string html, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Html = html;
        Headers = headers;
    }

    /// <summary>The page, media type <c>text/html; charset=utf-8</c>.</summary>
    public string Html { get; }

    /// <summary>The headers that go with it: Content-Security-Policy, Cache-Control, Referrer-Policy, X-Content-Type-Options.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Always <c>[redacted]</c>.</summary>
    /// <returns>The text <c>[redacted]</c>.</returns>
    public override string ToString() => "[redacted]";
}
