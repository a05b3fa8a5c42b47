namespace Ocm.Samples.Peer.Configuration;

/// <summary>Everything that can be set, under <c>Peer:</c>. Checked when a <see cref="PeerHost"/> is built.</summary>
public sealed class PeerOptions
{
    /// <summary>The origin that other servers see: scheme, host and port, nothing else.</summary>
    public required Uri PublicOrigin { get; init; }

    /// <summary>The address to bind; default the public origin's port on loopback.</summary>
    public ListenAddress? Listen { get; init; }

    /// <summary>A PEM file with the listener's certificate and, if any, the intermediate ones.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>A PEM file with the listener's private key; default the certificate's file.</summary>
    public string? TlsKey { get; init; }

    /// <summary>A PEM file of further roots that are trusted for outgoing calls.</summary>
    public string? TrustedCertificates { get; init; }

    /// <summary>Where files, database and keys are.</summary>
    public string DataDirectory { get; init; } = "peer-data";

    /// <summary>Where shares and the like are kept.</summary>
    public PeerStore Store { get; init; } = PeerStore.Sqlite;

    /// <summary>The database, for <see cref="PeerStore.Postgres"/>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The users.</summary>
    public IReadOnlyList<PeerUserOptions> Users { get; init; } = [];

    /// <summary>The JOSE name of the algorithm that requests are signed with.</summary>
    public string SignatureAlgorithm { get; init; } = "Ed25519";

    /// <summary>Which servers this one talks to.</summary>
    public PeerMode Mode { get; init; }

    /// <summary>What this server demands of others, as it says in its discovery document.</summary>
    public IReadOnlyList<string> Criteria { get; init; } = ["must-use-http-sig"];

    /// <summary>With the criterion <c>allowlist</c>: the hosts that are let in.</summary>
    public IReadOnlyList<string> AllowList { get; init; } = [];

    /// <summary>With the criterion <c>denylist</c>: the hosts that are kept out.</summary>
    public IReadOnlyList<string> DenyList { get; init; } = [];

    /// <summary>Whether origins may be http. For tests.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Whether other servers may be on loopback and private addresses. For tests.</summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary>Whether received shares are accepted without asking.</summary>
    public bool AutoAccept { get; init; }

    /// <summary>Whether each contact is given an identifier of its own for a user.</summary>
    public bool GivenIdentifiers { get; init; }

    /// <summary>Who may ask users of this server for shares.</summary>
    public PeerShareRequests ShareRequests { get; init; }

    /// <summary>Directories of servers, for invites.</summary>
    public IReadOnlyList<DirectoryServiceOptions> DirectoryServices { get; init; } = [];

    /// <summary>How old a signature may be, in seconds.</summary>
    public int FreshnessSeconds { get; init; } = 300;

    /// <summary>How far in the future a signature may have been made, in seconds.</summary>
    public int ClockSkewSeconds { get; init; } = 60;

    /// <summary>How long an access token lives, in seconds.</summary>
    public int TokenLifetimeSeconds { get; init; } = 300;

    /// <summary>How many requests a minute one address may send to the federation endpoints; null: any number.</summary>
    public int? RateLimit { get; init; }

    /// <summary>host[:port] of the public origin, as it stands in addresses.</summary>
    public string PublicAuthority => PublicOrigin.Authority;
}
