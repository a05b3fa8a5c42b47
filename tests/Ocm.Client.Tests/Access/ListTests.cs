using Microsoft.AspNetCore.Http;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Tests.Access;

/// <summary>Describing and listing: PROPFIND, and GET where a server has no PROPFIND.</summary>
public sealed class ListTests
{
    [Test]
    public async Task List_Folder_GivesWhatTheServerSays()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a b.txt", "abc");
        sender.Put("ü.txt", "abcd");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var listing = (await resource.ListAsync()).Must();

        Assert.That((listing.Folder.Path, listing.Folder.Name, listing.Folder.IsFolder, listing.Folder.Size), Is.EqualTo(("", "", true, (long?)null)));
        Assert.That(listing.DroppedEntries, Is.Zero);
        Assert.That(listing.Entries, Is.EquivalentTo(new[]
        {
            Entry("a b.txt", 3),
            Entry("ü.txt", 4),
        }));
        var request = sender.DavRequests.Single();
        Assert.That((request.Method, request.Headers["Depth"], request.Headers["Content-Type"]), Is.EqualTo(
            ("PROPFIND", "1", "application/xml; charset=utf-8")));
    }

    [Test]
    [Property("Requirement", "ACC-06")]
    public async Task List_SubFolder_UsesEncodedPathWithASlash()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = async c =>
        {
            await SendingServer.MultiStatusAsync(c, SendingServer.MultiStatus(
                SendingServer.Entry("/dav/ocm/share1/a%20b/", isFolder: true), SendingServer.Entry("/dav/ocm/share1/a%20b/x%252e")));
            return true;
        };
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var listing = (await resource.ListAsync("a b/")).Must();

        Assert.That(sender.DavRequests.Single().Path, Is.EqualTo("/dav/ocm/share1/a%20b/"));
        Assert.That((listing.Folder.Path, listing.Folder.Name), Is.EqualTo(("a b", "a b")));
        Assert.That(listing.Entries.Single().Path, Is.EqualTo("a b/x%2e"));
    }

    [Test]
    public async Task List_AFile_Invalid()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a.txt", "abc");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        // Its server describes it with the slash that was asked with.
        Assert.That((await resource.ListAsync("a.txt")).MustFail().Kind, Is.EqualTo(OcmFailureKind.Invalid));
    }

    [Test]
    public async Task Stat_FileAndFolder_GivesThem()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a.txt", "abc");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        Assert.That((await resource.StatAsync("a.txt")).Must(), Is.EqualTo(Entry("a.txt", 3)));
        Assert.That((await resource.StatAsync()).Must().IsFolder, Is.True);
        Assert.That(sender.DavRequests.Select(r => r.Headers["Depth"]), Is.All.EqualTo("0"));
    }

    [TestCase("/a")]
    [TestCase("../a")]
    [TestCase("a/../../b")]
    [TestCase("a\0b")]
    [TestCase("a\\b")]
    public async Task EveryOperation_PathThatClimbsOut_InvalidWithoutARequest(string path)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ["read", "write"]));

        OcmFailure[] failures =
        [
            (await resource.StatAsync(path)).MustFail(),
            (await resource.ListAsync(path)).MustFail(),
            (await resource.ReadAsync(path)).MustFail(),
            (await resource.WriteAsync(path, Stream.Null)).MustFail(),
            (await resource.CreateFolderAsync(path)).MustFail(),
            (await resource.DeleteAsync(path)).MustFail(),
            (await resource.MoveAsync(path, "b")).MustFail(),
            (await resource.MoveAsync("b", path)).MustFail(),
            (await resource.CopyAsync(path, "b")).MustFail(),
            (await resource.CopyAsync("b", path)).MustFail(),
        ];

        Assert.That(failures.Select(f => f.Kind), Is.All.EqualTo(OcmFailureKind.Invalid));
        Assert.That(failures.SelectMany(f => f.ValidationErrors).Select(e => e.Name), Is.All.EqualTo("path"));
        Assert.That(sender.Seen, Is.Empty);
    }

    [TestCase(405)]
    [TestCase(501)]
    [Property("Requirement", "ACC-02")]
    public async Task FileShare_ServerWithoutPropFind_IsReadWithGet(int status)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("", "abcdef");
        sender.Dav = c => SendingServer.StatusAsync(c, "PROPFIND", status);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, type: ResourceType.File));

        await using (var content = (await resource.ReadAsync()).Must())
        {
            Assert.That(await content.ReadTextAsync(), Is.EqualTo("abcdef"));
        }

        var entry = (await resource.StatAsync()).Must();
        Assert.That((entry.IsFolder, entry.Size, entry.ETag, entry.ContentType), Is.EqualTo((false, (long?)6, "\"e1\"", "text/plain")));
        Assert.That((await resource.ListAsync()).MustFail().Kind, Is.EqualTo(OcmFailureKind.Invalid));
        Assert.That(sender.DavRequests.Count(r => r.Method == "PROPFIND"), Is.EqualTo(1));
        Assert.That(receiver.Log.Entries.Count(e => e.Id.Id == 1204), Is.EqualTo(1));
    }

    [Test]
    public async Task FileShare_EmptyFileWithoutPropFind_IsDescribed()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("", "");
        sender.Dav = c => SendingServer.StatusAsync(c, "PROPFIND", 405);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, type: ResourceType.File));

        Assert.That((await resource.StatAsync()).Must().Size, Is.Zero);
    }

    [Test]
    public async Task FolderShare_ServerWithoutPropFind_NotSupported()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => SendingServer.StatusAsync(c, "PROPFIND", 405);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var failure = (await resource.ListAsync()).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((OcmFailureKind.NotSupported, (int?)405)));
    }

    [TestCase(400, OcmFailureKind.Invalid)]
    [TestCase(403, OcmFailureKind.Forbidden)]
    [TestCase(404, OcmFailureKind.NotFound)]
    [TestCase(409, OcmFailureKind.Conflict)]
    [TestCase(410, OcmFailureKind.NotFound)]
    [TestCase(412, OcmFailureKind.Conflict)]
    [TestCase(423, OcmFailureKind.Conflict)]
    [TestCase(424, OcmFailureKind.Conflict)]
    [TestCase(429, OcmFailureKind.RateLimited)]
    [TestCase(500, OcmFailureKind.PeerFailure)]
    [TestCase(503, OcmFailureKind.Unavailable)]
    [TestCase(507, OcmFailureKind.TooLarge)]
    [TestCase(200, OcmFailureKind.InvalidResponse)]
    [TestCase(204, OcmFailureKind.InvalidResponse)]
    public async Task List_Status_IsTheKindOfFailure(int status, OcmFailureKind kind)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = async c =>
        {
            c.Response.StatusCode = status;
            if (status is not (200 or 204))
            {
                c.Response.ContentType = "application/json";
                c.Response.Headers.RetryAfter = "7";
                await c.Response.WriteAsync("""{"message":"their words"}""");
            }

            return true;
        };
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var failure = (await resource.ListAsync()).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((kind, (int?)status)));
        Assert.That(failure.Message, Does.Not.Contain("their words"));
        if (status >= 400)
        {
            Assert.That((failure.PeerMessage, failure.RetryAfter), Is.EqualTo(("their words", TimeSpan.FromSeconds(7))));
        }
    }

    private static RemoteEntry Entry(string path, int size) => new()
    {
        Path = path,
        Name = path,
        IsFolder = false,
        Size = size,
        ETag = $"\"e{size}\"",
        LastModified = new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero),
        ContentType = "text/plain",
    };
}
