using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>What <see cref="OcmHttpOptions"/> says of destinations, compiled once.</summary>
internal sealed class DestinationPolicy
{
    // The ports that browsers refuse (WHATWG Fetch, "bad port"): a call there would speak to another protocol's server.
    private static readonly FrozenSet<int> OtherProtocols = FrozenSet.Create(
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111,
        113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548,
        554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566,
        6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080);

    private readonly bool _allowHttp;
    private readonly bool _allowPrivate;
    private readonly FrozenSet<int> _ports;
    private readonly Entry[] _entries;

    internal DestinationPolicy(OcmHttpOptions options)
    {
        _allowHttp = options.AllowHttp;
        _allowPrivate = options.AllowPrivateNetworks;
        _ports = options.AllowedPorts.ToFrozenSet();
        _entries = [.. options.AllowedDestinations.Select(Entry.From)];
    }

    /// <summary>
    /// What can be said before a name is resolved: scheme, form, and for an IP address in the URI everything. Null means
    /// nothing speaks against it; <paramref name="host"/> is then set.
    /// </summary>
    internal OcmFailure? CheckUri(Uri uri, out OcmHost? host)
    {
        host = null;
        if (!uri.IsAbsoluteUri || !IsAllowedScheme(uri.Scheme))
        {
            return DestinationFailures.Scheme;
        }

        if (uri.UserInfo.Length > 0)
        {
            return DestinationFailures.UserInfo;
        }

        if (!TryGetHost(uri, out host))
        {
            return DestinationFailures.Host;
        }

        return IPAddress.TryParse(uri.IdnHost, out var address) ? Check(uri.IdnHost, uri.Port, address) : null;
    }

    /// <summary>Whether an address to which a name resolved may be connected; null means yes.</summary>
    /// <param name="host">The name, or the address itself without brackets, as <see cref="Uri.IdnHost"/> gives it.</param>
    /// <param name="port">The port.</param>
    /// <param name="address">The address that would be connected.</param>
    internal OcmFailure? Check(string host, int port, IPAddress address)
    {
        var kind = AddressKinds.Of(address);
        if (kind == AddressKind.Public && IsOrdinaryPort(port))
        {
            return null;
        }

        var portOpen = IsOrdinaryPort(port);
        var addressOpen = kind == AddressKind.Public || (kind == AddressKind.Private && _allowPrivate);
        foreach (var entry in _entries)
        {
            if (entry.Matches(host, port, address))
            {
                portOpen |= entry.Port is not null;
                addressOpen |= kind != AddressKind.Special || entry.Network is not null;
            }
        }

        return !addressOpen ? DestinationFailures.Address(kind) : portOpen ? null : DestinationFailures.Port;
    }

    /// <summary>Whether a port may be called on a host of which only a proxy knows the address; null means yes.</summary>
    internal OcmFailure? CheckUnresolved(string host, int port) =>
        IsOrdinaryPort(port) || Array.Exists(_entries, e => e.Port == port && e.Network is null && e.MatchesHost(host))
            ? null
            : DestinationFailures.Port;

    /// <summary>Host and port of an absolute URI in normal form; false where they have none.</summary>
    internal static bool TryGetHost(Uri uri, [NotNullWhen(true)] out OcmHost? host)
    {
        try
        {
            host = OcmHost.FromUri(uri);
            return true;
        }
        catch (FormatException)
        {
            // Uri lets hosts pass whose A-labels it cannot make.
            host = null;
            return false;
        }
    }

    private bool IsAllowedScheme(string scheme) =>
        string.Equals(scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)
        || (_allowHttp && string.Equals(scheme, Uri.UriSchemeHttp, StringComparison.Ordinal));

    private bool IsOrdinaryPort(int port) => _ports.Count > 0 ? _ports.Contains(port) : !OtherProtocols.Contains(port);

    private sealed record Entry(string? Host, IPNetwork? Network, int? Port)
    {
        internal static Entry From(AllowedDestination source) => new(
            string.IsNullOrEmpty(source.Host) ? null : OcmHost.Parse(source.Host).Name.Trim('[', ']'),
            AllowedDestinationNetwork.Parse(source.Network),
            source.Port);

        internal bool Matches(string host, int port, IPAddress address) =>
            (Port is null || Port == port)
            && MatchesHost(host)
            && (Network is null || Network.Value.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

        internal bool MatchesHost(string host) =>
            Host is null
            || (host.EndsWith(Host, StringComparison.OrdinalIgnoreCase)
                && (host.Length == Host.Length || host[^(Host.Length + 1)] == '.'));
    }
}
