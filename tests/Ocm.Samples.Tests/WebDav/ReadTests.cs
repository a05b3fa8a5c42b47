using System.Net;
using System.Net.Http.Headers;

namespace Ocm.Samples.Tests.WebDav;

internal sealed class ReadTests : DavFixture
{
    [TestCase("/dav/a.txt", "OPTIONS, GET, HEAD, PROPFIND, PROPPATCH, PUT, DELETE, COPY, MOVE")]
    [TestCase("/dav/d", "OPTIONS, PROPFIND, PROPPATCH, DELETE, COPY, MOVE")]
    [TestCase("/dav", "OPTIONS, PROPFIND, PROPPATCH, COPY")]
    [TestCase("/dav/missing", "OPTIONS, PUT, MKCOL")]
    public async Task Options_AnyPlace_SaysClassOneAndWhatIsAllowed(string path, string allow)
    {
        using var response = await Server.SendAsync("OPTIONS", path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Headers.GetValues("DAV"), Is.EqualTo(new[] { "1" }));
        Assert.That(string.Join(", ", response.Content.Headers.Allow), Is.EqualTo(allow));
    }

    [TestCase("LOCK")]
    [TestCase("POST")]
    [TestCase("PATCH")]
    [TestCase("TRACE")]
    [TestCase("BREW")]
    [TestCase("propfind")]
    public async Task AnyPath_UnknownMethod_Is405WithAllow(string method)
    {
        var response = await Server.SendRawAsync($"{method} /dav/a.txt HTTP/1.1\r\nHost: {Server.Authority}\r\nConnection: close\r\n\r\n");
        Assert.That(response, Does.StartWith("HTTP/1.1 405 "));
        Assert.That(response, Does.Contain("Allow: OPTIONS, GET, HEAD, PROPFIND"));
        Assert.That(response, Does.Contain("\"error\":\"method_not_allowed\""));
    }

    [Test]
    public async Task Get_File_ComesWithTypeTagAndNoLicenceToRun()
    {
        using var response = await Server.SendAsync("GET", "/dav/a.txt");
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("hello"));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
        Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo(ETagOf("a.txt")));
        Assert.That(response.Headers.ETag.IsWeak, Is.False);
        Assert.That(response.Headers.AcceptRanges, Is.EqualTo(new[] { "bytes" }));
        Assert.That(response.Content.Headers.LastModified, Is.Not.Null);
        Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("sandbox"));
    }

    [Test]
    public async Task Head_File_IsGetWithoutContent()
    {
        using var response = await Server.SendAsync("HEAD", "/dav/a.txt");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(5));
        Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo(ETagOf("a.txt")));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("GET", "/dav/d", HttpStatusCode.MethodNotAllowed)]
    [TestCase("HEAD", "/dav/d/", HttpStatusCode.MethodNotAllowed)]
    [TestCase("GET", "/dav/missing", HttpStatusCode.NotFound)]
    [TestCase("GET", "/dav/a.txt/inner", HttpStatusCode.NotFound)]
    [TestCase("GET", "/dav/a.txt/", HttpStatusCode.NotFound)]
    [TestCase("GET", "/DAV/a.txt", HttpStatusCode.NotFound)]
    [TestCase("HEAD", "/dav/missing", HttpStatusCode.NotFound)]
    public async Task GetOrHead_NoFile_SaysWhy(string method, string path, HttpStatusCode expected) =>
        Assert.That(await Server.StatusAsync(method, path), Is.EqualTo(expected));

    [TestCase("bytes=0-1", "he", "bytes 0-1/5")]
    [TestCase("bytes=1-", "ello", "bytes 1-4/5")]
    [TestCase("bytes=-2", "lo", "bytes 3-4/5")]
    [TestCase("bytes=3-900", "lo", "bytes 3-4/5")]
    public async Task Get_Range_IsThatPart(string range, string expected, string contentRange)
    {
        using var response = await Server.SendAsync("GET", "/dav/a.txt", null, ("Range", range));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(response.Content.Headers.ContentRange!.ToString(), Is.EqualTo(contentRange));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(expected));
    }

    [TestCase("bytes=5-")]
    [TestCase("bytes=900-901")]
    public async Task Get_RangeBehindTheEnd_Is416WithTheLength(string range)
    {
        using var response = await Server.SendAsync("GET", "/dav/a.txt", null, ("Range", range));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(response.Content.Headers.ContentRange!.ToString(), Is.EqualTo("bytes */5"));
    }

    [TestCase("bytes=9-2")]
    [TestCase("bytes=a-b")]
    [TestCase("chars=0-1")]
    [TestCase("bytes=0-0,2-3")]
    public async Task Get_RangeThatIsNotServed_IsTheWholeFile(string range)
    {
        // RFC 9110, section 14.2: a server may ignore Range; several ranges in one answer are not offered.
        using var response = await Server.SendAsync("GET", "/dav/a.txt", null, ("Range", range));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Get_IfRange_GivesThePartOnlyOfTheSameFile()
    {
        var tag = ETagOf("a.txt");
        Assert.That(await Server.StatusAsync("GET", "/dav/a.txt", null, ("Range", "bytes=0-1"), ("If-Range", tag)), Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await Server.StatusAsync("GET", "/dav/a.txt", null, ("Range", "bytes=0-1"), ("If-Range", "\"other\"")), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_Conditions_AreKept()
    {
        var tag = ETagOf("a.txt");
        Assert.That(await Server.StatusAsync("GET", "/dav/a.txt", null, ("If-None-Match", tag)), Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await Server.StatusAsync("GET", "/dav/a.txt", null, ("If-None-Match", "\"other\"")), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Server.StatusAsync("GET", "/dav/a.txt", null, ("If-Match", "\"other\"")), Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(await Server.StatusAsync("GET", "/dav/a.txt", null, ("If-Match", tag)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Server.StatusAsync("GET", "/dav/a.txt", null, ("If", $"([{tag}])")), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Server.StatusAsync("GET", "/dav/a.txt", null, ("If", "([\"other\"])")), Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Get_EmptyFile_IsEmpty()
    {
        Server.Folder.Write("files/alice/empty", "");
        using var response = await Server.SendAsync("GET", "/dav/empty");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentLength, Is.Zero);
        Assert.That(response.Content.Headers.ContentType, Is.EqualTo(new MediaTypeHeaderValue("application/octet-stream")));
    }

    [TestCase("/dav/a%20b%23%3F%25.txt", "a b#?%.txt")]
    [TestCase("/dav/%C3%A9%F0%9F%98%80", "é😀")]
    [TestCase("/dav/a%2Bb+c&d", "a+b+c&d")]
    [TestCase("/dav/%252e%252e", "%2e%2e")]
    [TestCase("/dav//d//inner2.txt", "d/inner2.txt")]
    public async Task PutAndGet_SpecialNames_MeanTheSameFile(string url, string name)
    {
        Assume.That(OperatingSystem.IsWindows() && name.Contains('?', StringComparison.Ordinal), Is.False, "Not a Windows name.");
        Assert.That(await Server.PutAsync(url, "special"), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(FileText(name), Is.EqualTo("special"));
        using var response = await Server.SendAsync("GET", url + "?query=ignored");
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("special"));
    }
}
