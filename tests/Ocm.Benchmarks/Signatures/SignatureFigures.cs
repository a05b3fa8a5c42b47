using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Benchmarks.Measuring;
using Ocm.Client;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Digests;

namespace Ocm.Benchmarks.Signatures;

/// <summary>What our code adds to the Ed25519 operation itself.</summary>
internal static class SignatureFigures
{
    private const int BatchSize = 10;

    internal static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        var share = await SignedShare.CreateAsync();
        var rawVerify = new Operation(() => Demand(share.RawVerificationKey.Verify(share.Base, share.Signature)), BatchSize);
        var rawSign = new Operation(() => share.RawSigningKey.Sign(share.Base, stackalloc byte[64]), BatchSize);
        yield return Figure("verify a signed share of 600 bytes / raw Ed25519", rawVerify, Verify(share), 1.10, 1536);

        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        yield return Figure(
            "the same with the OCM profile: signer, freshness, replay", rawVerify, Judge(share, services.GetRequiredService<IMeterFactory>()), 1.10, 1536);
        yield return Figure("sign the same request / raw Ed25519", rawSign, Sign(share), 1.25, 2048);
        yield return Figure("parse its three fields / raw Ed25519 verification", rawVerify, Parse(share), 0.02, 600);
    }

    /// <summary>Fields, digest, signature base, and the signature with a key at hand.</summary>
    private static Operation Verify(SignedShare share)
    {
        var view = share.Received();
        return new Operation(
            () =>
            {
                Demand(SignatureSet.TryParse(view, out var signatures, out _));
                Demand(signatures!.FindByTag(OcmRequestSigner.Tag, out var signature) == SignatureSelection.One);
                Demand(ContentDigest.Verify(view.GetHeaderLines(ContentDigest.ComponentName), SignedShare.Body) == DigestVerdict.Match);
                Demand(signature!.Verify(view, share.VerificationKey).IsValid);
            },
            BatchSize);
    }

    /// <summary>As the server does it for each request.</summary>
    private static Operation Judge(SignedShare share, IMeterFactory meters)
    {
        var options = Options.Create(new OcmClientOptions { Signatures = { FreshnessWindow = TimeSpan.FromHours(1) } });
        var verifier = new OcmSignatureVerifier(new WarmKeys(share.VerificationKey), options, TimeProvider.System, meters);
        var replays = new ForgetfulReplayStore();
        return new Operation(
            () => Demand(AtOnce(verifier.VerifyAsync(share.Received(), SignedShare.Body, [SignedShare.SendingServer], replays)).IsValid),
            BatchSize);
    }

    /// <summary>Digest, nonce, signature base, signature, and the headers of the request; those of the signing before are replaced.</summary>
    private static Operation Sign(SignedShare share)
    {
        var signer = new OcmRequestSigner(TimeProvider.System);
        return new Operation(() => AtOnce(signer.SignAsync(share.Sent, SignedShare.Body, share.SigningKey)), BatchSize);
    }

    private static Operation Parse(SignedShare share) => new(
        () =>
        {
            Demand(SignatureSet.TryParse(share.SignatureInput, share.SignatureField, out _, out _));
            Demand(ReceivedDigests.TryParse(share.ContentDigest, out _) == DigestVerdict.Match);
        },
        BatchSize * 20);

    private static Figure Figure(string what, Operation raw, Operation ours, double maxRatio, long maxBytes)
    {
        var (ratio, baseline) = Timing.Compare(raw, ours);
        var bytes = Allocation.Added(raw, ours);
        return new Figure(
            what,
            string.Create(CultureInfo.InvariantCulture, $"≤ {Format(maxRatio)}, ≤ {maxBytes:N0} B"),
            string.Create(CultureInfo.InvariantCulture, $"{Format(ratio.Value)}, {bytes:N0} B (raw {baseline.TotalMicroseconds:F1} µs)"),
            ratio.Noise,
            ratio.Value <= maxRatio && bytes <= maxBytes);
    }

    private static string Format(double ratio) => ratio < 0.5
        ? ratio.ToString("P2", CultureInfo.InvariantCulture)
        : ratio.ToString("0.000×", CultureInfo.InvariantCulture);

    private static void AtOnce(ValueTask task)
    {
        Demand(task.IsCompleted);
        task.GetAwaiter().GetResult();
    }

    private static T AtOnce<T>(ValueTask<T> task)
    {
        Demand(task.IsCompleted);
        return task.Result;
    }

    private static void Demand(bool works)
    {
        if (!works)
        {
            throw new InvalidOperationException("What is measured does not work.");
        }
    }
}
