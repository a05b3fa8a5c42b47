namespace Ocm.Client.Discovery;

/// <summary>
/// How discovery documents and JWK Sets of other servers are fetched and kept. Strangers name the servers that are looked
/// up, so time, number and memory are all bounded.
/// </summary>
public sealed class PeerLookupOptions
{
    /// <summary>The cache of discovery documents.</summary>
    public PeerCacheOptions Discovery { get; } = new();

    /// <summary>The cache of JWK Sets.</summary>
    public PeerCacheOptions Keys { get; } = new();

    /// <summary>The largest discovery document or JWK Set that is read, in bytes. 128 KiB by default.</summary>
    public int MaxDocumentBytes { get; set; } = 128 * 1024;

    /// <summary>How long one lookup may take, with its wait for a place. 15 seconds by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How many lookups of servers that were never reached before may run at a time. 64 by default. Servers that are known
    /// do not wait behind strangers.
    /// </summary>
    public int MaxConcurrent { get; set; } = 64;

    /// <summary>How many further lookups of strangers may wait for a place; the next one fails at once. 4096 by default.</summary>
    public int MaxWaiting { get; set; } = 4096;
}
