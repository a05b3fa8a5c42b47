namespace Ocm.Samples.Peer.Configuration;

/// <summary>Where shares, contacts and the outbox are kept.</summary>
public enum PeerStore
{
    /// <summary>In an SQLite file under the data folder.</summary>
    Sqlite,

    /// <summary>In memory: gone at the end.</summary>
    Memory,

    /// <summary>In PostgreSQL.</summary>
    Postgres,
}
