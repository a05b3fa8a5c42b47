using Microsoft.AspNetCore.Http;
using Ocm.Client.Access;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Access;

/// <summary>Reading files: ranges, conditions, and answers that do not fit.</summary>
public sealed class ReadTests
{
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
            Assert.That(await content.ReadTextAsync(), Is.EqualTo("abcdef"));
            Assert.That((content.Length, content.TotalLength, content.Offset, content.IsPartial, content.IsNotModified), Is.EqualTo(
                ((long?)6, (long?)6, 0L, false, false)));
            Assert.That((content.ETag, content.ContentType), Is.EqualTo(("\"e1\"", "text/plain")));
            Assert.That(content.LastModified, Is.EqualTo(new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero)));
        }

        await using (var again = (await resource.ReadAsync("sub/a.txt")).Must())
        {
            Assert.That(await again.ReadTextAsync(), Is.EqualTo("abcdef"));
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

        Assert.That(await content.ReadTextAsync(), Is.EqualTo(expected));
        Assert.That((content.IsPartial, content.Offset, content.Length, content.TotalLength), Is.EqualTo(
            (true, offset, (long?)expected.Length, (long?)10)));
        Assert.That(sender.DavRequests.Last().Headers["Range"], Is.EqualTo(header));
    }

    [Test]
    public async Task Read_ServerIgnoresTheRange_GivesTheWholeFileAndSaysSo()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => SendingServer.OnAsync(c, "GET", () => c.Response.WriteAsync("abcdef"));
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        await using var content = (await resource.ReadAsync("a.txt", RemoteRange.From(3))).Must();

        Assert.That((content.IsPartial, content.Offset, await content.ReadTextAsync()), Is.EqualTo((false, 0L, "abcdef")));
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
        sender.Dav = c => SendingServer.OnAsync(c, "GET", () =>
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
        sender.Dav = c => SendingServer.OnAsync(c, "GET", () =>
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
            Assert.That((same.IsNotModified, await same.ReadTextAsync(), same.ETag), Is.EqualTo((true, "", "\"e1\"")));
        }

        await using (var changed = (await resource.ReadAsync("a.txt", conditions: RemoteConditions.Changed("\"e0\""))).Must())
        {
            Assert.That((changed.IsNotModified, await changed.ReadTextAsync()), Is.EqualTo((false, "abc")));
        }

        var failure = (await resource.ReadAsync("a.txt", conditions: RemoteConditions.Unchanged("\"e0\""))).MustFail();
        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((OcmFailureKind.Conflict, (int?)412)));
    }

    [Test]
    public async Task Read_EncodedThoughNotAskedFor_InvalidResponse()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => SendingServer.OnAsync(c, "GET", () =>
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
        sender.Dav = c => SendingServer.OnAsync(c, "GET", () =>
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
        sender.Dav = c => SendingServer.OnAsync(c, "GET", async () =>
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

        var thrown = await Assert.ThrowsAsync<OcmStreamException>(async () => await content.ReadTextAsync());
        Assert.That(thrown!.Failure.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
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
}
