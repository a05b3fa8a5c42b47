namespace Ocm.Samples.Peer.Configuration;

/// <summary>A directory service of <c>Peer:DirectoryServices</c>.</summary>
public sealed class DirectoryServiceOptions
{
    /// <summary>Where it is.</summary>
    public required Uri Url { get; init; }

    /// <summary>Its public key as JSON (RFC 7517), obtained from its operator and not from the network.</summary>
    public required string Jwk { get; init; }
}
