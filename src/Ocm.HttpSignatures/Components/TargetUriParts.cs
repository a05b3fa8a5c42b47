namespace Ocm.HttpSignatures.Components;

/// <summary>
/// The parts of an absolute http or https URI as they stand in its text. <see cref="Uri"/> would normalize what a
/// signature must see unchanged, such as percent-encoding and dot segments.
/// </summary>
/// <param name="Scheme">The scheme, in its case.</param>
/// <param name="Authority">Host and port, in their case.</param>
/// <param name="Path">The path, perhaps empty.</param>
/// <param name="Query">The query with its leading <c>?</c>, or empty when there is none.</param>
internal readonly record struct TargetUriParts(string Scheme, string Authority, string Path, string Query)
{
    private const string SchemeEnd = "://";

    /// <summary>Path and query, the path at least a slash.</summary>
    public string PathAndQuery => (Path.Length == 0 ? "/" : Path) + Query;

    public static TargetUriParts? Parse(string uri)
    {
        var scheme = uri.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (scheme <= 0 || uri.Contains('#', StringComparison.Ordinal))
        {
            return null;
        }

        var authority = scheme + SchemeEnd.Length;
        var path = IndexOfAnyOrEnd(uri, authority, "/?");
        var query = IndexOfAnyOrEnd(uri, path, "?");
        var host = uri[authority..path];
        return host.Length == 0 || host.Contains('@', StringComparison.Ordinal)
            ? null
            : new TargetUriParts(uri[..scheme], host, uri[path..query], uri[query..]);
    }

    /// <summary>Host and port in lower case, without the scheme's default port (RFC 9421, section 2.2.3).</summary>
    public string NormalizedAuthority()
    {
        var authority = Authority.ToLowerInvariant();
        var defaultPort = Scheme.ToLowerInvariant() switch
        {
            "https" => ":443",
            "http" => ":80",
            _ => null,
        };
        if (defaultPort is not null && authority.EndsWith(defaultPort, StringComparison.Ordinal))
        {
            authority = authority[..^defaultPort.Length];
        }

        return authority.EndsWith(':') ? authority[..^1] : authority;
    }

    private static int IndexOfAnyOrEnd(string text, int start, string characters)
    {
        var index = text.AsSpan(start).IndexOfAny(characters);
        return index < 0 ? text.Length : start + index;
    }
}
