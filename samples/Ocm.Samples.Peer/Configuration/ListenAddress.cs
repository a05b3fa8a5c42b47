using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Ocm.Samples.Peer.Configuration;

/// <summary>Where a server listens.</summary>
/// <param name="IsHttps">Whether with TLS.</param>
/// <param name="Address">The address, <see cref="IPAddress.Any"/> or <see cref="IPAddress.IPv6Any"/> for all, or null for loopback by both protocols.</param>
/// <param name="Port">The port.</param>
public sealed record ListenAddress(bool IsHttps, IPAddress? Address, int Port)
{
    /// <summary>The public origin's port on loopback.</summary>
    public static ListenAddress Default(Uri publicOrigin)
    {
        ArgumentNullException.ThrowIfNull(publicOrigin);
        return new(publicOrigin.Scheme == Uri.UriSchemeHttps, Address: null, publicOrigin.Port);
    }

    /// <summary>
    /// Reads <c>https://127.0.0.1:8443</c>, <c>http://*:8080</c>, <c>https://[::1]:8443</c> or <c>localhost:8443</c>;
    /// without a scheme <paramref name="httpsByDefault"/> says which.
    /// </summary>
    public static bool TryParse(string text, bool httpsByDefault, [NotNullWhen(true)] out ListenAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        var isHttps = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var isHttp = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        var rest = text[(isHttps ? 8 : isHttp ? 7 : 0)..].TrimEnd('/');
        var colon = rest.LastIndexOf(':');
        if (colon < 1
            || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
        {
            return false;
        }

        var host = rest[..colon];
        var isLocalhost = host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        var ip = host is "*" or "+" ? IPAddress.IPv6Any : null;
        if (!isLocalhost && ip is null && !IPAddress.TryParse(host, out ip))
        {
            return false;
        }

        address = new ListenAddress(isHttps || (!isHttp && httpsByDefault), ip, port);
        return true;
    }

    /// <summary>The address as a URL.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsHttps ? "https" : "http")}://{(Address is null ? "localhost" : Address.ToString().Contains(':', StringComparison.Ordinal) ? $"[{Address}]" : Address)}:{Port}");
}
