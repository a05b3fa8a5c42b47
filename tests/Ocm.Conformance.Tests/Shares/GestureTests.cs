using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>What a sending gesture says, and what an embedded resource can and cannot do.</summary>
internal sealed class GestureTests
{
    [Test]
    [Property("Requirement", "SHARE-33")]
    public async Task Create_Inputs_StandInTheNotification()
    {
        await using var test = await PeerAndServer.StartAsync();

        var result = await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            OwnerIdentifier = "marie",
            ShareWith = new OcmAddress("Bob.B@lab", test.Peer.Host),
            ResourceType = ResourceType.File,
            ResourceId = "/own/reference",
            Name = "One name",
            Permissions = [Permission.Read, Permission.Write],
            Requirements = [Requirement.MustExchangeToken],
            Protocols = [ProtocolName.WebDav],
        }));

        Assert.That(result.Failure, Is.Null);
        var body = JsonElement.Parse(test.Peer.RequestsTo("/ocm/shares").Single().Body.Span);
        string Text(string name) => body.GetProperty(name).GetString()!;
        Assert.That((Text("shareWith"), Text("sender"), Text("owner"), Text("name")), Is.EqualTo(
            ($"Bob.B@lab@{test.Peer.Host}", $"albert@{test.Server.Host}", $"marie@{test.Server.Host}", "One name")));
        var webdav = body.GetProperty("protocol").GetProperty("webdav");
        Assert.That(webdav.GetProperty("permissions").EnumerateArray().Select(item => item.GetString()), Is.EqualTo(new[] { "read", "write" }));
        Assert.That(webdav.GetProperty("requirements").EnumerateArray().Select(item => item.GetString()), Is.EqualTo(new[] { "must-exchange-token" }));
        Assert.That(body.GetRawText(), Does.Not.Contain("/own/reference"), "the vendor's reference is its own");
    }

    [TestCase("own-server", OcmFailureKind.Invalid)]
    [TestCase("no-permission", OcmFailureKind.Invalid)]
    [TestCase("past", OcmFailureKind.Invalid)]
    [TestCase("unknown-sender", OcmFailureKind.NotFound)]
    [TestCase("unknown-owner", OcmFailureKind.NotFound)]
    [Property("Requirement", "SHARE-33"), Property("Forbidden", "SHARE-33")]
    public async Task Create_InputThatCannotBe_IsRefusedBeforeAnythingLeaves(string what, OcmFailureKind kind)
    {
        await using var test = await PeerAndServer.StartAsync();
        var share = new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new OcmAddress("bob", test.Peer.Host),
            ResourceType = ResourceType.File,
            ResourceId = "/one",
            Name = "one",
        };
        share = what switch
        {
            "own-server" => share with { ShareWith = test.Server.Address("marie") },
            "no-permission" => share with { Permissions = [] },
            "past" => share with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) },
            "unknown-sender" => share with { SenderIdentifier = "nobody" },
            _ => share with { OwnerIdentifier = "nobody" },
        };

        var result = await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(share));

        Assert.That(result.Failure?.Kind, Is.EqualTo(kind));
        Assert.That(test.Peer.Requests, Is.Empty);
    }

    [Test]
    [Property("Requirement", "EMB-03"), Property("Forbidden", "EMB-03")]
    public async Task Embedded_UrlsInIt_AreNeverFetched()
    {
        await using var test = await PeerAndServer.StartAsync(Embedding());
        var body = Embedded(test, $$"""{"@context":"{{test.Peer.Origin}}/context","@graph":[{"@id":"{{test.Peer.Origin}}/thing","contentUrl":"{{test.Peer.Origin}}/file"}]}""");

        var answer = await test.PostAsync("/ocm/shares", body);
        var share = (await test.ReceivedAsync())[0];
        await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(share.Id, "marie"));
        var opened = await test.Server.WithAsync<IReceivedShares, OcmResult<JsonElement>>(shares => shares.OpenEmbeddedAsync(share.Id, "marie"));

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(opened.Value.GetProperty("@graph").GetArrayLength(), Is.EqualTo(1));
        string[] ofTheProtocol = ["/.well-known/ocm", "/ocm/jwks", "/ocm/notifications"];
        Assert.That(test.Peer.Requests.Select(request => request.Path), Is.SubsetOf(ofTheProtocol));
    }

    [Test]
    [Property("Requirement", "EMB-03")]
    public async Task Embedded_AsLargeAsAllowed_IsTaken()
    {
        await using var test = await PeerAndServer.StartAsync(Embedding(maxBytes: 1024));

        var answer = await test.PostAsync("/ocm/shares", Embedded(test, OfBytes(1024)));

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "EMB-03"), Property("Forbidden", "EMB-03")]
    public async Task Embedded_LargerThanAllowed_IsRefusedAndNotStored()
    {
        await using var test = await PeerAndServer.StartAsync(Embedding(maxBytes: 1024));

        var answer = await test.PostAsync("/ocm/shares", Embedded(test, OfBytes(1025)));

        Assert.That(answer.Status, Is.EqualTo(501), answer.Body);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static string OfBytes(int bytes) => $$"""{"a":"{{new string('x', bytes - """{"a":""}""".Length)}}"}""";

    private static OcmTestServerSettings Embedding(int maxBytes = 256 * 1024) => new()
    {
        Register = ocm => ocm.AddWebDav().AddEmbedded(embedded => embedded.MaxBytes = maxBytes).AddUserDirectory<TestUsers>().AddInMemoryStores(),
    };

    private static string Embedded(PeerAndServer test, string value) => test.ShareJson(share =>
    {
        share["resourceType"] = "ro-crate";
        share["protocol"] = new Dictionary<string, object?> { ["name"] = "multi", ["embedded"] = JsonElement.Parse(value) };
    });
}
