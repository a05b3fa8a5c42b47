using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Dialects;

/// <summary>A vendor teaches the product one more server by what its document says, without a line of the SDK changed.</summary>
internal sealed class VendorProfileTests
{
    [Test]
    public async Task Share_ToAServerThatARuleOfTheVendorCovers_GoesInItsForm()
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = Ocm.Server.OcmPosture.Interoperable,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Configure<OcmClientOptions>(options => options.PeerProfileRules.Add(new(
                    peer => peer.Document.Provider == "Acme Drive",
                    PeerProfile.Multi with { Name = "acme", ShareShape = ShareShape.OptionsAndMulti, SharesFilesOnly = true })));
            },
        });

        var acme = await SentAsync(server, "Acme Drive");
        var other = await SentAsync(server, "Another");

        Assert.That((Type(acme), Options(acme)?.ContainsKey("sharedSecret"), WebDav(acme) is not null), Is.EqualTo(("file", (bool?)true, true)));
        Assert.That((Type(other), Options(other)?.Count, WebDav(other) is not null), Is.EqualTo(("folder", (int?)0, true)));
    }

    private static string? Type(JsonNode share) => share["resourceType"]?.ToString();

    private static JsonObject? Options(JsonNode share) => share["protocol"]!["options"] as JsonObject;

    private static JsonObject? WebDav(JsonNode share) => share["protocol"]!["webdav"] as JsonObject;

    private static async Task<JsonNode> SentAsync(OcmTestServer server, string provider)
    {
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        peer.Document = peer.CreateDocument() with { Provider = provider, ApiVersion = "1.2.0", Capabilities = [], Criteria = [], JwksUri = null, TokenEndPoint = null };
        await server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "marie",
            ShareWith = new OcmAddress("albert", peer.Host),
            ResourceType = ResourceType.Folder,
            ResourceId = "/notes",
            Name = "notes",
            Permissions = [Permission.Read],
        }));
        return JsonNode.Parse(peer.RequestsTo("/ocm/shares").Single().Text)!;
    }
}
