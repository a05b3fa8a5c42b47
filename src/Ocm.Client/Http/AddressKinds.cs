using System.Net;
using System.Net.Sockets;

namespace Ocm.Client.Http;

/// <summary>
/// The kind of every IP address, after the IANA special-purpose address registries (RFC 6890, as of 2026). IPv4 lists what
/// is closed. IPv6 lists what is open: only 2000::/3 is handed out as global unicast, so a block that is assigned one day
/// starts out closed.
/// </summary>
internal static class AddressKinds
{
    // Metadata services with addresses inside networks that can be opened, or inside public space.
    private static readonly IPAddress[] MetadataServices =
    [
        IPAddress.Parse("100.100.100.200"),
        IPAddress.Parse("168.63.129.16"),
        IPAddress.Parse("fd00:ec2::254"),
        IPAddress.Parse("fd00:ec2::253"),
        IPAddress.Parse("fd00:ec2::123"),
        IPAddress.Parse("fd20:ce::254"),
    ];

    private static readonly (IPNetwork Network, AddressKind Kind)[] IPv4 =
    [
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Special),       // this network
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Private),   // shared address space
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback),
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.Special),  // link-local, metadata services
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.0.0.0/24"), AddressKind.Special),    // IETF protocol assignments
        (IPNetwork.Parse("192.0.2.0/24"), AddressKind.Special),    // documentation
        (IPNetwork.Parse("192.31.196.0/24"), AddressKind.Special), // AS112
        (IPNetwork.Parse("192.52.193.0/24"), AddressKind.Special), // multicast tunnelling
        (IPNetwork.Parse("192.88.99.0/24"), AddressKind.Special),  // 6to4 relays
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private),
        (IPNetwork.Parse("192.175.48.0/24"), AddressKind.Special), // AS112
        (IPNetwork.Parse("198.18.0.0/15"), AddressKind.Special),   // benchmarking
        (IPNetwork.Parse("198.51.100.0/24"), AddressKind.Special), // documentation
        (IPNetwork.Parse("203.0.113.0/24"), AddressKind.Special),  // documentation
        (IPNetwork.Parse("224.0.0.0/4"), AddressKind.Special),     // multicast
        (IPNetwork.Parse("240.0.0.0/4"), AddressKind.Special),     // reserved, broadcast
    ];

    // The first network that holds the address decides.
    private static readonly (IPNetwork Network, AddressKind Kind)[] IPv6 =
    [
        (IPNetwork.Parse("::1/128"), AddressKind.Loopback),
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private),        // unique-local
        (IPNetwork.Parse("2001::/23"), AddressKind.Special),       // protocol assignments, Teredo, ORCHID, benchmarking
        (IPNetwork.Parse("2001:db8::/32"), AddressKind.Special),   // documentation
        (IPNetwork.Parse("2002::/16"), AddressKind.Special),       // 6to4
        (IPNetwork.Parse("2620:4f:8000::/48"), AddressKind.Special), // AS112
        (IPNetwork.Parse("3ffe::/16"), AddressKind.Special),       // 6bone, returned
        (IPNetwork.Parse("3fff::/20"), AddressKind.Special),       // documentation
        (IPNetwork.Parse("2000::/3"), AddressKind.Public),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether the address is globally reachable unicast.</summary>
    internal static bool IsPublic(IPAddress address) => Of(address) == AddressKind.Public;

    /// <summary>The kind of an address. What carries an IPv4 address to which packets will go is judged by that address.</summary>
    internal static AddressKind Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (Array.IndexOf(MetadataServices, address) >= 0)
        {
            return AddressKind.Special;
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Find(IPv4, address, AddressKind.Public);
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.ScopeId != 0)
        {
            return AddressKind.Special;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (Nat64.Contains(address))
        {
            // The translator of an IPv6-only network: public servers of IPv4 have such addresses there (RFC 6052). What
            // is behind it on a private address is never meant.
            return IsPublic(new IPAddress(bytes[12..])) ? AddressKind.Public : AddressKind.Special;
        }

        return IsIsatap(bytes) ? AddressKind.Special : Find(IPv6, address, AddressKind.Special);
    }

    // RFC 5214: any prefix, then 0000:5efe or 0200:5efe and an IPv4 address, to which the packet is tunnelled.
    private static bool IsIsatap(ReadOnlySpan<byte> bytes) =>
        bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;

    private static AddressKind Find((IPNetwork Network, AddressKind Kind)[] table, IPAddress address, AddressKind otherwise)
    {
        foreach (var (network, kind) in table)
        {
            if (network.Contains(address))
            {
                return kind;
            }
        }

        return otherwise;
    }
}
