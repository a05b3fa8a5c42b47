using Ocm.Client.Discovery;
using Ocm.Errors;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;

namespace Ocm.Client.Signatures;

/// <summary>
/// The form between OCM 1.3 and draft-06: RFC 9421, known by the label <c>ocm</c> and without a tag, with keys at
/// <c>/.well-known/jwks.json</c>. Most cover the Date header too; <c>created</c> is asked for either way.
/// </summary>
internal sealed class InterimSignature : LegacySignature
{
    internal const string Form = "interim-rfc9421";

    private const string Label = "ocm";

    private readonly SignatureClaim _claim;
    private readonly IPeerKeyResolver _keys;

    private InterimSignature(SignatureClaim claim, IPeerKeyResolver keys)
    {
        _claim = claim;
        _keys = keys;
    }

    /// <summary>The one signature of that label, where no other is the protocol's own.</summary>
    internal static InterimSignature? Read(HttpRequestView request, ReadOnlySpan<byte> body, SignatureSet signatures, SignatureRules rules, IPeerKeyResolver keys)
    {
        foreach (var signature in signatures.Signatures)
        {
            if (string.Equals(signature.Label, Label, StringComparison.Ordinal) && signature.Parameters.Tag is null)
            {
                var problem = rules.Check(request, body, signature);
                var claim = new SignatureClaim(request, signature, new byte[ReceivedSignature.SignedDigestSize]);
                return problem == OcmSignatureProblem.None
                    ? new InterimSignature(claim, keys) { KeyId = claim.KeyId, SignedAt = claim.SignedAt }
                    : new InterimSignature(claim, keys) { Problem = problem };
            }
        }

        return null;
    }

    public override async ValueTask<OcmSignatureProblem> VerifyAsync(DiscoveredServer server, CancellationToken cancellationToken = default)
    {
        var resolved = await _keys.ResolveAsync(server.Host, KeyId, cancellationToken).ConfigureAwait(false);
        SignedDigest = _claim.SignedDigest;
        return resolved.TryGetValue(out var key, out var failure)
            ? _claim.Check(key)
            : failure.Kind == OcmFailureKind.NotFound ? OcmSignatureProblem.UnknownKey : OcmSignatureProblem.KeysUnavailable;
    }
}
