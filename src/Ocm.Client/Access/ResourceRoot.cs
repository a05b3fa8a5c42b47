using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ocm.Addresses;

namespace Ocm.Client.Access;

/// <summary>
/// The URI of a share's root (draft: Resource Access, step 4). Requests are made below it, character by character as the
/// sending server wrote it; the answer's references are recognised by their decoded segments, because servers escape in
/// different ways.
/// </summary>
internal sealed class ResourceRoot
{
    // A URI that is taken "unchanged" must not be put into another form. Dot segments are refused in Create.
    private static readonly UriCreationOptions Exact = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    private readonly string _origin;
    private readonly string _path;
    private readonly string _query;
    private readonly string[] _segments;

    private ResourceRoot(string scheme, OcmHost host, string origin, string path, string query, string[] segments)
    {
        Scheme = scheme;
        Host = host;
        _origin = origin;
        _path = path;
        _query = query;
        _segments = segments;
    }

    internal string Scheme { get; }

    internal OcmHost Host { get; }

    /// <summary>Whether the URI is on a server, named as messages name it or by the origin where it was discovered.</summary>
    internal bool IsOn(OcmHost server, Uri origin) =>
        Host == server
        || (string.Equals(Scheme, origin.Scheme, StringComparison.Ordinal) && OcmHost.TryParse(Authority(origin), out var host) && host == Host);

    /// <summary>Reads an absolute http or https URI; null for anything that is not clearly one.</summary>
    internal static ResourceRoot? FromAbsolute(string text)
    {
        // What parsers read differently is not worth a guess.
        if (!IsAbsolute(text) || text.AsSpan().ContainsAny('\\', '#') || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return null;
        }

        var begin = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.AsSpan(begin).IndexOfAny('/', '?');
        end = end < 0 ? text.Length : begin + end;
        if (!Uri.TryCreate(text[..end], UriKind.Absolute, out var origin)
            || origin.Scheme is not ("https" or "http") || origin.UserInfo.Length > 0)
        {
            return null;
        }

        var query = text.IndexOf('?', end);
        query = query < 0 ? text.Length : query;
        return Create(origin, text[end..query], text[query..]);
    }

    /// <summary>Joins a server's WebDAV path and an id with exactly one slash (ACC-02).</summary>
    /// <param name="origin">Scheme, host and port of the server.</param>
    /// <param name="webDavPath">The path from discovery; older servers write a whole URL.</param>
    /// <param name="id">The id; null for the path itself.</param>
    internal static ResourceRoot? FromId(Uri origin, string webDavPath, string? id)
    {
        if (webDavPath.Any(char.IsControl) || id?.Any(char.IsControl) == true)
        {
            return null;
        }

        var text = webDavPath;
        if (!IsAbsolute(text))
        {
            if (!PercentEncoding.TryEscapePath(webDavPath.TrimStart('/'), out var path))
            {
                return null;
            }

            text = $"{origin.GetLeftPart(UriPartial.Authority)}/{path}";
        }

        if (id is null)
        {
            return FromAbsolute(text);
        }

        return PercentEncoding.TryEscapePath(id.TrimStart('/'), out var escaped) ? FromAbsolute($"{text.TrimEnd('/')}/{escaped}") : null;
    }

    /// <summary>Whether a text has a scheme and a host; anything else is an id (ACC-02).</summary>
    internal static bool IsAbsolute(string text)
    {
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        return colon > 0 && text.Length > colon + 3 && text[colon + 3] is not ('/' or '?' or '#')
            && char.IsAsciiLetter(text[0])
            && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    /// <summary>The URI of something in the share.</summary>
    /// <param name="path">The path.</param>
    /// <param name="asFolder">Whether a slash at the end says that a folder is meant (RFC 4918, Section 5.2); never added to the root.</param>
    internal Uri Resolve(ResourcePath path, bool asFolder = false)
    {
        var text = path.IsRoot ? _path : $"{_path.TrimEnd('/')}/{path.Escaped}{(asFolder ? "/" : string.Empty)}";
        return Uri.TryCreate($"{_origin}{text}{_query}", Exact, out var uri) ? uri : throw new UriFormatException();
    }

    /// <summary>Relates a reference of a listing to the folder that was asked for.</summary>
    /// <param name="href">The reference: an absolute URI or an absolute path (RFC 4918, Section 8.3).</param>
    /// <param name="folder">The folder that was asked for.</param>
    /// <param name="name">The name of a child.</param>
    internal HrefRelation Relate(string href, ResourcePath folder, out string? name)
    {
        name = null;
        if (href.AsSpan().IndexOfAny('?', '#', '\\') >= 0 || !TryGetPath(href, out var path) || Split(path) is not { } segments)
        {
            return HrefRelation.Other;
        }

        var inner = folder.IsRoot ? [] : folder.Text.Split('/');
        var depth = _segments.Length + inner.Length;
        if (segments.Length < depth || segments.Length > depth + 1
            || !segments.AsSpan(0, _segments.Length).SequenceEqual(_segments)
            || !segments.AsSpan(_segments.Length, inner.Length).SequenceEqual(inner))
        {
            return HrefRelation.Other;
        }

        if (segments.Length == depth)
        {
            return HrefRelation.Self;
        }

        if (!ResourcePath.IsName(segments[^1]))
        {
            return HrefRelation.Other;
        }

        name = segments[^1];
        return HrefRelation.Child;
    }

    private static ResourceRoot? Create(Uri origin, string path, string query)
    {
        if (!OcmHost.TryParse(Authority(origin), out var host)
            || !PercentEncoding.TryEscapePath(path.Length == 0 ? "/" : path, out var escaped)
            || !PercentEncoding.TryEscapePath(query.Length == 0 ? query : query[1..].Replace('?', '/'), out _)
            || Split(escaped) is not { } segments
            || Array.Exists(segments, s => s is "." or ".."))
        {
            return null;
        }

        var port = origin.IsDefaultPort ? string.Empty : string.Create(CultureInfo.InvariantCulture, $":{origin.Port}");
        var root = new ResourceRoot(origin.Scheme, host, $"{origin.Scheme}://{host.Name}{port}", escaped, query, segments);
        return Uri.TryCreate($"{root._origin}{escaped}{query}", Exact, out _) ? root : null;
    }

    private static string Authority(Uri origin)
    {
        var host = origin.IdnHost;
        host = host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;
        return string.Create(CultureInfo.InvariantCulture, $"{host}:{origin.Port}");
    }

    /// <summary>The segments, each decoded once; empty ones are dropped. Null where one cannot be decoded.</summary>
    private static string[]? Split(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < segments.Length; i++)
        {
            if (!PercentEncoding.TryDecode(segments[i], out var decoded))
            {
                return null;
            }

            segments[i] = decoded;
        }

        return segments;
    }

    private bool TryGetPath(string href, [NotNullWhen(true)] out string? path)
    {
        path = href;
        if (href.StartsWith('/'))
        {
            return !href.StartsWith("//", StringComparison.Ordinal);
        }

        if (!IsAbsolute(href))
        {
            return false;
        }

        var begin = href.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = href.IndexOf('/', begin);
        end = end < 0 ? href.Length : end;
        path = href[end..];
        return Uri.TryCreate(href[..end], UriKind.Absolute, out var origin)
            && origin.UserInfo.Length == 0
            && string.Equals(origin.Scheme, Scheme, StringComparison.Ordinal)
            && OcmHost.TryParse(Authority(origin), out var host)
            && host == Host;
    }
}
