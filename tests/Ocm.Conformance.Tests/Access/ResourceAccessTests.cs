using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Access;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Conformance.Access;

/// <summary>How the server reaches a resource that a peer shared: where the first request goes, and with which credential.</summary>
internal sealed class ResourceAccessTests
{
    private const string Secret = "a-secret-of-the-fake-peer";
    private const string Token = "a-token-of-the-fake-peer";
    private const string TokenPath = "/ocm/token";

    private const string Folder = """
        <?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>{path}</d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>
        """;

    [TestCase("id-1", "/dav", "/dav/id-1")]
    [TestCase("id-1", "/dav/", "/dav/id-1")]
    [TestCase("/id-1", "/dav/", "/dav/id-1")]
    [TestCase("{origin}/elsewhere/id-1", "/dav", "/elsewhere/id-1")]
    [Property("Requirement", "SHARE-15")]
    [Property("Requirement", "ACC-01")]
    [Property("Requirement", "ACC-02")]
    [Property("Requirement", "ACC-03")]
    public async Task List_UriOfEachForm_BeginsWithAPropFindThere(string uri, string webDavPath, string expected)
    {
        await using var test = await StartAsync(webDavPath);
        ServeFolder(test, expected);
        var resource = await OpenAsync(test, share => WebDav(share)["uri"] = uri.Replace("{origin}", test.Peer.Origin, StringComparison.Ordinal));

        var listing = await resource.ListAsync();

        Assert.That(listing.Failure, Is.Null);
        var first = test.Peer.Requests.First(request => request.Method is "PROPFIND" or "GET" && request.Path.Contains("id-1", StringComparison.Ordinal));
        Assert.That((first.Method, first.Path.TrimEnd('/'), first.Header("Authorization")), Is.EqualTo(("PROPFIND", expected, $"Bearer {Token}")));
    }

