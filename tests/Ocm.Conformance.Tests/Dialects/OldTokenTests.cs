using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Simulators;
using Ocm.Tokens;

namespace Ocm.Conformance.Dialects;

/// <summary>The code flow with servers before 1.4.</summary>
internal sealed class OldTokenTests
{
    [Test]
    [Property("Requirement", "TOK-06"), Property("Forbidden", "TOK-06")]
    public async Task TokenRequest_UnsignedOfAnOldServer_GetsNoToken()
    {
        await using var rig = await LegacyRig.StartAsync(LegacyServerFamily.Stub, OcmPosture.Interoperable);
        await rig.ShareFileAsync();

        var answer = await rig.Other.ExchangeAsync(rig.Server.Origin, rig.Other.Received.Single());

        Assert.That((answer?.Status, answer?.Token), Is.EqualTo(((int?)400, (string?)null)));
    }

    [TestCase("1.3", "ocm_share")]
    [TestCase("1.3", "ocm_authorization_code")]
    [TestCase("stub", "authorization_code")]
    [Property("Requirement", "TOK-01")]
    public async Task Exchange_ServerThatKnowsAnotherGrantType_IsAskedByItAndRemembered(string family, string grantType)
    {
        await using var rig = await LegacyRig.StartAsync(family == "stub" ? LegacyServerFamily.Stub : LegacyServerFamily.Ocm13, OcmPosture.Interoperable);
        rig.Other.TokenGrantType = grantType;

        Assert.That(await rig.ReadAsync(), Is.EqualTo("yes"));
        var asked = rig.Other.Peer.RequestsTo("/ocm/token").Count;
        var again = await rig.Server.Services.GetRequiredService<IOcmClient>().ExchangeTokenAsync(rig.Other.Peer.Host, new SecretString(rig.Other.Sent.Single().Secret));

        Assert.That(again.IsSuccess, Is.True);
        Assert.That(asked, Is.InRange(2, 3));
        Assert.That(rig.Other.Peer.RequestsTo("/ocm/token"), Has.Count.EqualTo(asked + 1));
    }

    [TestCase(true, "use-code")]
    [TestCase(false, null)]
    [Property("Requirement", "TOK-11")]
    public async Task Share_ToAServerOf12_RequiresTheCodeWhereItSigns(bool signs, string? requirement)
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        peer.Document = peer.CreateDocument() with
        {
            ApiVersion = "1.2.0",
            Capabilities = signs ? [new Capability("receive-code"), Capability.HttpSig] : [new Capability("receive-code")],
            Criteria = [],
            JwksUri = null,
            TokenEndPoint = null,
        };

        var sent = await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "marie",
            ShareWith = new OcmAddress("albert", peer.Host),
            ResourceType = ResourceType.File,
            ResourceId = "/notes.md",
            Name = "notes.md",
            Permissions = [Permission.Read],
        }));

        var share = JsonNode.Parse(peer.RequestsTo("/ocm/shares").Single().Text)!;
        var webdav = share["protocol"]!["webdav"]!;
        Assert.That(sent.Value?.AllowsSecretAccess, Is.EqualTo(!signs));
        Assert.That(webdav["requirements"]?[0]?.ToString(), Is.EqualTo(requirement));
        Assert.That(share["code"]?.ToString(), Is.EqualTo(signs ? webdav["sharedSecret"]!.ToString() : null));
    }
}
