using System.Text;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Conformance.Rig;

/// <summary>Signs a share call of the peer by hand, so that what the draft asks of a signature can be left out or changed.</summary>
internal static class HandSigning
{
    internal const string Path = "/ocm/shares";

    internal static readonly SignatureComponent[] Mandatory =
        [SignatureComponent.Method, SignatureComponent.TargetUri, SignatureComponent.ContentDigest, SignatureComponent.ContentLength];

    /// <summary>The call, complete but for its signature.</summary>
    internal static HttpRequestMessage ShareRequest(this ServerAndPeer test, Func<byte[], string>? digest = null)
    {
        var body = Encoding.UTF8.GetBytes(test.Share().ToJsonString());
        var request = new HttpRequestMessage(HttpMethod.Post, test.Uri(Path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentLength = body.Length;
        request.Headers.Date = TimeProvider.System.GetUtcNow();
        request.Headers.TryAddWithoutValidation("Content-Digest", digest?.Invoke(body) ?? ContentDigest.Create(body));
        return request;
    }

    /// <summary>Adds one more signature to the call: as the draft asks, but for the changes.</summary>
    internal static async Task SignAsync(
        this ServerAndPeer test,
        HttpRequestMessage request,
        Func<SignatureParameters, SignatureParameters>? change = null,
        string label = "ocm",
        SigningKey? key = null,
        params SignatureComponent[] components)
    {
        var parameters = new SignatureParameters { Created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), KeyId = test.Peer.Key.KeyId, Tag = OcmRequestSigner.Tag };
        var signed = await HttpMessageSigner.SignAsync(
            new HttpRequestMessageView(request),
            components is [] ? Mandatory : components,
            change?.Invoke(parameters) ?? parameters,
            key ?? test.Peer.Key,
            label);
        Add(request, "Signature-Input", signed.SignatureInput);
        Add(request, "Signature", signed.Signature);
    }

    private static void Add(HttpRequestMessage request, string name, string member)
    {
        var before = request.Headers.TryGetValues(name, out var values) ? values.Single() + ", " : string.Empty;
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, before + member);
    }
}
