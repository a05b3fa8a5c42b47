using System.Text;
using Ocm.Client.Access;
using Ocm.Client.Tests.Http;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Tests.Access;

/// <summary>Writing files: lengths, conditions, and bodies that can be sent once or again.</summary>
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
        sender.Dav = c => SendingServer.StatusAsync(c, "PUT", 412);
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
    public async Task Write_FolderThatMayNotBeLookedAt_IsWrittenInto()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => SendingServer.StatusAsync(c, "PROPFIND", 403);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ["write"]));

        (await resource.WriteAsync("a", new OneWayStream("dropped"))).Must();
        var failure = (await resource.ListAsync()).MustFail();

        Assert.That(Encoding.UTF8.GetString(sender.Find("a")!), Is.EqualTo("dropped"));
        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.Forbidden));
        Assert.That(sender.DavRequests.Select(r => r.Method), Is.EqualTo(new[] { "PROPFIND", "PUT", "PROPFIND" }));
    }

    [Test]
    public async Task Write_TokenRenewed_IsTriedBeforeTheBody()
    {
        await using var sender = await SendingServer.StartAsync();
        var clock = new ManualClock();
        await using var receiver = new Receiver(timeProvider: clock);
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite, requirements: ["must-exchange-token"]));
        (await resource.WriteAsync("a", Stream.Null)).Must();

        clock.Advance(TimeSpan.FromSeconds(280));
        (await resource.WriteAsync("b", Stream.Null)).Must();
        (await resource.WriteAsync("c", Stream.Null)).Must();

        Assert.That(sender.DavRequests.Select(r => r.Method), Is.EqualTo(new[] { "PROPFIND", "PUT", "PROPFIND", "PUT", "PUT" }));
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
}
