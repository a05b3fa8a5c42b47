using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;

namespace Ocm.Client.Signatures;

/// <summary>
/// The older forms of signatures, where they are allowed: the interim form of RFC 9421, and the schemes that are registered.
/// A server whose discovery document has a <c>jwksUri</c> is held to the draft in both directions.
/// </summary>
internal sealed class LegacySignatures
{
    private readonly IServerDiscovery _discovery;
    private readonly IPeerKeyResolver _keys;
    private readonly SignatureRules _rules;
    private readonly ILegacySignatureScheme[] _schemes;

    public LegacySignatures(
        IServerDiscovery discovery,
        IPeerKeyResolver keys,
        SignatureRules rules,
        IEnumerable<ILegacySignatureScheme> schemes,
        IOptions<OcmClientOptions> options)
    {
        _discovery = discovery;
        _keys = keys;
        _rules = rules;
        IsOn = options.Value.Signatures.AllowLegacyForms;
        _schemes = IsOn ? [.. schemes] : [];
    }

    /// <summary>Whether any older form is allowed.</summary>
    internal bool IsOn { get; }

    /// <summary>Whether a server expects the Date header to be covered: it verifies signatures and publishes no <c>jwksUri</c>.</summary>
    internal bool ExpectsDate(DiscoveredServer server) => IsOn && server is { JwksUri: null, TakesSignatures: true };

    /// <summary>The scheme for calls to a server that takes no signatures of the draft's kind; null for none.</summary>
    internal ILegacySignatureScheme? FindFor(DiscoveredServer server) =>
        server.JwksUri is null ? Array.Find(_schemes, scheme => scheme.IsUnderstoodBy(server)) : null;

    /// <summary>Reads a request without a signature tagged <c>ocm</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="signatures">Its RFC 9421 signatures; null where the fields are none.</param>
    /// <returns>The form's name and what it claims; nothing where the request is signed in none of the forms.</returns>
    internal (string Form, LegacySignature Signature)? Read(HttpRequestView request, ReadOnlyMemory<byte> body, SignatureSet? signatures)
    {
        if (!IsOn)
        {
            return null;
        }

        if (signatures is not null && InterimSignature.Read(request, body.Span, signatures, _rules, _keys) is { } interim)
        {
            return (InterimSignature.Form, interim);
        }

        foreach (var scheme in _schemes)
        {
            if (scheme.Read(request, body) is { } signature)
            {
                return (scheme.Name, signature);
            }
        }

        return null;
    }

    /// <summary>Finds the candidate that signed.</summary>
    internal async ValueTask<OcmSignatureVerdict> IdentifyAsync(
        string form, LegacySignature signature, IReadOnlyList<OcmHost> candidates, CancellationToken cancellationToken)
    {
        var problem = OcmSignatureProblem.None;
        foreach (var candidate in candidates.OrderByDescending(host => signature.KeyId.Contains(host.Name, StringComparison.OrdinalIgnoreCase)))
        {
            var discovered = await _discovery.DiscoverAsync(candidate, cancellationToken).ConfigureAwait(false);
            var outcome = !discovered.TryGetValue(out var server, out _) ? OcmSignatureProblem.KeysUnavailable
                : server.JwksUri is not null ? OcmSignatureProblem.LegacyForm
                : await signature.VerifyAsync(server, cancellationToken).ConfigureAwait(false);
            if (outcome == OcmSignatureProblem.None)
            {
                return OcmSignatureVerdict.Valid(candidate, signature.KeyId, form);
            }

            problem = outcome > problem ? outcome : problem;
        }

        return OcmSignatureVerdict.Invalid(problem);
    }
}
