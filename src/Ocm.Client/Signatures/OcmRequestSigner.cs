using System.Buffers.Text;
using System.Security.Cryptography;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Signatures;

/// <summary>
/// Signs requests as the draft profiles it (HTTP Message Signatures, Signing Requirements): over method, target URI,
/// content digest and content length, with <c>created</c>, <c>keyid</c>, a random <c>nonce</c> and <c>tag="ocm"</c>. The
/// parameter <c>alg</c> is left out: the published key says it. Each attempt of a call is signed anew (SIG-21).
/// </summary>
public sealed class OcmRequestSigner
{
    /// <summary>The tag that marks the one signature of this protocol.</summary>
    public const string Tag = "ocm";

    private const string Label = "ocm";
    private const int NonceSize = 16;

    private static readonly SignatureComponent[] Covered =
        [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];

    // What servers of the interim form insist on, and others take (SIG-02: "at least").
    private static readonly SignatureComponent[] CoveredWithDate = [.. Covered, SignatureComponent.Field("date")];

    private readonly TimeProvider _timeProvider;

    /// <summary>A signer.</summary>
    /// <param name="timeProvider">The time for <c>created</c>.</param>
    public OcmRequestSigner(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
    }

    /// <summary>The components that every signature covers, in their order (SIG-02); the Date header is not among them (SIG-04).</summary>
    public static ReadOnlySpan<SignatureComponent> CoveredComponents => Covered;

    /// <summary>
    /// Signs a request that is complete: it gets <c>Content-Digest</c>, an explicit <c>Content-Length</c>,
    /// <c>Signature-Input</c> and <c>Signature</c>; those of an earlier signing are replaced.
    /// </summary>
    /// <param name="request">The request, with an absolute URI and a content of exactly <paramref name="body"/>.</param>
    /// <param name="body">The bytes of the content as they will be sent.</param>
    /// <param name="key">The key, from <see cref="ISigningKeyRing.GetActiveKeyAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait for a key that signs elsewhere.</param>
    /// <returns>When the request is signed.</returns>
    /// <exception cref="ArgumentException">The request has no content or no absolute http or https URI.</exception>
    public ValueTask SignAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, SigningKey key, CancellationToken cancellationToken = default) =>
        SignAsync(request, body, key, coverDate: false, cancellationToken);

    /// <summary>The same for servers of the interim form too, which insist on the Date header; others take it.</summary>
    internal async ValueTask SignAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, SigningKey key, bool coverDate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        if (request.Content is not { } content)
        {
            throw new ArgumentException("A request without content cannot be signed: there is nothing to digest.", nameof(request));
        }

        content.Headers.ContentLength = body.Length;
        Set(request, ContentDigest.FieldName, ContentDigest.Create(body.Span));
        var now = _timeProvider.GetUtcNow();
        var parameters = new SignatureParameters
        {
            Created = now.ToUnixTimeSeconds(),
            Nonce = CreateNonce(),
            Tag = Tag,
        };
        if (coverDate)
        {
            request.Headers.Date = now;
        }

        var fields = await HttpMessageSigner
            .SignAsync(new HttpRequestMessageView(request), coverDate ? CoveredWithDate : Covered, parameters, key, Label, cancellationToken)
            .ConfigureAwait(false);
        Set(request, SignatureSet.SignatureInputFieldName, fields.SignatureInput);
        Set(request, SignatureSet.SignatureFieldName, fields.Signature);
    }

    private static string CreateNonce()
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        RandomNumberGenerator.Fill(nonce);
        return Base64Url.EncodeToString(nonce);
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
