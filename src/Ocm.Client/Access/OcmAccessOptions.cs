namespace Ocm.Client.Access;

/// <summary>How received shares are accessed. Sending servers are strangers, so every default is the careful one.</summary>
public sealed class OcmAccessOptions
{
    /// <summary>
    /// Whether a share may name a WebDAV URI on another host or port than its sender's. Off by default: the share's secret
    /// or token would go to that host.
    /// </summary>
    public bool AllowForeignResourceHosts { get; set; }

    /// <summary>
    /// Whether shares in the form of OCM 1.0, with a secret in <c>protocol.options</c> alone, are accessed with HTTP Basic at
    /// the sending server's WebDAV root (draft: Resource Access, step 5; deprecated). Off by default.
    /// </summary>
    public bool AllowLegacySecrets { get; set; }

    /// <summary>The largest answer to a PROPFIND, in bytes. 16 MiB by default.</summary>
    public int MaxListingBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>The most entries that a folder may have. 100,000 by default.</summary>
    public int MaxListingEntries { get; set; } = 100_000;

    /// <summary>How deep the XML of an answer to a PROPFIND may be nested. 64 by default; 8 suffice for what is asked.</summary>
    public int MaxListingDepth { get; set; } = 64;

    /// <summary>How long an answer to a PROPFIND may take from its first byte to its last. 2 minutes by default.</summary>
    public TimeSpan ListingTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long the sending server may work on moving, copying or deleting before it answers: it may be a whole folder. 5
    /// minutes by default.
    /// </summary>
    public TimeSpan TreeTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a token is used at most, whatever the sending server says. 1 day by default.</summary>
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long before its end a token is renewed; a token that lives less than five times as long is renewed after four
    /// fifths of its life. 30 seconds by default.
    /// </summary>
    public TimeSpan TokenRenewalMargin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how many shares at a time a token and what was learnt of their access is kept in memory; the longest unused ones
    /// are forgotten first. 10,000 by default.
    /// </summary>
    public int MaxTrackedShares { get; set; } = 10_000;
}
