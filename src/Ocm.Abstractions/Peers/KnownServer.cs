using Ocm.Addresses;

namespace Ocm.Peers;

/// <summary>What this server remembers of another one (draft: Terms, Trusted Server; TRUST-01).</summary>
public sealed record KnownServer
{
    /// <summary>The server.</summary>
    public required OcmHost Host { get; init; }

    /// <summary>When it was met first.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it was met last.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Its discovery document as it was read last, as JSON text.</summary>
    public string? DiscoveryJson { get; init; }

    /// <summary>Its JWK Set as it was read last, as JSON text.</summary>
    public string? KeySetJson { get; init; }

    /// <summary>When a call of it was first signed; from then on unsigned ones are refused. Null where none ever was.</summary>
    public DateTimeOffset? SignedSince { get; init; }
}
