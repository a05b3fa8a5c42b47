using System.Text;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Tests.Access;

public sealed class WriteTests
{
    private static readonly string[] ReadWrite = ["read", "write"];

    [Test]
    public async Task Write_StreamThatCanSeek_AnnouncesItsLength()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("skipped-content")) { Position = 8 };

        var result = (await resource.WriteAsync("a b.txt", content, new() { ContentType = "text/plain" })).Must();

        Assert.That((result.IsNew, result.ETag), Is.EqualTo((true, "\"new\"")));
        Assert.That(Encoding.UTF8.GetString(sender.Find("a b.txt")!), Is.EqualTo("content"));
        var put = sender.DavRequests.Last();
        Assert.That((put.Path, put.Headers["Content-Length"], put.Headers["Content-Type"]), Is.EqualTo(
            ("/dav/ocm/share1/a%20b.txt", "7", "text/plain")));
        Assert.That(content.CanRead, Is.True, "the stream stays the caller's");
    }

    [Test]
    public async Task Write_LengthNotKnown_IsChunked()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        (await resource.WriteAsync("a", new OneWayStream("content"))).Must();

        Assert.That(Encoding.UTF8.GetString(sender.Find("a")!), Is.EqualTo("content"));
        Assert.That(sender.DavRequests.Last().Headers, Contains.Key("Transfer-Encoding").And.Not.ContainKey("Content-Length"));
    }

    [TestCase(4, "cont")]
    [TestCase(0, "")]
    public async Task Write_LengthGiven_WritesThatMuch(int length, string expected)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        (await resource.WriteAsync("a", new OneWayStream("content"), new() { Length = length })).Must();

        Assert.That(Encoding.UTF8.GetString(sender.Find("a")!), Is.EqualTo(expected));
    }

    [Test]
    public async Task Write_ContentShorterThanAnnounced_ThrowsToTheCaller()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        Assert.That(
            async () => await resource.WriteAsync("a", new OneWayStream("content"), new() { Length = 100 }),
            Throws.InstanceOf<EndOfStreamException>());
        Assert.That(sender.Find("a"), Is.Null);
    }

    [Test]
    public async Task Write_ContentCannotBeRead_ItsExceptionComesThrough()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        Assert.That(
            async () => await resource.WriteAsync("a", new OneWayStream("content", new TimeZoneNotFoundException("mine"))),
            Throws.InstanceOf<TimeZoneNotFoundException>());
    }

    [Test]
    public async Task Write_Conditions_AreSentAndMismatchIsAConflict()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => StatusAsync(c, "PUT", 412);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        var failure = (await resource.WriteAsync("a", Stream.Null, new() { Conditions = RemoteConditions.OnlyNew })).MustFail();
        _ = await resource.WriteAsync("a", Stream.Null, new() { Conditions = RemoteConditions.Unchanged("\"e1\"") });

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((OcmFailureKind.Conflict, (int?)412)));
        var puts = sender.DavRequests.Where(r => r.Method == "PUT").ToList();
        Assert.That((puts[0].Headers["If-None-Match"], puts[1].Headers["If-Match"]), Is.EqualTo(("*", "\"e1\"")));
    }

    [Test]
    public async Task Write_TokenRevoked_StreamThatCanSeekIsSentAgain()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite, requirements: ["must-exchange-token"]));
        (await resource.StatAsync()).Must();
        sender.Accepted.Clear();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("content"));

        (await resource.WriteAsync("a", content)).Must();

        Assert.That(Encoding.UTF8.GetString(sender.Find("a")!), Is.EqualTo("content"));
        Assert.That((sender.Exchanges, sender.DavRequests.Count(r => r.Method == "PUT")), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Write_OneWayStreamWithANewToken_TriesTheTokenFirst()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var share = TestShares.WebDav(sender.Host, permissions: ReadWrite, requirements: ["must-exchange-token"]);
        var resource = await receiver.OpenAsync(share);

        // The first token is revoked before it is used.
        sender.Token = async c =>
        {
            await sender.IssueAsync(c);
            sender.Accepted.Clear();
            sender.Token = null;
        };
        (await resource.WriteAsync("a", new OneWayStream("content"))).Must();
        (await resource.WriteAsync("b", new OneWayStream("content"))).Must();

        Assert.That(sender.DavRequests.Select(r => $"{r} {r.Authorization}"), Is.EqualTo(new[]
        {
            "PROPFIND /dav/ocm/share1 Bearer accessToken1",
            "PROPFIND /dav/ocm/share1 Bearer accessToken2",
            "PUT /dav/ocm/share1/a Bearer accessToken2",
            "PUT /dav/ocm/share1/b Bearer accessToken2",
        }));
    }

    [Test]
    public async Task Write_OneWayStreamRefusedInTheMiddle_RenewsAndAsksTheCallerToRepeat()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite, requirements: ["must-exchange-token"]));
        (await resource.WriteAsync("a", new OneWayStream("content"))).Must();

        sender.Accepted.Clear();
        var failure = (await resource.WriteAsync("b", new OneWayStream("content"))).MustFail();

        Assert.That((failure.Kind, failure.IsTransient, failure.PeerStatus), Is.EqualTo((OcmFailureKind.Unavailable, true, (int?)401)));
        Assert.That(sender.Exchanges, Is.EqualTo(2));
        (await resource.WriteAsync("b", new OneWayStream("content"))).Must();
        Assert.That(Encoding.UTF8.GetString(sender.Find("b")!), Is.EqualTo("content"));
    }

    [Test]
    [Property("Requirement", "SHARE-13")]
    public async Task EveryWrite_NoWritePermission_ForbiddenWithoutARequest(
        [Values("none", "read", "read,share")] string permissions)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(
            sender.Host, permissions: permissions == "none" ? null : permissions.Split(',')));

        OcmFailure[] failures =
        [
            (await resource.WriteAsync("a", Stream.Null)).MustFail(),
            (await resource.CreateFolderAsync("a")).MustFail(),
            (await resource.DeleteAsync("a")).MustFail(),
            (await resource.MoveAsync("a", "b")).MustFail(),
            (await resource.CopyAsync("a", "b")).MustFail(),
        ];

        Assert.That(failures.Select(f => f.Kind), Is.All.EqualTo(OcmFailureKind.Forbidden));
        Assert.That(failures.Select(f => f.Message), Is.All.Contains("AccessContext.Permissions"));
        Assert.That(resource.CanWrite, Is.False);
        Assert.That(sender.Seen, Is.Empty);
    }

    [Test]
    public async Task Write_CallerKnowsBetterThanTheShare_TheServerDecides()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(
            TestShares.WebDav(sender.Host), Receiver.Einstein with { Permissions = [Permission.Read, Permission.Write] });

        Assert.That((await resource.WriteAsync("a", Stream.Null)).Must().IsNew, Is.True);
    }

    [Test]
    public async Task CreateFolder_Always_MkcolWithASlash()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        (await resource.CreateFolderAsync("a b/c")).Must();

        Assert.That(sender.DavRequests.Last().ToString(), Is.EqualTo("MKCOL /dav/ocm/share1/a%20b/c/"));
    }

    [TestCase(405)]
    [TestCase(409)]
    public async Task CreateFolder_ExistsOrHasNoParent_Conflict(int status)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => StatusAsync(c, "MKCOL", status);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        var failure = (await resource.CreateFolderAsync("a")).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((OcmFailureKind.Conflict, (int?)status)));
    }

    [Test]
    public async Task Delete_FileThatIsThereAndGone_SuccessAndNotFound()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a", "x");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        (await resource.DeleteAsync("a", RemoteConditions.Unchanged("\"e1\""))).Must();
        var failure = (await resource.DeleteAsync("a")).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.NotFound));
        Assert.That(sender.DavRequests.Where(r => r.Method == "DELETE").First().Headers["If-Match"], Is.EqualTo("\"e1\""));
    }

    [TestCase(207, OcmFailureKind.Conflict)]
    [TestCase(202, OcmFailureKind.InvalidResponse)]
    [TestCase(403, OcmFailureKind.Forbidden)]
    public async Task Delete_NotDoneOrOnlyInPart_IsAFailure(int status, OcmFailureKind kind)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => StatusAsync(c, "DELETE", status);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        var failure = (await resource.DeleteAsync("a")).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((kind, (int?)status)));
    }

    [TestCase("MOVE", true, "T")]
    [TestCase("COPY", false, "F")]
    public async Task Transfer_InsideTheShare_NamesAnAbsoluteDestination(string method, bool overwrite, string header)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        var result = (await (method == "MOVE" ? resource.MoveAsync("a ü", "b/c d", overwrite) : resource.CopyAsync("a ü", "b/c d", overwrite))).Must();

        var request = sender.DavRequests.Last();
        Assert.That(result.IsNew, Is.True);
        Assert.That(request.ToString(), Is.EqualTo($"{method} /dav/ocm/share1/a%20%C3%BC"));
        Assert.That((request.Headers["Destination"], request.Headers["Overwrite"]), Is.EqualTo(
            ($"http://{sender.Host}/dav/ocm/share1/b/c%20d", header)));
    }

    [Test]
    public async Task EveryWrite_OnTheRootOfAFolderShare_InvalidWithoutARequest()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        OcmFailure[] failures =
        [
            (await resource.WriteAsync("", Stream.Null)).MustFail(),
            (await resource.CreateFolderAsync("")).MustFail(),
            (await resource.DeleteAsync("")).MustFail(),
            (await resource.MoveAsync("", "b")).MustFail(),
            (await resource.MoveAsync("b", "")).MustFail(),
            (await resource.CopyAsync("", "b")).MustFail(),
        ];

        Assert.That(failures.Select(f => f.Kind), Is.All.EqualTo(OcmFailureKind.Invalid));
        Assert.That(sender.Seen, Is.Empty);
    }

    [Test]
    public async Task Write_SingleFileShare_AtItsRoot()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("", "old");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite, type: ResourceType.File));

        var result = (await resource.WriteAsync("", new OneWayStream("new"))).Must();

        Assert.That(result.IsNew, Is.False);
        Assert.That(Encoding.UTF8.GetString(sender.Find("")!), Is.EqualTo("new"));
    }

    [Test]
    public async Task Write_Misuse_Throws()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));
        var closed = new MemoryStream();
        await closed.DisposeAsync();

        Assert.That(async () => await resource.WriteAsync("a", null!), Throws.ArgumentNullException);
        Assert.That(async () => await resource.WriteAsync("a", closed), Throws.ArgumentException);
        Assert.That(() => new RemoteWriteOptions { Length = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RemoteWriteOptions { ContentType = "no type" }, Throws.ArgumentException);
    }

    private static Task<bool> StatusAsync(HttpContext context, string method, int status)
    {
        if (context.Request.Method != method)
        {
            return Task.FromResult(false);
        }

        context.Response.StatusCode = status;
        return Task.FromResult(true);
    }
}
