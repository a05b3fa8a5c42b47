using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Client.Signatures;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.ShareRequests;
using Ocm.Server.Shares;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.ShareRequests;

/// <summary>Requests for shares, both sides.</summary>
[TestFixture]
internal sealed class ShareRequestTests
{
    private const string Path = "/ocm/request-share";

    private readonly Policy _policy = new();

    [Test]
    [Property("Requirement", "REQ-01")]
    public async Task Send_Request_PostsTheFieldsSigned()
    {
        await using var both = await StartAsync();
        both.Peer.Answer(Path, FakePeerAnswer.Status(201));

        var sent = await SendAsync(both, "/papers/relativity.pdf");

        Assert.That(sent.Failure, Is.Null);
        Assert.That(both.Peer.Requests[0].Path, Is.EqualTo("/.well-known/ocm"));
        var request = both.Peer.RequestsTo(Path).Single();
        Assert.That((request.Method, request.Header("Content-Type")), Is.EqualTo(("POST", "application/json")));
        Assert.That(System.Text.Json.JsonElement.Parse(request.Text).EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()),
            Is.EquivalentTo(new Dictionary<string, string>
            {
                ["owner"] = $"einstein@{both.Peer.Host}",
                ["shareWith"] = both.Server.Address("marie").ToString(),
                ["share"] = "/papers/relativity.pdf",
            }));
        var keys = await both.Server.Services.GetRequiredService<ISigningKeyRing>().GetPublishedKeysAsync();
        Assert.That((await both.Peer.VerifyAsync(request, both.Server.Host, keys)).IsValid, Is.True);
    }

    [Test]
    [Property("Requirement", "REQ-01"), Property("Forbidden", "REQ-01")]
    [Property("Requirement", "SIG-26")]
    public async Task Send_OwnersServerTakesNoSignatures_SendsNothing()
    {
        await using var both = await StartAsync();
        both.Peer.Document = both.Peer.CreateDocument() with { Capabilities = [], JwksUri = null };
        Assert.That((await SendAsync(both, "x")).Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(both.Peer.RequestsTo(Path), Is.Empty);
    }

    [Test]
    [Property("Requirement", "REQ-01"), Property("Forbidden", "REQ-01")]
    public async Task Send_OwnersServerHasNoTls_SendsNothing()
    {
        await using var both = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.PublicOrigin = new Uri("https://cloud.example.org"),
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().Services.Configure<OcmHttpOptions>(http => http.AllowHttp = false),
        });
        Assert.That((await SendAsync(both, "x")).IsSuccess, Is.False);
        Assert.That(both.Peer.Requests, Is.Empty);
    }

    [TestCase(400, OcmFailureKind.Invalid)]
    [TestCase(404, OcmFailureKind.NotFound)]
    [TestCase(501, OcmFailureKind.NotSupported)]
    [TestCase(503, OcmFailureKind.Unavailable)]
    [Property("Requirement", "REQ-01")]
    public async Task Send_Refused_SaysWhy(int status, OcmFailureKind kind)
    {
        await using var both = await StartAsync();
        both.Peer.Answer(Path, FakePeerAnswer.Status(status));
        Assert.That((await SendAsync(both, "x")).Failure!.Kind, Is.EqualTo(kind));
    }

    [Test]
    [Property("Requirement", "REQ-02")]
    [Property("Requirement", "REQ-03")]
    public async Task Receive_KnownResource_Is201AndWaitsForTheOwner()
    {
        await using var both = await StartAsync();

        var answer = await both.PostAsync(Path, Body(both));
        var repeated = await both.PostAsync(Path, Body(both));

        Assert.That((answer.Status, repeated.Status), Is.EqualTo((201, 201)));
        var request = (await ListAsync(both)).Single();
        Assert.That((request.ShareWith.ToString(), request.Share, request.ResourceId, request.Status),
            Is.EqualTo(($"einstein@{both.Peer.Host}", "notes", "resource-of-notes", ReceivedShareRequestStatus.Pending)));
        Assert.That(await ListAsync(both, "albert"), Is.Empty);
        Assert.That(both.Peer.RequestsTo("/ocm/shares"), Is.Empty, "nothing is shared by itself");
    }

    [Test]
    [Property("Requirement", "REQ-02"), Property("Forbidden", "REQ-02")]
    public async Task Receive_UnsignedOrForged_Is401BeforeAnythingElseHappens()
    {
        await using var both = await StartAsync();
        var unsigned = await both.PostUnsignedAsync(Path, Body(both));
        var forged = await both.PostAsync(Path, Body(both), key: both.Peer.CreateKey());
        var forgedAndWrong = await both.PostAsync(Path, Body(both, owner: "nobody"), key: both.Peer.CreateKey());
        Assert.That(new[] { unsigned.Status, forged.Status, forgedAndWrong.Status }, Has.All.EqualTo(401));
        Assert.That(_policy.Asked, Is.Empty);
        Assert.That(await ListAsync(both), Is.Empty);
    }

    [Test]
    [Property("Requirement", "REQ-02"), Property("Forbidden", "REQ-02")]
    public async Task Receive_RequesterOfAnotherServer_Is401()
    {
        // The key that signs must be of the server that asks.
        await using var both = await StartAsync();
        await using var other = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        var body = Body(both).Replace(both.Peer.Host.Value, other.Host.Value, StringComparison.Ordinal);
        Assert.That((await both.PostAsync(Path, body)).Status, Is.EqualTo(401));
        Assert.That(_policy.Asked, Is.Empty);
    }

    [TestCase("unknown")]
    [TestCase("secret")]
    [Property("Requirement", "REQ-02"), Property("Forbidden", "REQ-02")]
    public async Task Receive_UnknownResourceOrNoRightToIt_Is404AndLooksTheSame(string share)
    {
        await using var both = await StartAsync();
        var answer = await both.PostAsync(Path, Body(both, share: share));
        var unknownOwner = await both.PostAsync(Path, Body(both, owner: "nobody", share: share));
        Assert.That((answer.Status, unknownOwner.Status, unknownOwner.Body), Is.EqualTo((404, 404, answer.Body)));
        Assert.That(await ListAsync(both), Is.Empty);
    }

    [Test]
    [Property("Requirement", "REQ-02"), Property("Forbidden", "REQ-02")]
    public async Task Receive_OwnerOfAnotherServer_Is400()
    {
        await using var both = await StartAsync();
        var answer = await both.PostAsync(Path, Body(both).Replace(both.Server.Host.Value, "elsewhere.example", StringComparison.Ordinal));
        Assert.That((answer.Status, answer.WrongFields), Is.EqualTo((400, new[] { "owner" })));
        Assert.That(await ListAsync(both), Is.Empty);
    }

    [TestCase("owner")]
    [TestCase("shareWith")]
    [TestCase("share")]
    [Property("Requirement", "REQ-01"), Property("Forbidden", "REQ-01")]
    [Property("Requirement", "REQ-02"), Property("Forbidden", "REQ-02")]
    public async Task Receive_FieldMissing_Is400WithItsName(string field)
    {
        await using var both = await StartAsync();
        var json = System.Text.Json.Nodes.JsonNode.Parse(Body(both))!.AsObject();
        json.Remove(field);
        var answer = await both.PostAsync(Path, json.ToJsonString());
        Assert.That((answer.Status, answer.WrongFields), Is.EqualTo((400, new[] { field })));
        Assert.That(await ListAsync(both), Is.Empty);
    }

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [Property("Requirement", "REQ-01"), Property("Forbidden", "REQ-01")]
    public async Task Receive_AnotherContentType_Is415(string contentType)
    {
        await using var both = await StartAsync();
        Assert.That((await both.PostAsync(Path, Body(both), contentType)).Status, Is.EqualTo(415));
        Assert.That(_policy.Asked, Is.Empty);
        Assert.That(await ListAsync(both), Is.Empty);
    }

    [Test]
    [Property("Requirement", "REQ-02"), Property("Forbidden", "REQ-02")]
    public async Task Receive_ServerWithoutRequests_Is501()
    {
        await using var both = await PeerAndServer.StartAsync();
        Assert.That((await both.PostAsync(Path, Body(both))).Status, Is.EqualTo(501));
    }

    [Test]
    [Property("Requirement", "REQ-02"), Property("Forbidden", "REQ-02")]
    public async Task Receive_SwitchedOffOrFailing_Is503()
    {
        await using var off = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.Enabled = false });
        Assert.That((await off.PostAsync(Path, Body(off))).Status, Is.EqualTo(503));
        await using var both = await StartAsync();
        Assert.That((await both.PostAsync(Path, Body(both, share: "fails"))).Status, Is.EqualTo(503));
        Assert.That(await ListAsync(both), Is.Empty);
    }

    [Test]
    [Property("Requirement", "REQ-02"), Property("Forbidden", "REQ-02")]
    public async Task Receive_ServerOnTheDenylist_Is403()
    {
        await using var both = await StartAsync(options => options.Denylist = ["localhost"]);
        Assert.That((await both.PostAsync(Path, Body(both))).Status, Is.EqualTo(403));
        Assert.That(_policy.Asked, Is.Empty);
    }

    [Test]
    [Property("Requirement", "REQ-03")]
    public async Task Grant_ByTheOwner_SendsAShareToTheRequester()
    {
        await using var both = await StartAsync();
        both.Peer.Answer("/ocm/shares", FakePeerAnswer.Json("""{"recipientDisplayName":"Albert Einstein"}""", 201));
        await both.PostAsync(Path, Body(both));
        var request = (await ListAsync(both)).Single();

        var byAnother = await GrantAsync(both, request.Id, "albert");
        var granted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GrantAsync(both, request.Id, "marie").AsTask()));

        Assert.That(byAnother.Failure!.Kind, Is.EqualTo(OcmFailureKind.NotFound));
        Assert.That(granted.Count(result => result.IsSuccess), Is.EqualTo(1), "several clicks make one share");
        var share = granted.Single(result => result.IsSuccess).Value!;
        var notification = System.Text.Json.JsonElement.Parse(both.Peer.RequestsTo("/ocm/shares").Single().Text);
        Assert.That(notification.GetProperty("shareWith").GetString(), Is.EqualTo($"einstein@{both.Peer.Host}"), "whatever the owner's product fills in");
        Assert.That(notification.GetProperty("providerId").GetString(), Is.EqualTo(share.ProviderId));
        var after = (await ListAsync(both)).Single();
        Assert.That((after.Status, after.ProviderId), Is.EqualTo((ReceivedShareRequestStatus.Granted, share.ProviderId)));
    }

    [Test]
    public async Task Grant_ShareCannotBeSent_LeavesTheRequestPending()
    {
        await using var both = await StartAsync();
        both.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(403));
        await both.PostAsync(Path, Body(both));
        var request = (await ListAsync(both)).Single();
        Assert.That((await GrantAsync(both, request.Id, "marie")).IsSuccess, Is.False);
        Assert.That((await ListAsync(both)).Single().Status, Is.EqualTo(ReceivedShareRequestStatus.Pending));
    }

    [Test]
    public async Task Dismiss_Request_TellsNobodyAndItCannotBeGrantedAnyMore()
    {
        await using var both = await StartAsync();
        await both.PostAsync(Path, Body(both));
        var before = both.Peer.Requests.Count;
        var request = (await ListAsync(both)).Single();
        Assert.That(await both.Server.WithAsync<IShareRequests, bool>(requests => requests.DismissAsync(request.Id, "albert")), Is.False);
        Assert.That(await both.Server.WithAsync<IShareRequests, bool>(requests => requests.DismissAsync(request.Id, "marie")), Is.True);
        Assert.That((await GrantAsync(both, request.Id, "marie")).Failure!.Kind, Is.EqualTo(OcmFailureKind.NotFound));
        Assert.That(both.Peer.Requests, Has.Count.EqualTo(before));
    }

    private static string Body(PeerAndServer both, string owner = "marie", string share = "notes") =>
        $$"""{"owner":"{{both.Server.Address(owner)}}","shareWith":"einstein@{{both.Peer.Host}}","share":"{{share}}"}""";

    private static ValueTask<IReadOnlyList<ReceivedShareRequest>> ListAsync(PeerAndServer both, string user = "marie") =>
        both.Server.WithAsync<IShareRequests, IReadOnlyList<ReceivedShareRequest>>(requests => requests.ListAsync(user));

    private static ValueTask<OcmResult<OcmUnit>> SendAsync(PeerAndServer both, string share) =>
        both.Server.WithAsync<IShareRequests, OcmResult<OcmUnit>>(requests => requests.SendAsync("marie", OcmAddress.Parse($"einstein@{both.Peer.Host}"), share));

    private static ValueTask<OcmResult<SentShare>> GrantAsync(PeerAndServer both, string id, string user) =>
        both.Server.WithAsync<IShareRequests, OcmResult<SentShare>>(requests => requests.GrantAsync(id, user, request => new NewShare
        {
            SenderIdentifier = user,
            ShareWith = OcmAddress.Parse("mallory@elsewhere.example"),
            ResourceType = ResourceType.File,
            ResourceId = request.ResourceId,
            Name = "notes",
        }));

    private Task<PeerAndServer> StartAsync(Action<OcmServerOptions>? options = null) => PeerAndServer.StartAsync(new OcmTestServerSettings
    {
        Options = options,
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.AddSingleton<IShareRequestPolicy>(_policy);
        },
    });

    private sealed class Policy : IShareRequestPolicy
    {
        public ConcurrentQueue<string> Asked { get; } = new();

        public ValueTask<string?> FindResourceAsync(string ownerIdentifier, OcmAddress requester, string share, CancellationToken cancellationToken = default)
        {
            Asked.Enqueue(share);
            return share switch
            {
                "notes" => ValueTask.FromResult<string?>("resource-of-notes"),
                "fails" => throw new InvalidOperationException("The vendor's code fails."),
                _ => ValueTask.FromResult<string?>(null),
            };
        }
    }
}
