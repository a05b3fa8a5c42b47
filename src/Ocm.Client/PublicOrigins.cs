using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ocm.Addresses;

namespace Ocm.Client;

/// <summary>Reads <see cref="OcmClientOptions.PublicOrigin"/>.</summary>
internal static class PublicOrigins
{
    /// <summary>Takes an origin apart: http or https, a host, perhaps a port, at most a slash after that.</summary>
    internal static bool TryParse(string? origin, [NotNullWhen(true)] out Uri? uri, [NotNullWhen(true)] out OcmHost? host)
    {
        host = null;
        return Uri.TryCreate(origin, UriKind.Absolute, out uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            && !origin!.AsSpan().ContainsAny('?', '#')
            && OcmHost.TryParse(string.Create(CultureInfo.InvariantCulture, $"{uri.Host}:{uri.Port}"), out host);
    }
}
