using System.Net;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>COPY and MOVE.</summary>
internal sealed class TransferTests : DavFixture
{
    [TestCase("COPY", "a.txt", "new.txt", HttpStatusCode.Created)]
    [TestCase("MOVE", "a.txt", "new.txt", HttpStatusCode.Created)]
    [TestCase("COPY", "a.txt", "d/inner.txt", HttpStatusCode.NoContent)]
    [TestCase("MOVE", "a.txt", "d/inner.txt", HttpStatusCode.NoContent)]
    [TestCase("COPY", "a.txt", "d/", HttpStatusCode.NoContent)]
    [TestCase("MOVE", "d", "a.txt", HttpStatusCode.NoContent)]
    [TestCase("COPY", "d/", "new/", HttpStatusCode.Created)]
    [TestCase("MOVE", "d/", "new/", HttpStatusCode.Created)]
    [TestCase("COPY", "a.txt", "new/", HttpStatusCode.Conflict)]
    [TestCase("COPY", "a.txt", "missing/new.txt", HttpStatusCode.Conflict)]
    [TestCase("MOVE", "a.txt", "missing/new.txt", HttpStatusCode.Conflict)]
    [TestCase("COPY", "missing", "new.txt", HttpStatusCode.NotFound)]
    [TestCase("MOVE", "missing", "new.txt", HttpStatusCode.NotFound)]
    [TestCase("COPY", "a.txt", "a.txt", HttpStatusCode.Forbidden)]
    [TestCase("MOVE", "a.txt", "a.txt", HttpStatusCode.Forbidden)]
    [TestCase("COPY", "d", "d/e", HttpStatusCode.Forbidden)]
    [TestCase("MOVE", "d", "d/e", HttpStatusCode.Forbidden)]
    [TestCase("MOVE", "d/inner.txt", "d", HttpStatusCode.Forbidden)]
    [TestCase("COPY", "a.txt", "", HttpStatusCode.Forbidden)]
    [TestCase("MOVE", "", "new", HttpStatusCode.Forbidden)]
    public async Task CopyOrMove_AnyPlace_AnswersByWhatIsThere(string method, string from, string to, HttpStatusCode expected)
    {
        var status = await Server.StatusAsync(method, "/dav/" + from, null, ("Destination", $"http://{Server.Authority}/dav/{to}"));
        Assert.That(status, Is.EqualTo(expected));
        var failed = (int)expected >= 400;
        var source = from.Trim('/');
        Assert.That(Exists(source), Is.EqualTo(source != "missing" && (failed || method == "COPY")));
        if (!failed)
        {
            Assert.That(Exists(to.Trim('/')), Is.True);
        }
        else
        {
            Assert.That(FileText("a.txt"), Is.EqualTo("hello"));
            Assert.That(FileText("d/inner.txt"), Is.EqualTo("inner"));
        }
    }

    [TestCase("COPY")]
    [TestCase("MOVE")]
    public async Task CopyOrMove_OverwriteF_Is412OnlyWhereSomethingIs(string method)
    {
        Assert.That(await Server.StatusAsync(method, "/dav/a.txt", null, ("Destination", "/dav/d"), ("Overwrite", "F")), Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(FileText("d/inner.txt"), Is.EqualTo("inner"));
        Assert.That(await Server.StatusAsync(method, "/dav/a.txt", null, ("Destination", "/dav/new"), ("Overwrite", "F")), Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase(null, HttpStatusCode.BadRequest)]
    [TestCase("new.txt", HttpStatusCode.BadRequest)]
    [TestCase("ftp://localhost/dav/new.txt", HttpStatusCode.BadRequest)]
    [TestCase("//localhost/dav/new.txt", HttpStatusCode.BadRequest)]
    [TestCase("/dav/new.txt?x", HttpStatusCode.BadRequest)]
    [TestCase("/dav/new.txt#x", HttpStatusCode.BadRequest)]
    [TestCase("/dav/a/../new.txt", HttpStatusCode.BadRequest)]
    [TestCase("/dav/%zz", HttpStatusCode.BadRequest)]
    [TestCase("http://user@{authority}/dav/new.txt", HttpStatusCode.BadRequest)]
    [TestCase("http://elsewhere.example/dav/new.txt", HttpStatusCode.BadGateway)]
    [TestCase("http://{authority}.example/dav/new.txt", HttpStatusCode.BadGateway)]
    [TestCase("http://{authority}", HttpStatusCode.Forbidden)]
    [TestCase("/other/new.txt", HttpStatusCode.Forbidden)]
    [TestCase("/davos/new.txt", HttpStatusCode.Forbidden)]
    [TestCase("/dav", HttpStatusCode.Forbidden)]
    public async Task Copy_DestinationThatIsNone_SaysWhy(string? destination, HttpStatusCode expected)
    {
        (string, string)[] headers = destination is null ? [] : [("Destination", destination.Replace("{authority}", Server.Authority, StringComparison.Ordinal))];
        Assert.That(await Server.StatusAsync("COPY", "/dav/a.txt", null, headers), Is.EqualTo(expected));
        Assert.That(Exists("new.txt"), Is.False);
    }

    [TestCase("COPY", "Overwrite", "maybe")]
    [TestCase("COPY", "Depth", "1")]
    [TestCase("COPY", "Depth", "2")]
    [TestCase("MOVE", "Depth", "0")]
    public async Task CopyOrMove_MalformedField_Is400(string method, string field, string value) =>
        Assert.That(await Server.StatusAsync(method, "/dav/d", null, ("Destination", "/dav/new"), (field, value)), Is.EqualTo(HttpStatusCode.BadRequest));

    [Test]
    public async Task Copy_FolderWithDepth0_CopiesTheFolderAlone()
    {
        Assert.That(await Server.StatusAsync("COPY", "/dav/d", null, ("Destination", "/dav/new"), ("Depth", "0")), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(Exists("new"), Is.True);
        Assert.That(Exists("new/inner.txt"), Is.False);
    }

    [Test]
    public async Task Move_Folder_TakesWhatIsInItAndEncodedNamesWork()
    {
        Assert.That(await Server.StatusAsync("MOVE", "/dav/d", null, ("Destination", "/dav/a%20%C3%A9%2525")), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(FileText("a é%25/inner.txt"), Is.EqualTo("inner"));
        Assert.That(Exists("d"), Is.False);
    }

    [Test]
    public async Task Copy_File_HasAnotherTagAndMoveKeepsIt()
    {
        var tag = ETagOf("a.txt");
        await Server.StatusAsync("COPY", "/dav/a.txt", null, ("Destination", "/dav/copy.txt"));
        await Server.StatusAsync("MOVE", "/dav/a.txt", null, ("Destination", "/dav/moved.txt"));
        Assert.That(ETagOf("copy.txt"), Is.Not.EqualTo(tag));
        Assert.That(ETagOf("moved.txt"), Is.EqualTo(tag));
    }

    [TestCase("COPY")]
    [TestCase("MOVE")]
    public async Task CopyOrMove_ConditionOnTheSource_IsKept(string method)
    {
        Assert.That(await Server.StatusAsync(method, "/dav/a.txt", null, ("Destination", "/dav/new"), ("If-Match", "\"other\"")), Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(await Server.StatusAsync(method, "/dav/a.txt", null, ("Destination", "/dav/new"), ("If-Match", ETagOf("a.txt"))), Is.EqualTo(HttpStatusCode.Created));
    }
}
