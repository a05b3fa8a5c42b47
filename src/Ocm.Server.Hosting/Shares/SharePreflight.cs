using Microsoft.Extensions.Options;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Server.Discovery;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Shares;

/// <summary>
/// Decides from the two servers' discovery documents whether and how a share is offered. Read <see cref="Decide"/> from top to
/// bottom: each step is one question, and a refusal names the rule and the advertised value that stopped it.
/// </summary>
internal sealed class SharePreflight(
    IEnumerable<ProtocolBinding> bindings, OwnDiscoveryDocument own, IPeerProfiles profiles, IOptions<OcmServerOptions> options)
{
    private readonly ProtocolBinding[] _bindings = [.. bindings];
    private readonly OcmServerOptions _options = options.Value;

    /// <summary>Decides (SHARE-02 to 06, 10, 16, 18; TOK-11, 13; MFA-02; ACC-11).</summary>
    internal OcmResult<ShareOffer> Decide(SentShare share, SecretString secret, DiscoveredServer receiver)
    {
        var document = receiver.Document;
        var profile = profiles.Find(receiver);

        // 1. As what does the resource go, and does the receiver take it for this kind of recipient?
        var (wireType, entry) = ResolveResourceType(share.ResourceType, document, profile);
        if (CheckRecipient(share, wireType, entry) is { } unsupported)
        {
            return unsupported;
        }

        // 2. What must each access fulfil: by the sender's wish, by the receiver's criteria, by our own preference?
        if (!DecideRequirements(share, receiver, profile).TryGetValue(out var requirements, out var failure))
        {
            return failure;
        }

        // 3. Over which protocols can it then be offered?
        var question = new ProtocolQuestion(share, document, wireType, entry, requirements, own.OffersTokenExchange, profile);
        if (!ChooseProtocols(question, out var leftOut).TryGetValue(out var offered, out failure))
        {
            return failure;
        }

        // 4. All that carry requirements carry the same ones: one that needs the exchange makes it a requirement of all (SHARE-19).
        if (offered.Exists(binding => binding.NeedsTokenExchange) && !requirements.Contains(Requirement.MustExchangeToken))
        {
            requirements = [.. requirements, Requirement.MustExchangeToken];
        }

        // 5. May the secret alone open it?
        if (!_options.AllowSecretAccess
            && !requirements.Contains(Requirement.MustExchangeToken)
            && offered.Exists(binding => binding.CarriesRequirements))
        {
            return Refusal.Of("ACC-11", "capabilities: no exchange-token", "This server shares by exchanged token only, which the receiving server does not offer.");
        }

        return new ShareOffer(share, secret, receiver)
        {
            WireResourceType = wireType,
            Requirements = requirements,
            RelativeUri = entry?.WebDavUriForm == "relative",
            WebAppTargets = entry?.WebAppTargets ?? [],
            Bindings = offered,
            LeftOut = leftOut,
        };
    }

    // SHARE-10: a server that knows files but no folders gets a folder as a file.
    private static (ResourceType WireType, ResourceTypeEntry? Entry) ResolveResourceType(
        ResourceType type, DiscoveryDocument document, PeerProfile profile)
    {
        if (profile.SharesFilesOnly && type == ResourceType.Folder)
        {
            return (ResourceType.File, document.Find(ResourceType.File));
        }

        var entry = document.Find(type);
        return entry is null && type == ResourceType.Folder && document.Find(ResourceType.File) is { } file
            ? (ResourceType.File, file)
            : (type, entry);
    }

    // SHARE-05, with the one combination that every server is assumed to take: a file for a user, over webdav.
    private static OcmFailure? CheckRecipient(SentShare share, ResourceType wireType, ResourceTypeEntry? entry)
    {
        if (entry is null)
        {
            return wireType == ResourceType.File && share.ShareType == ShareType.User
                ? null
                : Refusal.Of("SHARE-05", $"resourceTypes: no {wireType}", "The receiving server does not take this type of resource.");
        }

        return entry.ShareTypes.Contains(share.ShareType)
            ? null
            : Refusal.Of("SHARE-05", $"resourceTypes.{wireType}.shareTypes: no {share.ShareType}", "The receiving server does not take this type of resource for this kind of recipient.");
    }

    private OcmResult<IReadOnlyList<Requirement>> DecideRequirements(SentShare share, DiscoveredServer receiver, PeerProfile profile)
    {
        var document = receiver.Document;
        List<Requirement> requirements = [.. share.Requirements.Distinct()];
        var wanted = requirements.Contains(Requirement.MustExchangeToken);
        var demanded = document.Has(Criterion.MustExchangeToken);
        if (demanded && !own.OffersTokenExchange)
        {
            return Refusal.Of("SHARE-04", "criteria: must-exchange-token", "The receiving server takes only shares with a token exchange, which this server does not offer.");
        }

        if (wanted && !own.OffersTokenExchange)
        {
            return Refusal.Of("TOK-13", advertised: null, "This server issues no tokens, so the share cannot require the exchange.");
        }

        if (wanted && !CanExchange(document))
        {
            return Refusal.Of("TOK-11", "capabilities: no exchange-token", "The receiving server cannot exchange tokens, so the share cannot require it.");
        }

        if (requirements.Contains(Requirement.MustUseMfa) && !document.Has(Capability.EnforceMfa))
        {
            return Refusal.Of("MFA-02", "capabilities: no enforce-mfa", "The receiving server cannot enforce a second factor, so the share cannot require it.");
        }

        // SHARE-03: the criterion makes it a must. TOK-13: with the capability alone it is ours to choose, and an older server that
        // does not sign would get no token (TOK-06).
        var chosen = _options.PreferTokenExchange && own.OffersTokenExchange && document.Has(Capability.ExchangeToken)
            && (profile.IsDraft || receiver.TakesSignatures);
        if (!wanted && (demanded || chosen))
        {
            requirements.Add(Requirement.MustExchangeToken);
        }

        return requirements;
    }

    /// <summary>
    /// The protocols that can be offered. Each that the sender chose must be possible; of the others, those that are not are
    /// left out, and said so.
    /// </summary>
    private OcmResult<List<ProtocolBinding>> ChooseProtocols(ProtocolQuestion question, out IReadOnlyList<ProtocolLeftOut> leftOut)
    {
        var chosen = question.Share.Protocols;
        List<ProtocolBinding> offered = [];
        List<ProtocolLeftOut> impossible = [];
        leftOut = impossible;
        foreach (var binding in _bindings.Where(binding => Sends(binding, question.Share)))
        {
            if (question.Check(binding) is not { } failure)
            {
                offered.Add(binding);
            }
            else if (chosen.Count > 0)
            {
                return failure;
            }
            else
            {
                impossible.Add(new ProtocolLeftOut(binding.Name, failure));
            }
        }

        if (chosen.Any(name => !offered.Exists(binding => binding.Name == name)))
        {
            return Refusal.Of("SHARE-05", advertised: null, "This server does not share this resource over a protocol that was asked for.");
        }

        return offered.Count > 0 ? offered
            : impossible.Count > 0 ? impossible[0].Reason
            : Refusal.Of("SHARE-05", advertised: null, "This server shares this resource over no protocol.");
    }

    private static bool Sends(ProtocolBinding binding, SentShare share) =>
        binding.ResourceTypes.Contains(share.ResourceType)
        && binding.DescribeSending(share.ResourceType) is not null
        && binding.CanOffer(share)
        && (share.Protocols.Count == 0 ? binding.OfferedByDefault : share.Protocols.Contains(binding.Name));

    private static bool CanExchange(DiscoveryDocument document) =>
        document.Has(Capability.ExchangeToken) || document.Has(Criterion.MustExchangeToken);

    /// <summary>One share on its way to one receiver, asked of each protocol.</summary>
    private sealed record ProtocolQuestion(
        SentShare Share,
        DiscoveryDocument Receiver,
        ResourceType WireType,
        ResourceTypeEntry? Entry,
        IReadOnlyList<Requirement> Requirements,
        bool WeIssueTokens,
        PeerProfile Profile)
    {
        /// <summary>Why the share cannot be offered over a protocol; null where it can.</summary>
        internal OcmFailure? Check(ProtocolBinding binding)
        {
            if (!binding.CarriesRequirements && Receiver.Has(Criterion.MustExchangeToken))
            {
                return Refusal.Of("SHARE-03", "criteria: must-exchange-token", $"The receiving server takes only shares with a token exchange, which {binding.Name} cannot carry.");
            }

            // What cannot say that a second factor is required must not open the resource without one.
            if (!binding.CarriesRequirements && Requirements.Contains(Requirement.MustUseMfa))
            {
                return Refusal.Of("MFA-01", advertised: null, $"A second factor is required, which {binding.Name} cannot carry.");
            }

            if (binding.NeedsTokenExchange && !WeIssueTokens)
            {
                return Refusal.Of("SHARE-06", advertised: null, $"This server issues no tokens, without which {binding.Name} cannot be used.");
            }

            if (binding.NeedsTokenExchange && !CanExchange(Receiver))
            {
                return Refusal.Of("TOK-11", "capabilities: no exchange-token", $"The receiving server cannot exchange tokens, without which {binding.Name} cannot be used.");
            }

            if (binding.Name == ProtocolName.WebDav && WireType == ResourceType.File && Share.ShareType == ShareType.User)
            {
                return null;
            }

            // Before 1.4 a server did not say what it receives: one that serves a type over WebDAV takes it so too.
            if (binding.Name == ProtocolName.WebDav && !Profile.IsDraft && Entry?.WebDavPath is not null)
            {
                return null;
            }

            return Entry is null
                ? Refusal.Of("SHARE-05", $"resourceTypes: no {WireType}", "The receiving server does not take this type of resource.")
                : binding.CheckReceiver(Entry);
        }
    }

    private static class Refusal
    {
        internal static OcmFailure Of(string rule, string? advertised, string message) =>
            new(OcmFailureKind.NotSupported, message) { Rule = rule, Advertised = advertised };
    }
}
