using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Errors;
using Ocm.Parties;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Shares;

/// <summary>What a well-formed share creation notification must fulfil at this server (SHARE-14, 22, 24, 29, 31; EMB-02).</summary>
internal sealed class ShareReceptionRules(
    IEnumerable<ProtocolBinding> bindings,
    IEnumerable<IMfaVerifier> mfaVerifiers,
    OcmServerUris uris,
    TimeProvider time,
    IOptions<OcmServerOptions> options)
{
    private readonly ProtocolBinding[] _bindings = [.. bindings];
    private readonly bool _enforcesMfa = mfaVerifiers.Any();

    internal OcmFailure? Check(ShareCreationNotification share)
    {
        List<ValidationError> errors = [];
        CheckFields(share, errors);
        if (errors.Count > 0)
        {
            return OcmFailure.Invalid(errors);
        }

        return CheckSupport(share) ?? CheckRequirements(share);
    }

    private void CheckFields(ShareCreationNotification share, List<ValidationError> errors)
    {
        if (share.ShareWith.Host != uris.Host)
        {
            errors.Add(new ValidationError("shareWith", "is not at this server"));
        }

        if (share.Expiration is { } expiration && expiration <= time.GetUtcNow().ToUnixTimeSeconds())
        {
            errors.Add(new ValidationError("expiration", "is in the past"));
        }

        if (share.Expiration > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            errors.Add(new ValidationError("expiration", "is too far in the future"));
        }

        CheckSecret(share.Protocol.WebDav?.Uri, share.Protocol.WebDav?.SharedSecret, "protocol.webdav.uri", errors);
        CheckSecret(share.Protocol.WebApp?.Uri, share.Protocol.WebApp?.SharedSecret, "protocol.webapp.uri", errors);
        if (share.ResourceType == ResourceType.RoCrate && share.Protocol.Embedded is { ValueKind: not JsonValueKind.Object })
        {
            errors.Add(new ValidationError("protocol.embedded", "must be a JSON object for resourceType ro-crate"));
        }
    }

    // A secret in a URI ends up in logs on the way. Short ones may stand in a path by chance.
    private static void CheckSecret(string? uri, SecretString? secret, string field, List<ValidationError> errors)
    {
        if (uri is not null && secret?.Reveal() is { Length: >= 8 } text && uri.Contains(text, StringComparison.Ordinal))
        {
            errors.Add(new ValidationError(field, "must not hold the shared secret"));
        }
    }

    private OcmFailure? CheckSupport(ShareCreationNotification share)
    {
        if (!options.Value.ShareTypes.Contains(share.ShareType))
        {
            return Unsupported("This server does not take this shareType.");
        }

        var known = false;
        foreach (var binding in _bindings)
        {
            if (binding.ResourceTypes.Contains(share.ResourceType) && binding.DescribeReceiving(share.ResourceType) is not null)
            {
                known = true;
                if (share.Protocol.Offered().Contains(binding.Name) && binding.CanUse(share.Protocol))
                {
                    return null;
                }
            }
        }

        return Unsupported(known ? "This server can use none of the offered protocols." : "This server does not take this resourceType.");
    }

    private OcmFailure? CheckRequirements(ShareCreationNotification share)
    {
        foreach (var requirement in (share.Protocol.WebDav?.Requirements ?? []).Concat(share.Protocol.WebApp?.Requirements ?? []))
        {
            if (requirement == Requirement.MustUseMfa && !_enforcesMfa)
            {
                return Unsupported("This server cannot enforce must-use-mfa.");
            }

            if (requirement != Requirement.MustUseMfa && requirement != Requirement.MustExchangeToken)
            {
                return Unsupported("This server does not know one of the requirements.");
            }
        }

        return null;
    }

    private static OcmFailure Unsupported(string message) => new(OcmFailureKind.NotSupported, message);
}
