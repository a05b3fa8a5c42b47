using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Ocm.Samples.Tests.Peer;

/// <summary>What is in a received share, through both servers.</summary>
internal sealed class RemoteFileTests
{
    private static readonly XNamespace Dav = "DAV:";

    [Test]
    public async Task PropFind_Folder_ListsOneLevelUnderOwnUrls()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/read me.txt", "hello");
        await pair.Alice.WriteAsync("docs/sub/deep.txt", "deep");
        var id = await pair.ShareAsync("docs");
        var root = $"/api/shares/received/{id}/files/";

        var top = await ListAsync(pair.Bob, root, "1");
        var sub = await ListAsync(pair.Bob, root + "sub", "1");
        var alone = await ListAsync(pair.Bob, root, "0");

        Assert.That(top.Keys, Is.EquivalentTo(new[] { root, root + "read%20me.txt", root + "sub/" }));
        Assert.That(top[root + "read%20me.txt"].Descendants(Dav + "getcontentlength").Single().Value, Is.EqualTo("5"));
        Assert.That(top[root + "sub/"].Descendants(Dav + "collection"), Is.Not.Empty);
        Assert.That(sub.Keys, Is.EquivalentTo(new[] { root + "sub/", root + "sub/deep.txt" }));
        Assert.That(alone.Keys, Is.EqualTo(new[] { root }));
    }

    [TestCase(null, 403)]
    [TestCase("infinity", 403)]
    [TestCase("2", 400)]
    public async Task PropFind_OtherDepth_IsRefused(string? depth, int status)
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        var id = await pair.ShareAsync("docs");

        using var answer = await pair.Bob.SendAsync("PROPFIND", $"/api/shares/received/{id}/files/", null, depth is null ? [] : [("Depth", depth)]);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [TestCase("bytes=2-4", 206, "234", "bytes 2-4/10")]
    [TestCase("bytes=7-", 206, "789", "bytes 7-9/10")]
    [TestCase("bytes=-2", 206, "89", "bytes 8-9/10")]
    [TestCase("bytes=8-100", 206, "89", "bytes 8-9/10")]
    [TestCase("bytes=5-2", 200, "0123456789", null, Description = "no range")]
    [TestCase("bytes=0-1,4-5", 200, "0123456789", null, Description = "several")]
    [TestCase("lines=1-2", 200, "0123456789", null)]
    public async Task Get_Range_PassesThrough(string range, int status, string expected, string? contentRange)
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/digits.txt", "0123456789");
        var id = await pair.ShareAsync("docs");

        using var answer = await pair.Bob.SendAsync("GET", $"/api/shares/received/{id}/files/digits.txt", null, ("Range", range));

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(expected));
        Assert.That(answer.Content.Headers.ContentRange?.ToString(), Is.EqualTo(contentRange));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(expected.Length));
    }

    [Test]
    public async Task Get_BeyondTheEnd_Is416()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        var id = await pair.ShareAsync("docs");

        using var answer = await pair.Bob.SendAsync("GET", $"/api/shares/received/{id}/files/a.txt", null, ("Range", "bytes=5-"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
    }

    [Test]
    public async Task GetAndHead_File_HaveItsHeadersAndNoActiveContent()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/page.html", "<script>alert(1)</script>");
        var id = await pair.ShareAsync("docs");
        var url = $"/api/shares/received/{id}/files/page.html";

        using var got = await pair.Bob.SendAsync("GET", url);
        using var head = await pair.Bob.SendAsync("HEAD", url);
        using var again = await pair.Bob.SendAsync("GET", url, null, ("If-None-Match", got.Headers.ETag!.ToString()));

        Assert.That(got.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        Assert.That(got.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("sandbox"));
        Assert.That(got.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
        Assert.That(head.Headers.ETag, Is.EqualTo(got.Headers.ETag));
        Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(got.Content.Headers.ContentLength));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task Put_WithWritePermission_ChangesTheOwnersFile()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "old");
        var id = await pair.ShareAsync("docs", accept: true, "read", "write");
        var root = $"/api/shares/received/{id}/files/";

        using var made = await PutAsync(pair.Bob, root + "new%20file.txt", "new");
        using var replaced = await PutAsync(pair.Bob, root + "a.txt", "newer");
        using var stale = await PutAsync(pair.Bob, root + "a.txt", "lost", ("If-Match", "\"old\""));
        using var kept = await PutAsync(pair.Bob, root + "a.txt", "lost", ("If-None-Match", "*"));
        using var orphan = await PutAsync(pair.Bob, root + "nowhere/a.txt", "lost");
        using var part = await PutAsync(pair.Bob, root + "a.txt", "lost", ("Content-Range", "bytes 0-3/10"));
        using var doubtful = await PutAsync(pair.Bob, root + "a.txt", "lost", ("If-Match", "\"a\", \"b\""));

        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(made.Headers.ETag, Is.Not.Null);
        Assert.That(replaced.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(kept.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(orphan.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(doubtful.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        using var own = await pair.Alice.SendAsync("GET", "/files/docs/a.txt");
        Assert.That(await own.Content.ReadAsStringAsync(), Is.EqualTo("newer"));
    }

    [Test]
    public async Task MkColAndDelete_WithWritePermission_Work()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        var id = await pair.ShareAsync("docs", accept: true, "read", "write");
        var root = $"/api/shares/received/{id}/files/";

        Assert.That(await StatusAsync(pair.Bob, "MKCOL", root + "sub"), Is.EqualTo(201));
        Assert.That(await StatusAsync(pair.Bob, "MKCOL", root + "sub"), Is.EqualTo(405));
        Assert.That(await StatusAsync(pair.Bob, "MKCOL", root + "x/y"), Is.EqualTo(409));
        Assert.That(await StatusAsync(pair.Bob, "DELETE", root + "sub"), Is.EqualTo(204));
        Assert.That(await StatusAsync(pair.Bob, "DELETE", root + "sub"), Is.EqualTo(404));
        Assert.That(await StatusAsync(pair.Bob, "DELETE", root + "a.txt"), Is.EqualTo(204));
        Assert.That(await StatusAsync(pair.Bob, "DELETE", root), Is.EqualTo(400), "the share itself");
        Assert.That(await StatusAsync(pair.Bob, "MOVE", root + "a.txt"), Is.EqualTo(405));
        Assert.That(await StatusAsync(pair.Alice, "GET", "/files/docs/a.txt"), Is.EqualTo(404));
    }

    [Test]
    public async Task Write_ReadOnlyShare_IsForbidden()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        var root = $"/api/shares/received/{await pair.ShareAsync("docs")}/files/";

        using var put = await PutAsync(pair.Bob, root + "b.txt", "b");

        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(pair.Bob, "DELETE", root + "a.txt"), Is.EqualTo(403));
        Assert.That(await StatusAsync(pair.Bob, "MKCOL", root + "sub"), Is.EqualTo(403));
    }

    [TestCase("..%2f..%2fetc")]
    [TestCase("a%00b")]
    [TestCase("%ff")]
    [TestCase("a%5cb")]
    public async Task Get_PathThatIsNone_Is400(string path)
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        var id = await pair.ShareAsync("docs");

        Assert.That(await StatusAsync(pair.Bob, "GET", $"/api/shares/received/{id}/files/{path}"), Is.EqualTo(400));
    }

    [Test]
    public async Task Get_FileShare_IsTheFileItself()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        await pair.Alice.WriteAsync("docs/b.txt", "not shared");
        var root = $"/api/shares/received/{await pair.ShareAsync("docs/a.txt")}/files";

        foreach (var url in new[] { root, root + "/", root + "/a.txt" })
        {
            using var answer = await pair.Bob.SendAsync("GET", url);
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("a"), url);
        }

        Assert.That(await StatusAsync(pair.Bob, "GET", root + "/b.txt"), Is.EqualTo(404));
        Assert.That((await ListAsync(pair.Bob, root + "/", "1")).Keys, Has.Exactly(1).Items);
    }

    [Test]
    public async Task Get_OwnerPutSomethingElseInItsPlace_IsGone()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("thing", "a file");
        var root = $"/api/shares/received/{await pair.ShareAsync("thing")}/files/";
        Assert.That(await StatusAsync(pair.Alice, "DELETE", "/files/thing"), Is.EqualTo(204));
        await pair.Alice.WriteAsync("thing/private.txt", "was never shared");

        Assert.That(await StatusAsync(pair.Bob, "GET", root), Is.EqualTo(404));
        Assert.That(await StatusAsync(pair.Bob, "GET", root + "private.txt"), Is.EqualTo(404));
    }

    [Test]
    public async Task PutAndGet_MoreThanAnyBuffer_ArriveUnchanged()
    {
        await using var pair = await PeerPair.StartAsync();
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        var url = $"/api/shares/received/{await pair.ShareAsync("docs", accept: true, "read", "write")}/files/large.bin";
        var bytes = RandomNumberGenerator.GetBytes(40 * 1024 * 1024);

        using (var content = new ByteArrayContent(bytes))
        using (var put = await pair.Bob.SendAsync("PUT", url, content))
        {
            Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        }

        using var got = await pair.Bob.SendAsync("GET", url);
        Assert.That((await got.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(bytes));
    }

    [Test]
    public async Task Get_TokenThatEndsSoon_IsRenewed()
    {
        await using var pair = await PeerPair.StartAsync(ofA: new PeerSettings { TokenLifetimeSeconds = 1 });
        await pair.Alice.WriteAsync("docs/a.txt", "a");
        var url = $"/api/shares/received/{await pair.ShareAsync("docs")}/files/a.txt";
        var start = TimeProvider.System.GetTimestamp();

        // The token lives one second; this goes on for longer.
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5))
        {
            Assert.That(await StatusAsync(pair.Bob, "GET", url), Is.EqualTo(200));
        }
    }

    private static async Task<int> StatusAsync(PeerClient client, string method, string path)
    {
        using var answer = await client.SendAsync(method, path);
        return (int)answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> PutAsync(PeerClient client, string path, string text, params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        foreach (var (name, value) in headers.Where(header => header.Name.StartsWith("Content-", StringComparison.Ordinal)))
        {
            content.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync("PUT", path, content, [.. headers.Where(header => !header.Name.StartsWith("Content-", StringComparison.Ordinal))]);
    }

    private static async Task<Dictionary<string, XElement>> ListAsync(PeerClient client, string path, string depth)
    {
        using var answer = await client.SendAsync("PROPFIND", path, null, ("Depth", depth));
        Assert.That((int)answer.StatusCode, Is.EqualTo(207));
        var listing = XDocument.Parse(await answer.Content.ReadAsStringAsync());
        return listing.Root!.Elements(Dav + "response").ToDictionary(item => item.Element(Dav + "href")!.Value, StringComparer.Ordinal);
    }
}
