using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Discovery;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Serialization;
using Ocm.Server.Peers;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Server.Discovery;

/// <summary>
/// What this server says of itself, derived from what is registered and enforced (DISC-01 to 12, 18). Built once: nothing it is
/// made of changes while the server runs.
/// </summary>
internal sealed class OwnDiscoveryDocument
{
    public OwnDiscoveryDocument(
        IOptions<OcmServerOptions> options,
        OcmServerUris uris,
        IEnumerable<ProtocolBinding> bindings,
        CriterionSet criteria,
        IEnumerable<IDiscoveryContributor> contributors,
        IServiceProviderIsService services)
    {
        var value = options.Value;
        ProtocolBinding[] protocols = [.. bindings];
        OwnDocumentCheck.CheckBindings(protocols);
        var invites = services.IsService(typeof(IInviteStore));
        var document = new DiscoveryDocument
        {
            Enabled = value.Enabled,
            ApiVersion = DiscoveryDocument.CurrentApiVersion,
            EndPoint = uris.EndPoint,
            Provider = value.ProviderName,
            ResourceTypes = Describe(protocols, [.. value.ShareTypes.Distinct()]),
            Capabilities = [.. Capabilities(value, invites, mfa: services.IsService(typeof(IMfaVerifier)))],
            Criteria = [.. criteria.All.Select(criterion => criterion.Criterion).Distinct()],
            InviteAcceptDialog = invites ? value.InviteAcceptDialog : null,
            JwksUri = uris.Absolute(uris.JwksPath),
            TokenEndPoint = value.IssueTokens ? uris.Absolute(uris.TokenPath) : null,
        };
        OffersTokenExchange = value.IssueTokens;
        Document = contributors.Aggregate(document, (current, contributor) => contributor.Contribute(current));
        Json = OcmJson.Write(Document);
        new OwnDocumentCheck(derived: document, Document, OcmJson.Write(document), Json).Run();
    }

    internal DiscoveryDocument Document { get; }

    internal byte[] Json { get; }

    /// <summary>Whether this server can take part in the code flow as a sender: it says so and tells where (SHARE-03, 04, 06).</summary>
    internal bool OffersTokenExchange { get; }

    private static IEnumerable<Capability> Capabilities(OcmServerOptions options, bool invites, bool mfa)
    {
        if (mfa)
        {
            yield return Capability.EnforceMfa;
        }

        if (options.IssueTokens)
        {
            yield return Capability.ExchangeToken;
        }

        yield return Capability.HttpSig;
        if (invites)
        {
            yield return Capability.Invites;
            if (options.WayfPath is not null)
            {
                yield return Capability.InviteWayf;
            }
        }

        yield return Capability.Notifications;
        yield return Capability.ProtocolObject;
    }

    // ACC-01: peers look for the WebDAV path in the first entry, so one that has it comes first.
    private static List<ResourceTypeEntry> Describe(ProtocolBinding[] bindings, IReadOnlyList<ShareType> shareTypes) =>
        [.. bindings
            .SelectMany(binding => binding.ResourceTypes)
            .Distinct()
            .Select(type => new ResourceTypeEntry { Name = type, ShareTypes = shareTypes, Protocols = Protocols(bindings, type) })
            .Where(entry => entry.Protocols.Count > 0)
            .OrderByDescending(entry => entry.WebDavPath is not null)];

    private static Dictionary<string, JsonElement> Protocols(ProtocolBinding[] bindings, ResourceType type)
    {
        var protocols = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var binding in bindings.Where(binding => binding.ResourceTypes.Contains(type)))
        {
            if (binding.DescribeSending(type) is { } sending)
            {
                protocols[binding.Name.Value] = sending;
            }

            if (binding.DescribeReceiving(type) is { } receiving)
            {
                protocols[binding.Name.Value + ResourceTypeEntry.ReceiveSuffix] = receiving;
            }
        }

        return protocols;
    }
}
