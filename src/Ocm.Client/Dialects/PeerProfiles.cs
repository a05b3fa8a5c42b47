using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Discovery;

namespace Ocm.Client.Dialects;

/// <summary>The profiles by what discovery documents say.</summary>
internal sealed class PeerProfiles : IPeerProfiles
{
    private readonly bool _isOn;
    private readonly FrozenDictionary<OcmHost, PeerProfile> _byHost;

    public PeerProfiles(IOptions<OcmClientOptions> options)
    {
        _isOn = options.Value.AcceptLegacyMessages;
        _byHost = options.Value.PeerProfiles.ToFrozenDictionary(entry => OcmHost.Parse(entry.Key), entry => entry.Value);
    }

    public PeerProfile Find(DiscoveredServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (!_isOn)
        {
            return PeerProfile.Draft;
        }

        return _byHost.TryGetValue(server.Host, out var own) ? own
            : server.JwksUri is not null ? PeerProfile.Draft
            : FindByFeatures(server.Document);
    }

    private static PeerProfile FindByFeatures(DiscoveryDocument document)
    {
        if (IsNextcloud(document))
        {
            return document.Has(Capability.ExchangeToken) ? PeerProfile.NextcloudWithTokens : PeerProfile.Nextcloud;
        }

        // The protocol object is what 1.1 brought; 1.0 had options only.
        return document.ApiVersion.StartsWith("1.0", StringComparison.Ordinal) && !document.Has(Capability.ProtocolObject)
            ? PeerProfile.Ocm10
            : PeerProfile.Multi;
    }

    private static bool IsNextcloud(DiscoveryDocument document) =>
        document.Provider?.StartsWith("Nextcloud", StringComparison.OrdinalIgnoreCase) == true
        || document.Capabilities?.Any(capability => capability.Value is "/shares" or "shares") == true;
}
