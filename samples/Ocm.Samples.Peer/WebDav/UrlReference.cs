namespace Ocm.Samples.Peer.WebDav;

/// <summary>A URL in a header field (Destination, If), as an absolute URL or an absolute path.</summary>
/// <param name="Authority">host[:port], or null where only a path is given.</param>
/// <param name="EncodedPath">The path, percent-encoded as it came.</param>
internal readonly record struct UrlReference(string? Authority, string EncodedPath)
{
    /// <summary>
    /// Takes a URL apart as it is written. <see cref="Uri"/> would resolve dots and decode letters first, and then
    /// what is checked is not what was sent.
    /// </summary>
    public static UrlReference? Parse(string text)
    {
        if (text.AsSpan().ContainsAny('?', '#'))
        {
            return null;
        }

        if (text.StartsWith('/'))
        {
            return text.StartsWith("//", StringComparison.Ordinal) ? null : new UrlReference(null, text);
        }

        var scheme = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://"
            : text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://"
            : null;
        if (scheme is null)
        {
            return null;
        }

        var rest = text[scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        return authority.Length == 0 || authority.Contains('@', StringComparison.Ordinal)
            ? null
            : new UrlReference(authority, slash < 0 ? "/" : rest[slash..]);
    }

    /// <summary>
    /// Whether it is on this server: by the name that the client used for it, or by the one that the mount knows.
    /// A default port may be written or not.
    /// </summary>
    public bool IsOnThisServer(HttpRequest request, WebDavMount mount)
    {
        if (Authority is null)
        {
            return true;
        }

        var mine = WithoutDefaultPort(Authority);
        return Same(mine, request.Host.Value) || Same(mine, mount.Authority);

        static bool Same(string authority, string? other) =>
            other is not null && authority.Equals(WithoutDefaultPort(other), StringComparison.OrdinalIgnoreCase);
    }

    private static string WithoutDefaultPort(string authority) =>
        authority.EndsWith(":80", StringComparison.Ordinal) ? authority[..^3]
        : authority.EndsWith(":443", StringComparison.Ordinal) ? authority[..^4]
        : authority;
}
