using System.Text.Json.Nodes;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>
/// Signs and verifies as deployed servers do. It shares the algorithms with the product and none of its rules: which signature
/// counts, what it must cover and whose key it may be is written here once more.
/// </summary>
internal sealed class SimulatedSignatures(FakePeer peer, HttpClient http, SimulatedSignatureForm form)
{
    private const string Label = "ocm";
    private const int MaxBody = 50_000;
    private const long MaxAge = 300;
    private const long MaxAhead = 60;

    private static readonly SignatureComponent[] CoveredByDraft =
        [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];

    private static readonly SignatureComponent[] CoveredWithDate = [.. CoveredByDraft, SignatureComponent.Field("date")];

    private SignatureComponent[] Covered => form == SimulatedSignatureForm.Interim ? CoveredWithDate : CoveredByDraft;

    internal async Task SignAsync(HttpRequestMessage request, byte[] body, CancellationToken cancellationToken)
    {
        if (form == SimulatedSignatureForm.None)
        {
            return;
        }

        var now = TimeProvider.System.GetUtcNow();
        request.Content!.Headers.ContentLength = body.Length;
        request.Headers.Date = now;
        request.Headers.TryAddWithoutValidation(ContentDigest.FieldName, ContentDigest.Create(body));
        var parameters = new SignatureParameters { Created = now.ToUnixTimeSeconds(), Tag = form == SimulatedSignatureForm.Draft ? OcmRequestSigner.Tag : null };
        var fields = await HttpMessageSigner.SignAsync(new HttpRequestMessageView(request), Covered, parameters, peer.Key, Label, cancellationToken).ConfigureAwait(false);
        request.Headers.TryAddWithoutValidation(SignatureSet.SignatureInputFieldName, fields.SignatureInput);
        request.Headers.TryAddWithoutValidation(SignatureSet.SignatureFieldName, fields.Signature);
    }

    /// <summary>Judges a request of the server that its message names.</summary>
    internal SimulatedVerdict Verify(FakePeerRequest request, OcmHost claimed)
    {
        if (form == SimulatedSignatureForm.None)
        {
            return SimulatedVerdict.Unsigned;
        }

        var view = request.ToView();
        if (request.Body.Length > MaxBody || !SignatureSet.TryParse(view, out var signatures, out _))
        {
            return SimulatedVerdict.Bad;
        }

        if (Find(signatures) is not { } signature)
        {
            return SimulatedVerdict.Unsigned;
        }

        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - signature.Parameters.Created;
        if (age is not (>= -MaxAhead and <= MaxAge) || signature.Parameters.KeyId is not { Length: > 0 } keyId
            || !Covered.All(component => signature.Covers(component)))
        {
            return SimulatedVerdict.Bad;
        }

        if (ContentDigest.Verify(view.GetHeaderLines(ContentDigest.ComponentName), request.Body.Span) != DigestVerdict.Match)
        {
            return SimulatedVerdict.WrongDigest;
        }

        // The interim verifiers take the host of the keyid for the origin.
        if (form == SimulatedSignatureForm.Interim && (!Uri.TryCreate(keyId, UriKind.Absolute, out var uri) || OcmHost.FromUri(uri) != claimed))
        {
            return SimulatedVerdict.WrongServer;
        }

        return FindKey(claimed, keyId) is not { } key ? SimulatedVerdict.NoKeys
            : signature.Verify(view, key).IsValid ? SimulatedVerdict.Good
            : SimulatedVerdict.Bad;
    }

    private ReceivedSignature? Find(SignatureSet signatures)
    {
        if (form == SimulatedSignatureForm.Draft)
        {
            return signatures.FindByTag(OcmRequestSigner.Tag, out var tagged) == SignatureSelection.One ? tagged : null;
        }

        foreach (var signature in signatures.Signatures)
        {
            if (signature.Label == Label)
            {
                return signature;
            }
        }

        return null;
    }

    private VerificationKey? FindKey(OcmHost claimed, string keyId)
    {
        var origin = $"http://{claimed}";
        var uri = form == SimulatedSignatureForm.Interim ? $"{origin}/.well-known/jwks.json"
            : JsonNode.Parse(Get($"{origin}/.well-known/ocm"))?["jwksUri"]?.GetValue<string>();

        // Both look at the claimed server only, whatever the document says.
        return uri?.StartsWith(origin + "/", StringComparison.Ordinal) == true
            && JsonWebKeySet.TryParse(Get(uri), out var set) && set.TryGetKey(keyId, out var found)
            && VerificationKey.TryCreate(found, out var key, out _)
            ? key
            : null;
    }

    private byte[] Get(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        using var response = http.Send(request);
        using var body = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(body);
        return body.ToArray();
    }
}
