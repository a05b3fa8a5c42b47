using System.Text.Json.Nodes;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Dialects;

/// <summary>A server whose document misleads gets the share in the other form, once, and is remembered.</summary>
internal sealed class OtherFormTests
{
    [TestCase(400)]
    [TestCase(501)]
    public async Task Share_RefusedInOneForm_GoesInTheOther(int refusal)
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        peer.Document = peer.CreateDocument() with { ApiVersion = "1.2.0", Capabilities = [], JwksUri = null, TokenEndPoint = null };
        peer.Answer("/ocm/shares", request => JsonNode.Parse(request.Text)!["protocol"]!["options"]!["sharedSecret"] is null
            ? FakePeerAnswer.Status(refusal)
            : FakePeerAnswer.Json("""{"recipientDisplayName":"Albert"}""", 201));

        var first = await ShareAsync(server, peer);
        var second = await ShareAsync(server, peer);

        Assert.That((first.Value?.Status, second.Value?.Status), Is.EqualTo((SentShareStatus.Sent, SentShareStatus.Sent)), first.Failure?.ToString());
        var ids = peer.RequestsTo("/ocm/shares").Select(request => JsonNode.Parse(request.Text)!["providerId"]!.GetValue<string>()).ToList();
        Assert.That(ids, Has.Count.EqualTo(3), "the first share in both forms, the second in the one that was taken");
        Assert.That(ids[0], Is.EqualTo(ids[1]));
    }

    [Test]
    public async Task Share_RefusedInBothForms_KeepsTheFirstAnswer()
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        peer.Document = peer.CreateDocument() with { ApiVersion = "1.2.0", Capabilities = [], JwksUri = null, TokenEndPoint = null };
        peer.Answer("/ocm/shares", request => FakePeerAnswer.Status(JsonNode.Parse(request.Text)!["protocol"]!["name"]!.GetValue<string>() == "multi" ? 501 : 400));

        var share = await ShareAsync(server, peer);

        Assert.That(share.Failure?.PeerStatus ?? (share.Value?.Status == SentShareStatus.Refused ? 501 : 0), Is.EqualTo(501));
        Assert.That(peer.RequestsTo("/ocm/shares"), Has.Count.EqualTo(2));
    }

    private static async Task<OcmResult<SentShare>> ShareAsync(OcmTestServer server, FakePeer peer) =>
        await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "marie",
            ShareWith = new Ocm.Addresses.OcmAddress("albert", peer.Host),
            ResourceType = ResourceType.File,
            ResourceId = "/notes.md",
            Name = "notes.md",
            Permissions = [Permission.Read],
        }));
}
