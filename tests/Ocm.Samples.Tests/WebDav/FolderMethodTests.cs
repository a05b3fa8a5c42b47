using System.Net;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>MKCOL and DELETE.</summary>
internal sealed class FolderMethodTests : DavFixture
{
    [TestCase("/dav/new", HttpStatusCode.Created)]
    [TestCase("/dav/new/", HttpStatusCode.Created)]
    [TestCase("/dav/d/new", HttpStatusCode.Created)]
    [TestCase("/dav/d", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/dav/a.txt", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/dav/", HttpStatusCode.MethodNotAllowed)]
    [TestCase("/dav/missing/new", HttpStatusCode.Conflict)]
    [TestCase("/dav/a.txt/new", HttpStatusCode.Conflict)]
    public async Task MkCol_AnyPlace_AnswersByWhatIsThere(string path, HttpStatusCode expected)
    {
        using var response = await Server.SendAsync("MKCOL", path);
        Assert.That(response.StatusCode, Is.EqualTo(expected));
        Assert.That(response.Content.Headers.Allow, expected == HttpStatusCode.MethodNotAllowed ? Is.Not.Empty : Is.Empty);
    }

    [Test]
    public async Task MkCol_WithBody_Is415AndMakesNothing()
    {
        Assert.That(await Server.StatusAsync("MKCOL", "/dav/new", new StringContent("<x/>")), Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        using var chunked = new StreamContent(new MemoryStream([1]));
        Assert.That(await Server.StatusAsync("MKCOL", "/dav/new", chunked, ("Transfer-Encoding", "chunked")), Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(Exists("new"), Is.False);
    }

    [Test]
    public async Task Delete_FileOrFolder_Is204ThenNotThere()
    {
        Assert.That(await Server.StatusAsync("DELETE", "/dav/a.txt"), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Server.StatusAsync("DELETE", "/dav/a.txt"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Server.StatusAsync("DELETE", "/dav/d/"), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Server.StatusAsync("GET", "/dav/d/inner.txt"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(Server.Folder.All(), Is.EqualTo(new[] { "files", "files/alice" }));
    }

    [TestCase("/dav", HttpStatusCode.Forbidden)]
    [TestCase("/dav/", HttpStatusCode.Forbidden)]
    [TestCase("/dav/a.txt/", HttpStatusCode.NotFound)]
    [TestCase("/dav/missing/a.txt", HttpStatusCode.NotFound)]
    public async Task Delete_WhatCannotBe_SaysWhy(string path, HttpStatusCode expected)
    {
        Assert.That(await Server.StatusAsync("DELETE", path), Is.EqualTo(expected));
        Assert.That(Exists("a.txt"), Is.True);
    }

    [Test]
    public async Task Delete_Conditions_AreKept()
    {
        Assert.That(await Server.StatusAsync("DELETE", "/dav/a.txt", null, ("If-Match", "\"other\"")), Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(Exists("a.txt"), Is.True);
        Assert.That(await Server.StatusAsync("DELETE", "/dav/a.txt", null, ("If-Match", ETagOf("a.txt"))), Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Delete_FolderWithAnotherDepth_Is400()
    {
        Assert.That(await Server.StatusAsync("DELETE", "/dav/d", null, ("Depth", "0")), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Server.StatusAsync("DELETE", "/dav/d", null, ("Depth", "deep")), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Server.StatusAsync("DELETE", "/dav/d", null, ("Depth", "infinity")), Is.EqualTo(HttpStatusCode.NoContent));
    }
}
