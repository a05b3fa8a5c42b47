using Microsoft.Extensions.Options;
using Ocm.Client.Discovery;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Shares;

/// <summary>
/// Decides from the receiving server's discovery document whether and how a share is offered to it. One decision, in the order
/// of the rules; a refusal names the rule and the advertised value that stopped it (SHARE-02 to 06, 10, 16, 18; TOK-11, 13; MFA-02).
/// </summary>
internal sealed class SharePreflight(IEnumerable<ProtocolBinding> bindings, IOptions<OcmServerOptions> options)
{
    private readonly ProtocolBinding[] _bindings = [.. bindings];
    private readonly OcmServerOptions _options = options.Value;

    internal OcmResult<ShareOffer> Decide(SentShare share, SecretString secret, DiscoveredServer receiver)
    {
        var document = receiver.Document;
        var (wireType, entry) = ResolveResourceType(share.ResourceType, document);
        if (CheckRecipientKind(share, wireType, entry) is { } unsupported)
        {
            return unsupported;
        }

        if (!DecideRequirements(share, document).TryGetValue(out var requirements, out var failure)
            || !DecideBindings(share, document, entry, requirements).TryGetValue(out var offered, out failure))
        {
            return failure;
        }

        var mustExchange = offered.Exists(binding => binding.NeedsTokenExchange) && !requirements.Contains(Requirement.MustExchangeToken)
            ? [.. requirements, Requirement.MustExchangeToken]
            : requirements;
        if (!mustExchange.Contains(Requirement.MustExchangeToken) && offered.Exists(b => b.CarriesRequirements) && !_options.AllowSecretAccess)
        {
            return Refuse("ACC-11", "The receiving server does not advertise exchange-token, and this server shares by exchanged token only.");
        }

        return new ShareOffer(share, secret, receiver)
        {
            WireResourceType = wireType,
            Requirements = mustExchange,
            RelativeUri = entry?.WebDavUriForm == "relative",
            WebAppTargets = entry?.WebAppTargets ?? [],
            Bindings = offered,
        };
    }

    // SHARE-10: a server that knows files but no folders gets a folder as a file.
    private static (ResourceType WireType, ResourceTypeEntry? Entry) ResolveResourceType(ResourceType type, DiscoveryDocument document)
    {
        var entry = document.Find(type);
        return entry is null && type == ResourceType.Folder && document.Find(ResourceType.File) is { } file
            ? (ResourceType.File, file)
            : (type, entry);
    }

    private static OcmFailure? CheckRecipientKind(SentShare share, ResourceType wireType, ResourceTypeEntry? entry)
    {
        if (entry is null)
        {
            return IsAssumed(share, wireType)
                ? null
                : Refuse("SHARE-05", "The receiving server's resourceTypes do not list this resource type.");
        }

        return entry.ShareTypes.Contains(share.ShareType)
            ? null
            : Refuse("SHARE-05", "The receiving server's shareTypes do not list this kind of recipient for this resource type.");
    }

    private OcmResult<IReadOnlyList<Requirement>> DecideRequirements(SentShare share, DiscoveryDocument document)
    {
        List<Requirement> requirements = [.. share.Requirements.Distinct()];
        var canExchange = document.Has(Capability.ExchangeToken);
        if (requirements.Contains(Requirement.MustExchangeToken) && !canExchange && !document.Has(Criterion.MustExchangeToken))
        {
            return Refuse("TOK-11", "The receiving server does not advertise exchange-token, so the share cannot require it.");
        }

        if (requirements.Contains(Requirement.MustUseMfa) && !document.Has(Capability.EnforceMfa))
        {
            return Refuse("MFA-02", "The receiving server does not advertise enforce-mfa, so a second factor cannot be required of it.");
        }

        // SHARE-03: the criterion makes it a must; TOK-13: with the capability alone it is ours to choose.
        if (!requirements.Contains(Requirement.MustExchangeToken)
            && (document.Has(Criterion.MustExchangeToken) || (canExchange && _options.PreferTokenExchange)))
        {
            requirements.Add(Requirement.MustExchangeToken);
        }

        return requirements;
    }

    private OcmResult<List<ProtocolBinding>> DecideBindings(
        SentShare share, DiscoveryDocument document, ResourceTypeEntry? entry, IReadOnlyList<Requirement> requirements)
    {
        List<ProtocolBinding> offered = [];
        OcmFailure? first = null;
        foreach (var binding in Candidates(share))
        {
            var failure = Check(binding, share, document, entry, requirements);
            if (failure is null)
            {
                offered.Add(binding);
            }
            else if (share.Protocols.Count > 0)
            {
                return failure;
            }

            first ??= failure;
        }

        foreach (var name in share.Protocols)
        {
            if (!offered.Exists(binding => binding.Name == name))
            {
                return Refuse("SHARE-05", "This server does not share this resource type over a protocol that was asked for.");
            }
        }

        return offered.Count > 0 ? offered : first ?? Refuse("SHARE-05", "This server shares this resource type over no protocol.");
    }

    private IEnumerable<ProtocolBinding> Candidates(SentShare share) => _bindings.Where(binding =>
        binding.ResourceTypes.Contains(share.ResourceType)
        && binding.DescribeSending(share.ResourceType) is not null
        && binding.CanOffer(share)
        && (share.Protocols.Count == 0 ? binding.OfferedByDefault : share.Protocols.Contains(binding.Name)));

    private static OcmFailure? Check(
        ProtocolBinding binding, SentShare share, DiscoveryDocument document, ResourceTypeEntry? entry, IReadOnlyList<Requirement> requirements)
    {
        if (!binding.CarriesRequirements && document.Has(Criterion.MustExchangeToken))
        {
            return Refuse("SHARE-03", "The receiving server's criteria list must-exchange-token, which this protocol cannot carry.");
        }

        // What cannot say that a second factor is required must not open the resource without one.
        if (!binding.CarriesRequirements && requirements.Contains(Requirement.MustUseMfa))
        {
            return Refuse("MFA-01", "A second factor is required, which this protocol cannot carry.");
        }

        if (binding.NeedsTokenExchange && !document.Has(Capability.ExchangeToken))
        {
            return Refuse("TOK-11", "The receiving server does not advertise exchange-token, without which this protocol cannot be used.");
        }

        if (binding.Name == ProtocolName.WebDav && IsAssumed(share, entry?.Name ?? share.ResourceType))
        {
            return null;
        }

        return entry is null
            ? Refuse("SHARE-05", "The receiving server's resourceTypes do not list this resource type.")
            : binding.CheckReceiver(entry);
    }

    // The one combination that every server is assumed to take (SHARE-05). A folder that goes as a file is one, too.
    private static bool IsAssumed(SentShare share, ResourceType wireType) =>
        share.ShareType == ShareType.User && wireType == ResourceType.File;

    private static OcmFailure Refuse(string rule, string message) => new(OcmFailureKind.NotSupported, message) { Rule = rule };
}
