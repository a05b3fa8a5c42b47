using Ocm.Samples.Peer.Configuration;

namespace Ocm.Samples.Tests.Peer;

/// <summary>What a test sets of a server beyond the usual.</summary>
internal sealed record PeerSettings
{
    public PeerMode Mode { get; init; }

    public bool AutoAccept { get; init; }

    public bool GivenIdentifiers { get; init; }

    public IReadOnlyList<string> Criteria { get; init; } = ["must-use-http-sig"];

    public IReadOnlyList<string> AllowList { get; init; } = [];

    public IReadOnlyList<string> DenyList { get; init; } = [];

    public int? RateLimit { get; init; }

    public int TokenLifetimeSeconds { get; init; } = 300;

    public string SignatureAlgorithm { get; init; } = "Ed25519";

    public PeerShareRequests ShareRequests { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IReadOnlyList<DirectoryServiceOptions> DirectoryServices { get; init; } = [];

    /// <summary>The display name of the server's first user.</summary>
    public string? DisplayName { get; init; }
}
