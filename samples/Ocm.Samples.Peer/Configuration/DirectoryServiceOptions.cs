namespace Ocm.Samples.Peer.Configuration;

/// <summary>A directory service of <c>Peer:DirectoryServices</c>.</summary>
public sealed class DirectoryServiceOptions
{
    /// <summary>Where it is.</summary>
    public required Uri Url { get; init; }

    /// <summary>Its public key as JSON (RFC 7517), or null to take its answers unsigned.</summary>
    public string? Jwk { get; init; }
}
