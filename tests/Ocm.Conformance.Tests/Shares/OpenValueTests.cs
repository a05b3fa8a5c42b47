using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>What this version does not know is kept beside what it knows; embedded resources are any JSON.</summary>
internal sealed class OpenValueTests
{
    [Test]
    [Property("Requirement", "REG-01")]
    public async Task Shares_UnknownValuesBesideKnownOnes_AreTakenAndKept()
    {
        await using var test = await ServerAndPeer.StartAsync();
        var share = test.Share();
        share["x-member"] = new JsonArray(1, "two");
        share["protocol"]!["x-protocol"] = new JsonObject { ["x"] = 1.5 };
        share["protocol"]!["webdav"]!["permissions"] = new JsonArray("read", "x-permission");
        share["protocol"]!["webdav"]!["accessTypes"] = new JsonArray("remote", "x-type");
        share["protocol"]!["webdav"]!["x-hint"] = true;

        var answer = await test.PostAsync("/ocm/shares", share);

        var received = (await test.ReceivedAsync()).Single();
        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(received.Protocol.WebDav!.Permissions!.Select(value => value.Value), Is.EqualTo(new[] { "read", "x-permission" }));
        Assert.That(received.Protocol.WebDav.AccessTypes!.Select(value => value.Value), Is.EqualTo(new[] { "remote", "x-type" }));
        Assert.That(
            JsonNode.DeepEquals(JsonNode.Parse(JsonSerializer.Serialize(received.Protocol, Serialization.OcmJsonContext.Default.ShareProtocols)), share["protocol"]),
            "the protocols are written again as they came");
    }

    [TestCase("x-calendar", "user")]
    [TestCase("file", "x-team")]
    [Property("Requirement", "REG-01")]
    public async Task CreateAsync_ValuesOfTheVendor_GoOutWhereTheReceiverTakesThem(string resourceType, string shareType)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav(configure: webdav => webdav.ResourceTypes.Add(new ResourceType("x-calendar"))).AddUserDirectory<TestUsers>().AddInMemoryStores(),
        });
        test.WithPeer(document => document with
        {
            ResourceTypes =
            [
                .. document.ResourceTypes.Select(entry => entry with { ShareTypes = [.. entry.ShareTypes, new ShareType("x-team")] }),
                document.ResourceTypes[0] with { Name = new ResourceType("x-calendar") },
            ],
        });

        await test.CreatedAsync(share => share with { ResourceType = new ResourceType(resourceType), ShareType = new ShareType(shareType) });

        var sent = test.SentToPeer().Single();
        Assert.That((sent.GetProperty("resourceType").GetString(), sent.GetProperty("shareType").GetString()), Is.EqualTo((resourceType, shareType)));
    }

    [TestCase("ro-crate", """{"@context":"https://w3id.org/ro/crate/1.1/context","@graph":[]}""")]
    [TestCase("file", "\"text\"")]
    [TestCase("file", "[1,2]")]
    [TestCase("file", "0")]
    [TestCase("file", "false")]
    [Property("Requirement", "EMB-01")]
    [Property("Requirement", "EMB-02")]
    public async Task Shares_Embedded_IsAnyJson(string resourceType, string value)
    {
        await using var test = await ServerAndPeer.StartAsync(Embedding);

        var answer = await PostEmbeddedAsync(test, resourceType, value);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        var opened = await test.Server.WithAsync<IReceivedShares, OcmResult<JsonElement>>(async shares =>
        {
            var id = (await shares.ListAsync("marie"))[0].Id;
            await shares.AcceptAsync(id, "marie");
            return await shares.OpenEmbeddedAsync(id, "marie");
        });
        Assert.That(opened.Value.GetRawText(), Is.EqualTo(value));
    }

    [TestCase("\"{}\"")]
    [TestCase("[]")]
    [TestCase("7")]
    [Property("Requirement", "EMB-02"), Property("Forbidden", "EMB-02")]
    public async Task Shares_CrateThatIsNoObject_Is400AndNotStored(string value)
    {
        await using var test = await ServerAndPeer.StartAsync(Embedding);

        var answer = await PostEmbeddedAsync(test, "ro-crate", value);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "protocol.embedded" }));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "EMB-02")]
    public async Task CreateAsync_Crate_IsSentAsAnObject()
    {
        await using var test = await StartToCratesAsync();

        await test.CreatedAsync(share => Crate(share, """{"@graph":[]}"""));

        Assert.That(test.SentToPeer().Single().GetProperty("protocol").GetRawText(), Is.EqualTo("""{"name":"multi","embedded":{"@graph":[]}}"""));
    }

    [TestCase("\"{}\"")]
    [TestCase("[]")]
    [TestCase("no JSON")]
    [Property("Requirement", "EMB-02"), Property("Forbidden", "EMB-02")]
    public async Task CreateAsync_CrateThatIsNoObject_IsNotSent(string value)
    {
        await using var test = await StartToCratesAsync();

        var result = await test.CreateAsync(share => Crate(share, value));

        Assert.That(result.Failure?.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { "protocol.embedded" }));
        Assert.That(test.SentToPeer(), Is.Empty);
    }

    private static NewShare Crate(NewShare share, string value) =>
        share with { ResourceType = ResourceType.RoCrate, Protocols = [ProtocolName.Embedded], EmbeddedJson = value };

    private static async Task<ServerAndPeer> StartToCratesAsync() => (await ServerAndPeer.StartAsync(Embedding)).WithPeer(document => document with
    {
        ResourceTypes =
        [
            .. document.ResourceTypes,
            document.ResourceTypes[0] with
            {
                Name = ResourceType.RoCrate,
                Protocols = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["embedded-receive"] = JsonElement.Parse("{}") },
            },
        ],
    });

    private static Task<Answer> PostEmbeddedAsync(ServerAndPeer test, string resourceType, string value)
    {
        var share = test.Share();
        share["resourceType"] = resourceType;
        share["protocol"] = new JsonObject { ["name"] = "multi", ["embedded"] = JsonNode.Parse(value) };
        return test.PostAsync("/ocm/shares", share);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "EMB-01")]
    public async Task CreateAsync_Embedded_GoesOutWithoutSecretAndUriWhereTheReceiverTakesIt(bool takes)
    {
        await using var test = await ServerAndPeer.StartAsync(Embedding);
        test.WithPeer(document => document with
        {
            ResourceTypes =
            [
                .. document.ResourceTypes.Select(entry => takes
                    ? entry with { Protocols = new Dictionary<string, JsonElement>(entry.Protocols, StringComparer.Ordinal) { ["embedded-receive"] = JsonElement.Parse("{}") } }
                    : entry),
            ],
        });

        var created = await test.CreateAsync(share => share with
        {
            ResourceType = ResourceType.File,
            Protocols = [ProtocolName.Embedded],
            EmbeddedJson = """{"a":1}""",
        });

        Assert.That(created.IsSuccess, Is.EqualTo(takes));
        Assert.That(test.SentToPeer().Select(sent => sent.GetProperty("protocol").GetRawText()), Is.EqualTo(takes ? ["""{"name":"multi","embedded":{"a":1}}"""] : Array.Empty<string>()));
    }

    private static OcmTestServerSettings Embedding => new()
    {
        Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddEmbedded(embedded => embedded.ResourceTypes.Add(ResourceType.File)),
    };
}
