using System.Text;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Signatures;

/// <summary>A peer between OCM 1.3 and draft-06: no <c>jwksUri</c>, keys at the fixed place, label <c>ocm</c> and no tag, date covered.</summary>
internal static class InterimPeer
{
    private static readonly SignatureComponent[] Covered = [.. OcmRequestSigner.CoveredComponents, SignatureComponent.Field("date")];

    public static async Task<PeerAndServer> StartAsync(OcmPosture posture)
    {
        var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = posture });
        test.Peer.Document = test.Peer.CreateDocument() with { JwksUri = null, Criteria = [] };
        test.Peer.Answer("/.well-known/jwks.json", _ => new FakePeerAnswer(200, test.Peer.PublishedKeys.ToJson(), "application/json"));
        return test;
    }

    public static async Task<HttpRequestMessage> SignAsync(
        this PeerAndServer test, string body, bool coverDate = true, string label = "ocm", string? tag = null, DateTimeOffset? created = null, SigningKey? key = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, test.Uri("/ocm/shares")) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentLength = bytes.Length;
        var now = created ?? TimeProvider.System.GetUtcNow();
        request.Headers.Date = now;
        request.Headers.TryAddWithoutValidation(ContentDigest.FieldName, ContentDigest.Create(bytes));
        var fields = await HttpMessageSigner.SignAsync(
            new HttpRequestMessageView(request),
            coverDate ? Covered : OcmRequestSigner.CoveredComponents.ToArray(),
            new SignatureParameters { Created = now.ToUnixTimeSeconds(), Tag = tag },
            key ?? test.Peer.Key,
            label);
        request.Headers.TryAddWithoutValidation(SignatureSet.SignatureInputFieldName, fields.SignatureInput);
        request.Headers.TryAddWithoutValidation(SignatureSet.SignatureFieldName, fields.Signature);
        return request;
    }
}
