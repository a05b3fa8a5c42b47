using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Signatures;

namespace Ocm.Client;

/// <summary>How this product meets other servers. Checked at start-up; how calls are made is in the options of Ocm.Client.Http.</summary>
public sealed class OcmClientOptions
{
    /// <summary>
    /// The origin under which other servers know this one, such as <c>https://cloud.example.org</c>: https, a host, a port
    /// where it is not 443, no path. Needed to sign and to exchange tokens; a product that only discovers and sends
    /// unsigned shares can do without.
    /// </summary>
    public string? PublicOrigin { get; set; }

    /// <summary>Which calls may go unsigned to servers that do not take signatures. By default shares, and what a receiving server tells a sending one.</summary>
    public UnsignedCalls UnsignedCalls { get; set; } = UnsignedCalls.Shares | UnsignedCalls.RecipientNotifications;

    /// <summary>
    /// Whether messages of OCM 1.0 to 1.3 are read, and written for servers that need them: off by default. A server that
    /// publishes <c>jwksUri</c> is held to the draft all the same. <c>OcmPosture.Interoperable</c> of a server switches it on.
    /// </summary>
    public bool AcceptLegacyMessages { get; set; }

    /// <summary>
    /// How to write for single servers (host[:port]), where their discovery documents mislead; used with
    /// <see cref="AcceptLegacyMessages"/> only.
    /// </summary>
    public IDictionary<string, PeerProfile> PeerProfiles { get; } = new Dictionary<string, PeerProfile>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How to write for whole families of servers, asked in order before <see cref="PeerProfileRule.BuiltIn"/>; used with
    /// <see cref="AcceptLegacyMessages"/> only. They say how this server writes, never what it takes: a server that publishes
    /// <c>jwksUri</c> is read by the draft, whatever is written to it.
    /// </summary>
    public IList<PeerProfileRule> PeerProfileRules { get; } = [];

    /// <summary>
    /// Servers whose endpoints are on another host: the server (host[:port]) to the hosts (host[:port]) that its discovery
    /// document may name beside its own. Empty by default: a document names URLs on its own host only, so that nobody can
    /// make this server call a third one, or trust another's keys.
    /// </summary>
    public IDictionary<string, IList<string>> ForeignEndpoints { get; } =
        new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How signatures are made and judged.</summary>
    public OcmSignatureOptions Signatures { get; } = new();

    /// <summary>How this server's own signing keys are made and rotated.</summary>
    public SigningKeyOptions SigningKeys { get; } = new();

    /// <summary>How documents and keys of other servers are fetched and kept.</summary>
    public PeerLookupOptions Lookups { get; } = new();
}
