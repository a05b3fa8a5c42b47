using System.Text.Json;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Shares;
using Ocm.Testing.Peers;
using static Ocm.Conformance.Access.ReceivedResource;

namespace Ocm.Conformance.Access;

/// <summary>How the server reaches a resource that a peer shared: where the first request goes, and where none goes.</summary>
internal sealed class ResourceAccessTests
{
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
            ResourceTypes = [WithPath(entry, "calendar", null), WithPath(entry, "file", "/files")],
        };
        ServeFolder(test, "/files/id-1");
        var resource = await OpenAsync(test, share => WebDav(share)["uri"] = "id-1");

        Assert.That((await resource.ListAsync()).Failure, Is.Null);
    }

    [Test]
    [Property("Requirement", "ACC-01"), Property("Forbidden", "ACC-01")]
    public async Task List_FirstEntryHasAPath_NoOtherIsUsed()
    {
        await using var test = await StartAsync("/dav");
        var entry = test.Peer.CreateDocument().ResourceTypes[0];
        test.Peer.Document = test.Peer.CreateDocument() with { ResourceTypes = [WithPath(entry, "calendar", "/dav"), WithPath(entry, "file", "/files")] };
        ServeFolder(test, "/dav/id-1");
        var resource = await OpenAsync(test, share => WebDav(share)["uri"] = "id-1");

        Assert.That((await resource.ListAsync()).Failure, Is.Null);
        Assert.That(test.Peer.Requests.Where(request => request.Path.StartsWith("/files", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    [Property("Requirement", "ACC-01"), Property("Forbidden", "ACC-01")]
    public async Task Open_NoEntryHasAPath_NoneIsGuessed()
    {
        await using var test = await StartAsync("/dav");
        var entry = test.Peer.CreateDocument().ResourceTypes[0];
        test.Peer.Document = test.Peer.CreateDocument() with { ResourceTypes = [WithPath(entry, "file", null), WithPath(entry, "folder", "/folders")] };

        var opened = await TryOpenAsync(test, share => WebDav(share)["uri"] = "id-1");

        Assert.That(opened.Failure?.Kind, Is.EqualTo(OcmFailureKind.NotSupported));
        Assert.That(Resources(test), Is.Empty);
    }

    [Test]
    [Property("Requirement", "ACC-01"), Property("Forbidden", "ACC-01")]
    public async Task List_OwnerAtAnotherServer_OnlyTheSendersIsAsked()
    {
        await using var owners = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var test = await StartAsync("/dav");
        ServeFolder(test, "/dav/id-1");
        var resource = await OpenAsync(test, share => (share["owner"], WebDav(share)["uri"]) = ($"bohr@{owners.Host}", "id-1"));

        Assert.That((await resource.ListAsync()).Failure, Is.Null);
        Assert.That(owners.Requests, Is.Empty);
    }

    [TestCase("//{other}/dav/id-1")]
    [TestCase("{other}/dav/id-1")]
    [TestCase("http:/{other}/dav/id-1")]
    [TestCase("x@{other}")]
    [Property("Requirement", "ACC-02"), Property("Forbidden", "ACC-02")]
    public async Task List_UriWithoutSchemeAndHost_IsAnIdAndNeverAnotherServer(string uri)
    {
        await using var other = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var test = await StartAsync("/dav/");
        var resource = await OpenAsync(test, share => WebDav(share)["uri"] = uri.Replace("{other}", other.Host.Value, StringComparison.Ordinal));

        await resource.ListAsync();

        Assert.That(other.Requests, Is.Empty);
        Assert.That(Resources(test), Is.Not.Empty.And.All.Matches("^/dav/[^/]"), "below the path, after one slash");
    }

    [TestCase("../id-1")]
    [TestCase("id-1/../../id-2")]
    [TestCase(".")]
    [Property("Requirement", "ACC-02"), Property("Forbidden", "ACC-02")]
    public async Task Open_IdThatLeadsOutOfThePath_NothingIsAsked(string uri)
    {
        await using var test = await StartAsync("/dav/");

        var opened = await TryOpenAsync(test, share => WebDav(share)["uri"] = uri);
        if (opened.TryGetValue(out var resource, out _))
        {
            await resource.ListAsync();
        }

        Assert.That(Resources(test), Is.Empty);
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

    private static ResourceTypeEntry WithPath(ResourceTypeEntry entry, string name, string? path) => entry with
    {
        Name = new ResourceType(name),
        Protocols = path is null
            ? new Dictionary<string, JsonElement> { ["x-other"] = JsonElement.Parse("{}") }
            : new Dictionary<string, JsonElement> { ["webdav"] = JsonElement.Parse($"\"{path}\"") },
    };
}