    [Test]
    [Property("Requirement", "ACC-01")]
    public async Task List_EntryOfTheTypeHasThePath_IsUsedWhereTheFirstHasNone()
    {
        await using var test = await StartAsync("/dav");
        var entry = test.Peer.CreateDocument().ResourceTypes[0];
        test.Peer.Document = test.Peer.CreateDocument() with
        {
            ResourceTypes =
            [
                entry with { Name = new ResourceType("calendar"), Protocols = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["x-cal"] = System.Text.Json.JsonElement.Parse("{}") } },
                entry with { Protocols = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["webdav"] = System.Text.Json.JsonElement.Parse("\"/files\"") } },
            ],
        };
        ServeFolder(test, "/files/id-1");
        var resource = await OpenAsync(test, share => WebDav(share)["uri"] = "id-1");

        Assert.That((await resource.ListAsync()).Failure, Is.Null);
    }

    [Test]
    [Property("Requirement", "ACC-06")]
    [Property("Requirement", "SHARE-15")]
    public async Task List_PathInsideTheFolder_IsAppendedAndEncoded()
    {
        await using var test = await StartAsync("/dav");
        ServeFolder(test, "/dav/id-1/sub dir/ü?");
        ServeFolder(test, "/dav/id-1");
        var resource = await OpenAsync(test, share => (share["resourceType"], WebDav(share)["uri"]) = ("folder", "id-1"));

        var listing = await resource.ListAsync("sub dir/ü?");
        var outside = await resource.ListAsync("../id-2");

        Assert.That(listing.Failure, Is.Null);
        Assert.That(test.Peer.Requests[^1].TargetUri.TrimEnd('/'), Does.EndWith("/dav/id-1/sub%20dir/%C3%BC%3F"));
        Assert.That(outside.IsSuccess, Is.False, "no path leads out of the share");
    }

    [Test]
    [Property("Requirement", "ACC-02")]
    public async Task Read_FileOfAServerWithoutPropFind_GoesOnWithGet()
    {
        await using var test = await StartAsync("/dav");
        test.Peer.Answer("/dav/id-1", request => request.Method == "GET" ? FakePeerAnswer.Json("\"content\"") : FakePeerAnswer.Status(405));
        var resource = await OpenAsync(test, share => WebDav(share)["uri"] = "id-1");

        await using var content = (await resource.ReadAsync()).Value!;
        using var reader = new StreamReader(content.Stream);

        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("\"content\""));
        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Method).Distinct(), Is.EqualTo(new[] { "PROPFIND", "GET" }));
    }

    [TestCase(true, 200, Token)]
    [TestCase(false, 200, Token)]
    [TestCase(false, 400, Secret)]
    [TestCase(true, 400, null)]
    [Property("Requirement", "TOK-09")]
    [Property("Requirement", "TOK-10")]
    [Property("Requirement", "ACC-03")]
    public async Task List_ExchangeRequiredOrOptional_UsesTheTokenOrFallsBackOnlyWhereItMay(bool required, int status, string? credential)
    {
        await using var test = await StartAsync("/dav", interoperable: true);
        ServeFolder(test, "/dav/id-1");
        if (status != 200)
        {
            test.Peer.Answer(TokenPath, FakePeerAnswer.Json("""{"error":"invalid_grant"}""", status));
        }

        var resource = await OpenAsync(test, share =>
        {
            if (!required)
            {
                WebDav(share).Remove("requirements");
            }
        });
        var listing = await resource.ListAsync();

        Assert.That(test.Peer.RequestsTo(TokenPath), Is.Not.Empty, "the exchange is tried");
        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("Authorization")).Distinct(), Is.EqualTo(credential is null ? [] : new[] { $"Bearer {credential}" }));
        Assert.That(listing.IsSuccess, Is.EqualTo(credential is not null));
    }

    [Test]
    [Property("Requirement", "TOK-08")]
    [Property("Requirement", "TOK-07")]
    public async Task List_ManyAtOnceAndNearTheTokensEnd_ShareOneExchangeEach()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = await StartAsync("/dav", time: time);
        ServeFolder(test, "/dav/id-1");
        var number = 0;
        test.Peer.Answer(TokenPath, _ => FakePeerAnswer.Json($$"""{"access_token":"token-{{Interlocked.Increment(ref number)}}","token_type":"Bearer","expires_in":300}"""));
        var resource = await OpenAsync(test, _ => { });

        var first = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => resource.ListAsync().AsTask()));
        var exchanges = test.Peer.RequestsTo(TokenPath).Count;
        time.Advance(TimeSpan.FromSeconds(295));
        var later = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => resource.ListAsync().AsTask()));

        Assert.That(first.Concat(later).Select(listing => listing.Failure), Is.All.Null);
        Assert.That((exchanges, test.Peer.RequestsTo(TokenPath).Count), Is.EqualTo((1, 2)), "once, and once more before the end");
        Assert.That(test.Peer.RequestsTo("/dav/id-1")[^1].Header("Authorization"), Is.EqualTo("Bearer token-2"), "the old one is not used to its end");
    }

    private static JsonObject WebDav(JsonObject share) => share["protocol"]!["webdav"]!.AsObject();

    private static async Task<ServerAndPeer> StartAsync(string webDavPath, bool interoperable = false, ManualTimeProvider? time = null)
    {
        var test = await ServerAndPeer.StartAsync(
            new OcmTestServerSettings
            {
                Time = time,
                Register = ocm =>
                {
                    ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                    ocm.Services.Configure<OcmAccessOptions>(access => access.AllowLegacySecrets |= interoperable);
                },
            },
            time);
        var path = System.Text.Json.JsonElement.Parse($"\"{webDavPath}\"");
        return test.WithPeer(document => document with
        {
            ResourceTypes = [.. document.ResourceTypes.Select(entry => entry with { Protocols = new Dictionary<string, System.Text.Json.JsonElement>(entry.Protocols, StringComparer.Ordinal) { ["webdav"] = path } })],
        });
    }

    private static void ServeFolder(ServerAndPeer test, string path)
    {
        foreach (var form in new[] { path, path + "/" })
        {
            var href = string.Join('/', form.Split('/').Select(Uri.EscapeDataString));
            test.Peer.Answer(form, new FakePeerAnswer(207, System.Text.Encoding.UTF8.GetBytes(Folder.Replace("{path}", href, StringComparison.Ordinal)), "application/xml"));
        }
    }

    private static async Task<RemoteResource> OpenAsync(ServerAndPeer test, Action<JsonObject> change)
    {
        var share = test.Share();
        change(share);
        var answer = await test.PostAsync("/ocm/shares", share);
        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        var opened = await test.Server.WithAsync<IReceivedShares, OcmResult<RemoteResource>>(async shares =>
        {
            var id = (await shares.ListAsync("marie"))[0].Id;
            await shares.AcceptAsync(id, "marie");
            return await shares.OpenAsync(id, "marie");
        });
        Assert.That(opened.Failure, Is.Null);
        return opened.Value!;
    }
}
