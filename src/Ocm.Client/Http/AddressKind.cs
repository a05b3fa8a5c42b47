namespace Ocm.Client.Http;

/// <summary>What kind of network an IP address belongs to, from harmless to never wanted.</summary>
internal enum AddressKind
{
    /// <summary>Globally reachable unicast.</summary>
    Public,

    /// <summary>Private-use networks: RFC 1918, shared address space, unique-local IPv6.</summary>
    Private,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>Everything else: link-local, metadata services, multicast, documentation, transition mechanisms and so on.</summary>
    Special,
}
