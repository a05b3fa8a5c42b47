using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>Why a destination is not called, each with the option that mends it.</summary>
internal static class DestinationFailures
{
    internal static OcmFailure Scheme { get; } =
        Blocked("The destination is not allowed: it is not https. OcmHttpOptions.AllowHttp allows http in tests.");

    internal static OcmFailure UserInfo { get; } =
        Blocked("The destination is not allowed: its URL holds a user name or a password.");

    internal static OcmFailure Host { get; } =
        Blocked("The destination is not allowed: its host is neither a DNS name nor an IP address in normal form.");

    internal static OcmFailure Port { get; } =
        Blocked("The destination is not allowed: its port is not open. "
            + "OcmHttpOptions.AllowedPorts opens it for all hosts, an entry with Port in AllowedDestinations for some.");

    private static OcmFailure Private { get; } =
        Blocked("The destination is not allowed: its address is private. OcmHttpOptions.AllowedDestinations opens a host, "
            + "network or port, AllowPrivateNetworks opens all private networks.");

    private static OcmFailure Loopback { get; } =
        Blocked("The destination is not allowed: its address is this machine. "
            + "OcmHttpOptions.AllowedDestinations opens a host, network or port.");

    private static OcmFailure Special { get; } =
        Blocked("The destination is not allowed: its address is special (link-local, metadata service, multicast, reserved). "
            + "Only an entry in OcmHttpOptions.AllowedDestinations whose Network holds the address opens it.");

    internal static OcmFailure Address(AddressKind kind) => kind switch
    {
        AddressKind.Private => Private,
        AddressKind.Loopback => Loopback,
        _ => Special,
    };

    private static OcmFailure Blocked(string message) => new(OcmFailureKind.Blocked, message);
}
