using System.Globalization;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Client.Discovery;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;

namespace Ocm.LegacySignatures;

/// <summary>
/// Signatures as OCM 1.2 knew them and Nextcloud 31 to 34 makes them: draft-cavage-http-signatures-12 over request target,
/// content length, date, digest and host, with RSA PKCS#1 v1.5 and the key in the discovery document.
/// </summary>
internal sealed class CavageScheme(CavageKey key, IOptions<OcmClientOptions> options, TimeProvider timeProvider) : ILegacySignatureScheme
{
    private const string DateFormat = "ddd, dd MMM yyyy HH:mm:ss";
    private const string Digest = "digest";
    private const string Date = "date";
    private const string ContentLength = "content-length";

    private static readonly string[] Signed = [CavageText.RequestTarget, ContentLength, Date, Digest, CavageText.Host];
    private static readonly string[] Required = [ContentLength, Date, Digest, CavageText.Host];
    private static readonly string[] DateFormats = [$"{DateFormat} 'GMT'", $"{DateFormat} 'UTC'"];

    private readonly OcmSignatureOptions _options = options.Value.Signatures;
    private readonly CavageDates _dates = new(timeProvider);

    /// <inheritdoc />
    public string Name => "cavage";

    /// <inheritdoc />
    public LegacySignature? Read(HttpRequestView request, ReadOnlyMemory<byte> body)
    {
        // Two lines are no longer one field, and with Signature-Input the field belongs to RFC 9421.
        var lines = request.GetHeaderLines("signature");
        if (lines.Count == 0 || request.GetHeaderLines("signature-input").Count > 0)
        {
            return null;
        }

        if (lines.Count > 1 || CavageHeader.Parse(lines[0]) is not { } header)
        {
            return Refused(OcmSignatureProblem.Malformed);
        }

        var problem = Check(request, body.Span, header, out var date);
        if (problem != OcmSignatureProblem.None)
        {
            return Refused(problem);
        }

        return CavageText.Create(request, header.Headers) is { } text
            ? new CavageSignature(header, text) { KeyId = header.KeyId, SignedAt = date }
            : Refused(OcmSignatureProblem.UnusableComponent);

        CavageSignature Refused(OcmSignatureProblem reason) => new(new CavageHeader(string.Empty, null, [], []), []) { Problem = reason };
    }

    /// <inheritdoc />
    public bool IsUnderstoodBy(DiscoveredServer server) => CavagePeerKey.Of(server) is not null;

    /// <inheritdoc />
    public async ValueTask SignAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var own = await key.GetAsync(cancellationToken).ConfigureAwait(false);
        request.Content!.Headers.ContentLength = body.Length;
        Remove(SignatureSet.SignatureInputFieldName, ContentDigest.FieldName, "Digest", SignatureSet.SignatureFieldName);
        var digest = CavageDigest.Create(body.Span);
        request.Headers.TryAddWithoutValidation("Digest", digest);
        request.Headers.Date = _dates.Next($"{request.RequestUri} {digest}");
        var text = CavageText.Create(new HttpRequestMessageView(request), Signed)
            ?? throw new ArgumentException("The request's URI or headers cannot be signed.", nameof(request));
        var header = new CavageHeader(own.KeyId, CavageSignature.RsaSha512, Signed, await own.SignAsync(text, cancellationToken).ConfigureAwait(false));
        request.Headers.TryAddWithoutValidation(SignatureSet.SignatureFieldName, header.Write());

        void Remove(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                request.Headers.Remove(name);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask<LegacyPublicKey?> GetPublicKeyAsync(CancellationToken cancellationToken = default) =>
        CavagePeerKey.Publish((await key.GetAsync(cancellationToken).ConfigureAwait(false)).PublicKey);

    private OcmSignatureProblem Check(HttpRequestView request, ReadOnlySpan<byte> body, CavageHeader header, out DateTimeOffset date)
    {
        date = default;
        if (Array.Exists(Required, name => !header.Headers.Contains(name, StringComparer.Ordinal)))
        {
            return OcmSignatureProblem.MissingComponent;
        }

        // Left out, it is SHA-256, as Nextcloud reads it. Any other name is refused: what it means is not known.
        if (header.Algorithm is not (null or CavageSignature.RsaSha256 or CavageSignature.RsaSha512))
        {
            return OcmSignatureProblem.WrongAlgorithm;
        }

        if (!DateTimeOffset.TryParseExact(
            request.GetHeaderLines(Date).Combine(), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date))
        {
            return OcmSignatureProblem.MissingParameter;
        }

        var age = timeProvider.GetUtcNow() - date;
        if (age < -_options.ClockSkew || age > _options.FreshnessWindow)
        {
            return age < TimeSpan.Zero ? OcmSignatureProblem.NotYetValid : OcmSignatureProblem.TooOld;
        }

        if (!int.TryParse(request.GetHeaderLines(ContentLength).Combine(), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length != body.Length)
        {
            return OcmSignatureProblem.WrongLength;
        }

        return CavageDigest.IsOf(request.GetHeaderLines(Digest).Combine(), body) ? OcmSignatureProblem.None : OcmSignatureProblem.WrongDigest;
    }
}
