using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.Signatures;

namespace Ocm.Client.Signatures;

/// <summary>
/// Judges the OCM signature of a received request (draft: HTTP Message Signatures, Verification Requirements). What costs
/// nothing is checked first; keys are fetched only for a request that is well-formed, fresh and whole; and only a signature
/// that verified is used up.
/// </summary>
public sealed class OcmSignatureVerifier
{
    private readonly IPeerKeyResolver _keys;
    private readonly TimeProvider _timeProvider;
    private readonly SignatureMetrics _metrics;
    private readonly SignatureRules _rules;
    private readonly LegacySignatures? _legacy;
    private readonly TimeSpan _lookupTime;

    /// <summary>A verifier.</summary>
    /// <param name="keys">Finds the keys of other servers.</param>
    /// <param name="options">Freshness window, clock skew and time for lookups.</param>
    /// <param name="timeProvider">The time.</param>
    /// <param name="meterFactory">Where verdicts are counted.</param>
    public OcmSignatureVerifier(
        IPeerKeyResolver keys, IOptions<OcmClientOptions> options, TimeProvider timeProvider, IMeterFactory meterFactory)
        : this(keys, options, timeProvider, meterFactory, legacy: null)
    {
    }

    internal OcmSignatureVerifier(
        IPeerKeyResolver keys, IOptions<OcmClientOptions> options, TimeProvider timeProvider, IMeterFactory meterFactory, LegacySignatures? legacy)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(meterFactory);
        _keys = keys;
        _timeProvider = timeProvider;
        _metrics = new SignatureMetrics(meterFactory);
        _rules = new SignatureRules(options, timeProvider);
        _legacy = legacy;
        _lookupTime = 2 * options.Value.Lookups.Timeout;
    }

    /// <summary>Judges a request.</summary>
    /// <param name="request">The request as it is on the wire; its target URI begins with the configured public origin.</param>
    /// <param name="body">The bytes of the body as they were received.</param>
    /// <param name="candidates">
    /// The servers one of which must have signed, at least one: who that is depends on the call (SIG-17). The signature's
    /// <c>keyid</c> never adds one.
    /// </param>
    /// <param name="replayStore">Where signatures are used up, once on all nodes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The verdict. Nothing that a peer sends makes this method throw.</returns>
    public async ValueTask<OcmSignatureVerdict> VerifyAsync(
        HttpRequestView request,
        ReadOnlyMemory<byte> body,
        IReadOnlyList<OcmHost> candidates,
        ISignatureReplayStore replayStore,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(replayStore);
        ArgumentOutOfRangeException.ThrowIfZero(candidates.Count, nameof(candidates));
        var verdict = Examine(request, body.Span, out var signature, out var signatures);
        if (signature is not null)
        {
            var claim = new SignatureClaim(request, signature, new byte[ReceivedSignature.SignedDigestSize]);
            verdict = await IdentifyAsync(claim, candidates, cancellationToken).ConfigureAwait(false);
            verdict = await UseAsync(verdict, claim.SignedDigest, claim.SignedAt, replayStore, cancellationToken).ConfigureAwait(false);
        }
        else if ((signatures is null || verdict.Status == OcmSignatureStatus.Unsigned) && _legacy?.Read(request, body, signatures) is var (form, legacy))
        {
            verdict = await IdentifyAsync(form, legacy, candidates, cancellationToken).ConfigureAwait(false);
            verdict = await UseAsync(verdict, legacy.SignedDigest, legacy.SignedAt, replayStore, cancellationToken).ConfigureAwait(false);
        }

        _metrics.Judged(verdict);
        return verdict;
    }

    /// <summary>Everything that needs no key. Gives the signature only where nothing speaks against it so far.</summary>
    private OcmSignatureVerdict Examine(
        HttpRequestView request, ReadOnlySpan<byte> body, out ReceivedSignature? signature, out SignatureSet? signatures)
    {
        signature = null;
        if (!SignatureSet.TryParse(request, out signatures, out _))
        {
            return OcmSignatureVerdict.Invalid(OcmSignatureProblem.Malformed);
        }

        switch (signatures.FindByTag(OcmRequestSigner.Tag, out var found))
        {
            case SignatureSelection.None:
                return OcmSignatureVerdict.Unsigned;
            case SignatureSelection.Several:
                return OcmSignatureVerdict.Invalid(OcmSignatureProblem.SeveralSignatures);
        }

        var problem = _rules.Check(request, body, found!);
        if (problem != OcmSignatureProblem.None)
        {
            return OcmSignatureVerdict.Invalid(problem);
        }

        signature = found;
        return default;
    }

    /// <summary>Finds the candidate whose key made the signature: first among the keys at hand, then among those to fetch.</summary>
    private ValueTask<OcmSignatureVerdict> IdentifyAsync(SignatureClaim claim, IReadOnlyList<OcmHost> candidates, CancellationToken cancellationToken)
    {
        var keyId = claim.KeyId;
        var problem = OcmSignatureProblem.None;
        List<OcmHost>? unknown = null;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!_keys.TryGetCached(candidates[i], keyId, out var key))
            {
                (unknown ??= []).Add(candidates[i]);
            }
            else if (claim.Check(key) is var outcome && outcome == OcmSignatureProblem.None)
            {
                return ValueTask.FromResult(OcmSignatureVerdict.Valid(candidates[i], keyId));
            }
            else
            {
                problem = outcome;
            }
        }

        return unknown is null
            ? ValueTask.FromResult(OcmSignatureVerdict.Invalid(problem))
            : LookUpAsync(claim, unknown, problem, cancellationToken);
    }

    private async ValueTask<OcmSignatureVerdict> LookUpAsync(
        SignatureClaim claim, List<OcmHost> candidates, OcmSignatureProblem problem, CancellationToken cancellationToken)
    {
        // A keyid mostly holds its server's name. That proves nothing, but says where to look first.
        var keyId = claim.KeyId;
        candidates.Sort((left, right) =>
            keyId.Contains(right.Name, StringComparison.OrdinalIgnoreCase).CompareTo(keyId.Contains(left.Name, StringComparison.OrdinalIgnoreCase)));
        using var deadline = new CancellationTokenSource(_lookupTime, _timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            foreach (var candidate in candidates)
            {
                var resolved = await _keys.ResolveAsync(candidate, keyId, both.Token).ConfigureAwait(false);
                var outcome = resolved.TryGetValue(out var key, out var failure)
                    ? claim.Check(key)
                    : failure.Kind == OcmFailureKind.NotFound ? OcmSignatureProblem.UnknownKey : OcmSignatureProblem.KeysUnavailable;
                if (outcome == OcmSignatureProblem.None)
                {
                    return OcmSignatureVerdict.Valid(candidate, keyId);
                }

                // Of several candidates, the one that has the key tells most.
                problem = problem == OcmSignatureProblem.None || outcome > problem ? outcome : problem;
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            problem = OcmSignatureProblem.KeysUnavailable;
        }

        return OcmSignatureVerdict.Invalid(problem);
    }

    /// <summary>The same for a signature of an older form, which names its server's discovery first.</summary>
    private async ValueTask<OcmSignatureVerdict> IdentifyAsync(
        string form, LegacySignature signature, IReadOnlyList<OcmHost> candidates, CancellationToken cancellationToken)
    {
        if (signature.Problem != OcmSignatureProblem.None)
        {
            return OcmSignatureVerdict.Invalid(signature.Problem);
        }

        using var deadline = new CancellationTokenSource(_lookupTime, _timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await _legacy!.IdentifyAsync(form, signature, candidates, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return OcmSignatureVerdict.Invalid(OcmSignatureProblem.KeysUnavailable);
        }
    }

    /// <summary>Uses a good signature up, once on all nodes.</summary>
    private async ValueTask<OcmSignatureVerdict> UseAsync(
        OcmSignatureVerdict verdict,
        ReadOnlyMemory<byte> signedDigest,
        DateTimeOffset signedAt,
        ISignatureReplayStore replayStore,
        CancellationToken cancellationToken)
    {
        if (!verdict.IsValid)
        {
            return verdict;
        }

        // Whole seconds are cut off in created; one more keeps the memory longer than the window on every clock.
        var until = signedAt + _rules.Window + TimeSpan.FromSeconds(1);
        var fingerprint = SignatureFingerprint.Create(verdict.Server, signedDigest.Span);
        return await replayStore.TryUseAsync(fingerprint, until, cancellationToken).ConfigureAwait(false)
            ? verdict
            : OcmSignatureVerdict.Invalid(OcmSignatureProblem.Replayed);
    }
}
