using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Discovery;

namespace Ocm.Client.Dialects;

/// <summary>The profiles by host, by the vendor's rules, and by the built-in ones.</summary>
internal sealed class PeerProfiles : IPeerProfiles
{
    private readonly bool _isOn;
    private readonly FrozenDictionary<OcmHost, PeerProfile> _byHost;
    private readonly PeerProfileRule[] _rules;

    public PeerProfiles(IOptions<OcmClientOptions> options)
    {
        _isOn = options.Value.AcceptLegacyMessages;
        _byHost = options.Value.PeerProfiles.ToFrozenDictionary(entry => OcmHost.Parse(entry.Key), entry => entry.Value);
        _rules = [.. options.Value.PeerProfileRules, .. PeerProfileRule.BuiltIn];
    }

    public PeerProfile Find(DiscoveredServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return !_isOn ? PeerProfile.Draft
            : _byHost.TryGetValue(server.Host, out var own) ? own
            : Array.Find(_rules, rule => rule.AppliesTo(server))!.Profile;
    }
}
