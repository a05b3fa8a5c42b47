using System.Globalization;
using Microsoft.Extensions.Options;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;

namespace Ocm.Client.Signatures;

/// <summary>What needs no key: parameters, age, length and digest (draft: HTTP Message Signatures, Verification Requirements).</summary>
internal sealed class SignatureRules(IOptions<OcmClientOptions> options, TimeProvider timeProvider)
{
    private readonly TimeSpan _skew = options.Value.Signatures.ClockSkew;

    /// <summary>How old a signature may be.</summary>
    internal TimeSpan Window { get; } = options.Value.Signatures.FreshnessWindow;

    internal OcmSignatureProblem Check(HttpRequestView request, ReadOnlySpan<byte> body, ReceivedSignature signature)
    {
        var problem = CheckParameters(signature);
        return problem == OcmSignatureProblem.None ? CheckBody(request, body) : problem;
    }

    private OcmSignatureProblem CheckParameters(ReceivedSignature signature)
    {
        foreach (var component in OcmRequestSigner.CoveredComponents)
        {
            if (!signature.Covers(component))
            {
                return OcmSignatureProblem.MissingComponent;
            }
        }

        var parameters = signature.Parameters;
        if (parameters.Created is not { } created || string.IsNullOrEmpty(parameters.KeyId))
        {
            return OcmSignatureProblem.MissingParameter;
        }

        if (parameters.Algorithm is { } algorithm
            && (!SignatureAlgorithmRegistry.Contains(algorithm) || algorithm == SignatureAlgorithmRegistry.HmacSha256))
        {
            return OcmSignatureProblem.WrongAlgorithm;
        }

        // In milliseconds, and without DateTimeOffset: a peer may write any number.
        var now = timeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        if ((created * 1000) - now > (long)_skew.TotalMilliseconds)
        {
            return OcmSignatureProblem.NotYetValid;
        }

        return now - (created * 1000) > (long)Window.TotalMilliseconds || parameters.Expires * 1000 <= now
            ? OcmSignatureProblem.TooOld
            : OcmSignatureProblem.None;
    }

    private static OcmSignatureProblem CheckBody(HttpRequestView request, ReadOnlySpan<byte> body)
    {
        var length = request.GetHeaderLines("content-length").Combine();
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var stated) || stated != body.Length)
        {
            return OcmSignatureProblem.WrongLength;
        }

        return ContentDigest.Verify(request.GetHeaderLines(ContentDigest.ComponentName), body) == DigestVerdict.Match
            ? OcmSignatureProblem.None
            : OcmSignatureProblem.WrongDigest;
    }
}
