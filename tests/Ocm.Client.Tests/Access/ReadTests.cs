using System.Text;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Access;
using Ocm.Client.Http;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Tests.Access;

public sealed class ReadTests
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

    [Test]
    [Property("Requirement", "ACC-02")]
    public async Task Read_WholeFile_AfterAPropFindOnTheRoot()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("sub/a.txt", "abcdef");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        await using (var content = (await resource.ReadAsync("sub/a.txt")).Must())
        {
            Assert.That(await TextAsync(content), Is.EqualTo("abcdef"));
            Assert.That((content.Length, content.TotalLength, content.Offset, content.IsPartial, content.IsNotModified), Is.EqualTo(
                ((long?)6, (long?)6, 0L, false, false)));
            Assert.That((content.ETag, content.ContentType), Is.EqualTo(("\"e1\"", "text/plain")));
            Assert.That(content.LastModified, Is.EqualTo(new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero)));
        }

        await using (var again = (await resource.ReadAsync("sub/a.txt")).Must())
        {
            Assert.That(await TextAsync(again), Is.EqualTo("abcdef"));
        }

        Assert.That(sender.DavRequests.Select(r => r.ToString()), Is.EqualTo(new[]
        {
            "PROPFIND /dav/ocm/share1", "GET /dav/ocm/share1/sub/a.txt", "GET /dav/ocm/share1/sub/a.txt",
        }));
        Assert.That(sender.DavRequests.Where(r => r.Method == "GET").Select(r => r.Headers["Accept-Encoding"]), Is.All.EqualTo("identity"));
    }

    [TestCase("from", 4, 0, "efghij", 4, "bytes=4-")]
    [TestCase("of", 2, 3, "cde", 2, "bytes=2-4")]
    [TestCase("of", 8, 100, "ij", 8, "bytes=8-107")]
    [TestCase("last", 3, 0, "hij", 7, "bytes=-3")]
    [TestCase("last", 100, 0, "abcdefghij", 0, "bytes=-100")]
    public async Task Read_Range_GivesThePart(string kind, long a, long b, string expected, long offset, string header)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a.txt", "abcdefghij");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));
        var range = kind switch { "from" => RemoteRange.From(a), "of" => RemoteRange.Of(a, b), _ => RemoteRange.LastBytes(a) };

        await using var content = (await resource.ReadAsync("a.txt", range)).Must();

        Assert.That(await TextAsync(content), Is.EqualTo(expected));
        Assert.That((content.IsPartial, content.Offset, content.Length, content.TotalLength), Is.EqualTo(
            (true, offset, (long?)expected.Length, (long?)10)));
        Assert.That(sender.DavRequests.Last().Headers["Range"], Is.EqualTo(header));
    }

    [Test]
    public async Task Read_ServerIgnoresTheRange_GivesTheWholeFileAndSaysSo()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => OnGetAsync(c, () => c.Response.WriteAsync("abcdef"));
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        await using var content = (await resource.ReadAsync("a.txt", RemoteRange.From(3))).Must();

        Assert.That((content.IsPartial, content.Offset, await TextAsync(content)), Is.EqualTo((false, 0L, "abcdef")));
    }

    [TestCase("bytes 0-2/10")]
    [TestCase("bytes 3-9/10")]
    [TestCase("bytes */10")]
    [TestCase("lines 3-5/10")]
    [TestCase("nonsense")]
    [TestCase(null)]
    public async Task Read_AnotherPartThanAskedFor_InvalidResponse(string? contentRange)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => OnGetAsync(c, () =>
        {
            c.Response.StatusCode = 206;
            c.Response.Headers.ContentRange = contentRange;
            return c.Response.WriteAsync("xyz");
        });
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var failure = (await resource.ReadAsync("a.txt", RemoteRange.Of(3, 3))).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((OcmFailureKind.InvalidResponse, (int?)206)));
    }

    [Test]
    public async Task Read_PartWithoutARange_InvalidResponse()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => OnGetAsync(c, () =>
        {
            c.Response.StatusCode = 206;
            c.Response.Headers.ContentRange = "bytes 0-2/10";
            return c.Response.WriteAsync("xyz");
        });
        await using var receiver = new Receiver();

        var failure = (await (await receiver.OpenAsync(TestShares.WebDav(sender.Host))).ReadAsync("a.txt")).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [Test]
    public async Task Read_RangeBeyondTheEnd_Invalid()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a.txt", "abc");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var failure = (await resource.ReadAsync("a.txt", RemoteRange.From(3))).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((OcmFailureKind.Invalid, (int?)416)));
    }

    [Test]
    public async Task Read_Conditions_NotModifiedIsAValueAndMismatchAConflict()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a.txt", "abc");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        await using (var same = (await resource.ReadAsync("a.txt", conditions: RemoteConditions.Changed("\"e1\""))).Must())
        {
            Assert.That((same.IsNotModified, await TextAsync(same), same.ETag), Is.EqualTo((true, "", "\"e1\"")));
        }

        await using (var changed = (await resource.ReadAsync("a.txt", conditions: RemoteConditions.Changed("\"e0\""))).Must())
        {
            Assert.That((changed.IsNotModified, await TextAsync(changed)), Is.EqualTo((false, "abc")));
        }

        var failure = (await resource.ReadAsync("a.txt", conditions: RemoteConditions.Unchanged("\"e0\""))).MustFail();
        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((OcmFailureKind.Conflict, (int?)412)));
    }

    [Test]
    public async Task Read_EncodedThoughNotAskedFor_InvalidResponse()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => OnGetAsync(c, () =>
        {
            c.Response.Headers.ContentEncoding = "gzip";
            return c.Response.WriteAsync("not the file");
        });
        await using var receiver = new Receiver();

        var failure = (await (await receiver.OpenAsync(TestShares.WebDav(sender.Host))).ReadAsync("a.txt")).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [Test]
    public async Task Read_NotModifiedThatNobodyAskedFor_InvalidResponse()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => OnGetAsync(c, () =>
        {
            c.Response.StatusCode = 304;
            return Task.CompletedTask;
        });
        await using var receiver = new Receiver();

        var failure = (await (await receiver.OpenAsync(TestShares.WebDav(sender.Host))).ReadAsync("a.txt")).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Read_ServerBreaksOff_TheStreamThrows(bool announcesLength)
    {
        var opened = new TaskCompletionSource();
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => OnGetAsync(c, async () =>
        {
            c.Response.ContentLength = announcesLength ? 1000 : null;
            await c.Response.WriteAsync("abc");
            await c.Response.Body.FlushAsync();
            await opened.Task;
            c.Abort();
        });
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        await using var content = (await resource.ReadAsync("a.txt")).Must();
        opened.SetResult();

        var thrown = await Assert.ThrowsAsync<OcmStreamException>(async () => await TextAsync(content));
        Assert.That(thrown!.Failure.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
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
        sender.Dav = c => RefusePropFindAsync(c, status);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, type: ResourceType.File));

        await using (var content = (await resource.ReadAsync()).Must())
        {
            Assert.That(await TextAsync(content), Is.EqualTo("abcdef"));
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
        sender.Dav = c => RefusePropFindAsync(c, 405);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, type: ResourceType.File));

        Assert.That((await resource.StatAsync()).Must().Size, Is.Zero);
    }

    [Test]
    public async Task FolderShare_ServerWithoutPropFind_NotSupported()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => RefusePropFindAsync(c, 405);
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

    [Test]
    public void Range_Misuse_Throws()
    {
        Assert.That(() => RemoteRange.From(-1), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => RemoteRange.Of(0, 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => RemoteRange.Of(long.MaxValue, 1), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => RemoteRange.LastBytes(0), Throws.InstanceOf<ArgumentException>());
    }

    [TestCase("unquoted")]
    [TestCase("\"a\"\r\nX: y")]
    [TestCase("")]
    public void Conditions_NoEntityTag_Throws(string etag) =>
        Assert.That(() => RemoteConditions.Unchanged(etag), Throws.InstanceOf<ArgumentException>());

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

    private static async Task<bool> OnGetAsync(HttpContext context, Func<Task> answer)
    {
        if (context.Request.Method != "GET")
        {
            return false;
        }

        await answer();
        return true;
    }

    private static Task<bool> RefusePropFindAsync(HttpContext context, int status)
    {
        if (context.Request.Method != "PROPFIND")
        {
            return Task.FromResult(false);
        }

        context.Response.StatusCode = status;
        return Task.FromResult(true);
    }

    private static async Task<string> TextAsync(RemoteContent content)
    {
        using var reader = new StreamReader(content.Stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
