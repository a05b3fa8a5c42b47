using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Dialects;
using Ocm.Client.Http;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Serialization;

namespace Ocm.Client.Discovery;

/// <summary>
/// Makes a <see cref="DiscoveredServer"/> of the bytes that a server answered. This is the only place where URLs of another
/// server are accepted: absolute, https, and on that server.
/// </summary>
internal sealed class DiscoveryRules
{
    private readonly LegacyMessageReader _legacy;
    private readonly bool _allowHttp;
    private readonly TimeProvider _timeProvider;
    private readonly FrozenDictionary<OcmHost, FrozenSet<OcmHost>> _foreign;

    public DiscoveryRules(IOptions<OcmClientOptions> options, IOptions<OcmHttpOptions> http, LegacyMessageReader legacy, TimeProvider timeProvider)
    {
        _legacy = legacy;
        _allowHttp = http.Value.AllowHttp;
        _timeProvider = timeProvider;
        _foreign = options.Value.ForeignEndpoints.ToFrozenDictionary(
            e => OcmHost.Parse(e.Key), e => e.Value.Select(OcmHost.Parse).ToFrozenSet());
    }

    /// <summary>Reads and validates a document.</summary>
    /// <param name="host">The server.</param>
    /// <param name="origin">Where the document came from.</param>
    /// <param name="body">The document.</param>
    internal OcmResult<DiscoveredServer> Read(OcmHost host, Uri origin, ReadOnlySpan<byte> body)
    {
        if (!OcmJson.ParseObject(body).TryGetValue(out var json, out _))
        {
            return DiscoveryFailures.MalformedJson;
        }

        json = _legacy.Read(LegacyMessageKind.Discovery, json).Message;

        // A server that is switched off need not say more than that (DISC-19).
        if (json.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.False)
        {
            return DiscoveryFailures.Disabled;
        }

        return OcmJson.Read<DiscoveryDocument>(json).TryGetValue(out var document, out var failure)
            ? Validate(host, origin, document)
            : DiscoveryFailures.BadFields(failure.ValidationErrors);
    }

    private OcmResult<DiscoveredServer> Validate(OcmHost host, Uri origin, DiscoveryDocument document)
    {
        if (Check(host, document.EndPoint, out var endPoint) is { } badEndPoint)
        {
            return DiscoveryFailures.BadUrl("endPoint", badEndPoint);
        }

        if (endPoint!.Query.Length > 0)
        {
            return DiscoveryFailures.BadUrl("endPoint", "must not have a query");
        }

        if (CheckOptional(host, document.TokenEndPoint, out var tokenEndPoint) is { } badTokenEndPoint)
        {
            return DiscoveryFailures.BadUrl("tokenEndPoint", badTokenEndPoint);
        }

        if (CheckOptional(host, document.JwksUri, out var jwksUri) is { } badJwksUri)
        {
            return DiscoveryFailures.BadUrl("jwksUri", badJwksUri);
        }

        return new DiscoveredServer
        {
            Host = host,
            Document = document,
            Origin = origin,
            EndPoint = WithoutTrailingSlash(endPoint),
            TokenEndPoint = tokenEndPoint,
            JwksUri = jwksUri,
            InviteAcceptDialog = FindDialog(host, origin, document.InviteAcceptDialog),
            FetchedAt = _timeProvider.GetUtcNow(),
        };
    }

    // A page for people: a bad one takes away the convenience, not the server.
    private Uri? FindDialog(OcmHost host, Uri origin, string? dialog)
    {
        if (dialog is ['/', not '/', ..] or "/")
        {
            dialog = origin.GetLeftPart(UriPartial.Authority) + dialog;
        }

        return CheckOptional(host, dialog, out var uri) is null ? uri : null;
    }

    private string? CheckOptional(OcmHost host, string? text, out Uri? uri)
    {
        uri = null;
        return text is null ? null : Check(host, text, out uri);
    }

    /// <summary>What is wrong with a URL; null where it is accepted.</summary>
    private string? Check(OcmHost host, string text, out Uri? accepted)
    {
        accepted = null;

        // Uri forgives what other parsers read differently: blanks, backslashes, letters outside ASCII, missing slashes.
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.Contains('\\', StringComparison.Ordinal)
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return "must be an absolute URL";
        }

        if ((uri.Scheme != Uri.UriSchemeHttps && !(_allowHttp && uri.Scheme == Uri.UriSchemeHttp))
            || !text.AsSpan(uri.Scheme.Length).StartsWith("://"))
        {
            return "must be an https URL";
        }

        if (Authority(text.AsSpan(uri.Scheme.Length + 3)).Contains('@'))
        {
            return "must not hold a user name or a password";
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            return "must not have a fragment";
        }

        if (!OcmHost.TryParse(string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{uri.Port}"), out var named))
        {
            return "must name a host";
        }

        if (named != host && !(_foreign.TryGetValue(host, out var others) && others.Contains(named)))
        {
            return "must be on the discovered server itself; OcmClientOptions.ForeignEndpoints allows another host";
        }

        accepted = uri;
        return null;
    }

    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }

    private static Uri WithoutTrailingSlash(Uri uri) => uri.AbsolutePath is { Length: > 1 } path && path[^1] == '/'
        ? new Uri(uri.AbsoluteUri.TrimEnd('/'))
        : uri;
}
