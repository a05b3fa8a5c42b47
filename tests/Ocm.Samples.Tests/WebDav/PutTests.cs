using System.Net;
using System.Net.Http.Headers;

namespace Ocm.Samples.Tests.WebDav;

internal sealed class PutTests : DavFixture
{
    [Test]
    public async Task Put_NewFile_Is201WithTheTagThatGetShows()
    {
        using var put = await Server.SendAsync("PUT", "/dav/new.txt", new StringContent("new"));
        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        using var get = await Server.SendAsync("GET", "/dav/new.txt");
        Assert.That(get.Headers.ETag, Is.EqualTo(put.Headers.ETag).And.Not.Null);
        Assert.That(await get.Content.ReadAsStringAsync(), Is.EqualTo("new"));
    }

    [Test]
    public async Task Put_ExistingFile_Is204AndTheTagChanges()
    {
        var before = ETagOf("a.txt");
        using var put = await Server.SendAsync("PUT", "/dav/a.txt", new StringContent("HELLO"));
        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(put.Headers.ETag!.ToString(), Is.Not.EqualTo(before));
        Assert.That(FileText("a.txt"), Is.EqualTo("HELLO"));
    }

    [Test]
    public async Task Put_NoBody_IsAnEmptyFile()
    {
        Assert.That(await Server.StatusAsync("PUT", "/dav/a.txt"), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(FileText("a.txt"), Is.Empty);
    }

    [TestCase("/dav/missing/a.txt", HttpStatusCode.Conflict)]
    [TestCase("/dav/a.txt/b.txt", HttpStatusCode.Conflict)]
    [TestCase("/dav/d", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/dav/d/", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/dav/new/", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/dav/", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/dav", HttpStatusCode.MethodNotAllowed)]
    public async Task Put_NoPlaceForAFile_SaysWhy(string path, HttpStatusCode expected)
    {
        using var response = await Server.SendAsync("PUT", path, new StringContent("x"));
        Assert.That(response.StatusCode, Is.EqualTo(expected));
        Assert.That(response.Content.Headers.Allow, expected == HttpStatusCode.MethodNotAllowed ? Is.Not.Empty : Is.Empty);
    }

    [Test]
    public async Task Put_ContentRange_Is400AndChangesNothing()
    {
        using var content = new StringContent("x");
        content.Headers.ContentRange = new ContentRangeHeaderValue(0, 0, 5);
        Assert.That(await Server.StatusAsync("PUT", "/dav/a.txt", content), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(FileText("a.txt"), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Put_ContentEncoding_Is415()
    {
        using var content = new StringContent("x");
        content.Headers.ContentEncoding.Add("gzip");
        Assert.That(await Server.StatusAsync("PUT", "/dav/a.txt", content), Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [TestCase("If-Match", "\"other\"")]
    [TestCase("If-Match", "W/\"other\"")]
    [TestCase("If-None-Match", "*")]
    [TestCase("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT")]
    [TestCase("If", "([\"other\"])")]
    [TestCase("If", "(<opaquelocktoken:1>)")]
    [TestCase("If", "(<DAV:no-lock>)")]
    [TestCase("If", "<http://elsewhere.example/dav/a.txt> ([\"x\"])")]
    public async Task Put_ConditionThatDoesNotHold_Is412AndChangesNothing(string field, string value)
    {
        Assert.That(await Server.PutAsync("/dav/a.txt", "new", (field, value)), Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(FileText("a.txt"), Is.EqualTo("hello"));
    }

    [TestCase("If-Match", "garbage")]
    [TestCase("If-Match", "\"open")]
    [TestCase("If-None-Match", "")]
    [TestCase("If", "garbage")]
    [TestCase("If", "(")]
    [TestCase("If", "()")]
    [TestCase("If", "([\"a\"]")]
    [TestCase("If", "(Not)")]
    [TestCase("If", "([])")]
    [TestCase("If", "([\"a\"]) <http://x/> ([\"b\"])")]
    [TestCase("If", "<http://x/>")]
    public async Task Put_MalformedCondition_Is400AndChangesNothing(string field, string value)
    {
        var response = await Server.SendRawAsync(
            $"PUT /dav/a.txt HTTP/1.1\r\nHost: {Server.Authority}\r\nConnection: close\r\nContent-Length: 3\r\n{field}: {value}\r\n\r\nnew");
        Assert.That(response, Does.StartWith("HTTP/1.1 400 "));
        Assert.That(FileText("a.txt"), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Put_ConditionThatHolds_Writes()
    {
        var tag = ETagOf("a.txt");
        Assert.That(await Server.PutAsync("/dav/a.txt", "1", ("If-Match", $"\"other\", {tag}")), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Server.PutAsync("/dav/a.txt", "2", ("If-Match", tag)), Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(await Server.PutAsync("/dav/a.txt", "3", ("If-Match", "*")), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Server.PutAsync("/dav/new", "4", ("If-Match", "*")), Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(await Server.PutAsync("/dav/new", "5", ("If-None-Match", "*")), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await Server.PutAsync("/dav/new", "6", ("If-None-Match", "\"other\"")), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Server.PutAsync("/dav/new", "7", ("If", $"([{ETagOf("new")}])")), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Server.PutAsync("/dav/new", "8", ("If", $"([\"other\"]) (Not <opaquelocktoken:1> [{ETagOf("new")}])")), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Server.PutAsync("/dav/new", "9", ("If", $"<http://{Server.Authority}/dav/a.txt> ([{ETagOf("a.txt")}])")), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(FileText("a.txt"), Is.EqualTo("3"));
        Assert.That(FileText("new"), Is.EqualTo("9"));
    }

    [Test]
    public async Task Put_TwoWithTheSameTag_OneWins()
    {
        var tag = ETagOf("a.txt");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Server.PutAsync("/dav/a.txt", $"writer {i}", ("If-Match", tag))));
        Assert.That(statuses.Count(status => status == HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(statuses.Count(status => status == HttpStatusCode.PreconditionFailed), Is.EqualTo(7));
    }

    [Test]
    public async Task Put_RefusedBeforehand_DoesNotAskForTheBody()
    {
        var response = await Server.SendRawAsync(
            $"PUT /dav/a.txt HTTP/1.1\r\nHost: {Server.Authority}\r\nConnection: close\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\nIf-None-Match: *\r\n\r\n",
            headersOnly: true);
        Assert.That(response, Does.StartWith("HTTP/1.1 412 "));
    }

    [TestCase("Content-Length: 1000\r\n\r\nonly a part")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n4\r\npart\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\nnot a chunk\r\n")]
    public async Task Put_ConnectionEndsEarly_KeepsTheOldFileAndLeavesNothing(string rest)
    {
        await Server.SendRawAsync($"PUT /dav/a.txt HTTP/1.1\r\nHost: {Server.Authority}\r\n{rest}", closeEarly: true);
        await Server.StopAsync();
        Assert.That(FileText("a.txt"), Is.EqualTo("hello"));
        Assert.That(Server.Folder.All(), Is.EqualTo(new[] { "files", "files/alice", "files/alice/a.txt", "files/alice/d", "files/alice/d/inner.txt" }));
    }

    [Test]
    public async Task Put_OtherReadersMeanwhile_SeeTheOldOrTheNewFileButNoMixture()
    {
        var texts = new[] { new string('a', 200_000), new string('b', 150_000) };
        await Server.PutAsync("/dav/a.txt", texts[0]);
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 40; i++)
            {
                await Server.PutAsync("/dav/a.txt", texts[i % 2]);
            }
        });
        while (!writing.IsCompleted)
        {
            using var response = await Server.SendAsync("GET", "/dav/a.txt");
            Assert.That(await response.Content.ReadAsStringAsync(), Is.AnyOf(texts));
        }

        await writing;
    }
}
