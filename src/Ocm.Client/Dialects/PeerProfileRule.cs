using Ocm.Client.Discovery;
using Ocm.Discovery;

namespace Ocm.Client.Dialects;

/// <summary>Which servers get which profile. The first rule that applies counts: those of a vendor, then the built-in ones.</summary>
/// <param name="AppliesTo">
/// Whether a server gets the profile, by what its discovery document says. Capabilities and criteria stand there by the names of
/// the draft, whatever the server wrote. Called for each message, so that it must be cheap; must not throw.
/// </param>
/// <param name="Profile">The profile.</param>
public sealed record PeerProfileRule(Predicate<DiscoveredServer> AppliesTo, PeerProfile Profile)
{
    /// <summary>What is built in, in order: by features first, by the version last.</summary>
    public static IReadOnlyList<PeerProfileRule> BuiltIn { get; } =
    [
        new(server => server.JwksUri is not null, PeerProfile.Draft),
        new(server => IsNextcloud(server.Document) && server.Document.Has(Capability.ExchangeToken), PeerProfile.NextcloudWithTokens),
        new(server => IsNextcloud(server.Document), PeerProfile.Nextcloud),

        // The protocol object is what 1.1 brought; 1.0 had options only.
        new(server => IsVersion(server.Document, "1.0") && !server.Document.Has(Capability.ProtocolObject), PeerProfile.Ocm10),
        new(server => IsVersion(server.Document, "1.2") && server.Document.Has(Capability.ExchangeToken), PeerProfile.Ocm12),
        new(_ => true, PeerProfile.Multi),
    ];

    private static bool IsNextcloud(DiscoveryDocument document) =>
        document.Provider?.StartsWith("Nextcloud", StringComparison.OrdinalIgnoreCase) == true
        || document.Capabilities?.Any(capability => capability.Value is "/shares" or "shares") == true;

    private static bool IsVersion(DiscoveryDocument document, string version) => document.ApiVersion.StartsWith(version, StringComparison.Ordinal);
}
