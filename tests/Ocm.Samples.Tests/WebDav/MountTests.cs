using System.Net;
using Ocm.Samples.Peer.Storage;
using Ocm.Samples.Peer.WebDav;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>Mounts: permissions, single files, prefixes, nothing at all.</summary>
internal sealed class MountTests
{
    private static readonly string[] Writing = ["PUT", "DELETE", "MKCOL", "MOVE", "COPY", "PROPPATCH"];

    [Test]
    public async Task ReadOnly_EveryWritingMethod_Is403AndReadingWorks()
    {
        await using var server = await StartAsync(storage => WebDavMount.ForFolder("/dav", storage));
        foreach (var method in Writing)
        {
            Assert.That(await server.StatusAsync(method, "/dav/a.txt", new StringContent("x"), ("Destination", "/dav/b.txt")), Is.EqualTo(HttpStatusCode.Forbidden), method);
        }

        Assert.That(await server.StatusAsync("GET", "/dav/a.txt"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await server.StatusAsync("PROPFIND", "/dav", null, ("Depth", "1")), Is.EqualTo(HttpStatusCode.MultiStatus));
        Assert.That(server.Folder.Read("files/alice/a.txt"), Is.EqualTo("hello"));
        using var options = await server.SendAsync("OPTIONS", "/dav/a.txt");
        Assert.That(string.Join(", ", options.Content.Headers.Allow), Is.EqualTo("OPTIONS, GET, HEAD, PROPFIND"));
    }

    [Test]
    public async Task WriteOnly_ReadingMethods_Are403AndWritingWorks()
    {
        await using var server = await StartAsync(storage => WebDavMount.ForFolder("/dav", storage) with { CanRead = false, CanWrite = true });
        foreach (var method in new[] { "GET", "HEAD", "PROPFIND", "COPY" })
        {
            Assert.That(await server.StatusAsync(method, "/dav/a.txt", null, ("Destination", "/dav/b.txt")), Is.EqualTo(HttpStatusCode.Forbidden), method);
        }

        Assert.That(await server.PutAsync("/dav/new.txt", "x"), Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task NoMount_EveryMethod_Is404()
    {
        await using var server = await StartAsync(_ => null);
        foreach (var method in Writing.Append("GET").Append("OPTIONS").Append("PROPFIND"))
        {
            Assert.That(await server.StatusAsync(method, "/dav/a.txt"), Is.EqualTo(HttpStatusCode.NotFound), method);
        }
    }

    [TestCase("/dav/id")]
    [TestCase("/dav/id/")]
    [TestCase("/dav/id/inner.txt")]
    public async Task SingleFile_ItsUrlWithAndWithoutItsName_IsTheFile(string path)
    {
        await using var server = await StartAsync(SingleFile(canWrite: true));
        using var get = await server.SendAsync("GET", path);
        Assert.That(await get.Content.ReadAsStringAsync(), Is.EqualTo("inner"));
        Assert.That(get.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
        var (href, response) = (await server.FindAsync(path, "1")).Single();
        Assert.That(href, Is.EqualTo(path.TrimEnd('/')));
        Assert.That(DavServer.Property(response, DavServer.Dav + "displayname")!.Value, Is.EqualTo("inner.txt"));
        Assert.That(DavServer.Property(response, DavServer.Dav + "getcontentlength")!.Value, Is.EqualTo("5"));
        Assert.That(await server.PutAsync(path, "new"), Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(server.Folder.Read("files/alice/d/inner.txt"), Is.EqualTo("new"));
    }

    [TestCase("/dav/id/other.txt")]
    [TestCase("/dav/id/inner.txt/x")]
    [TestCase("/dav/id/d/inner.txt")]
    [TestCase("/dav")]
    [TestCase("/dav/other")]
    public async Task SingleFile_AnyOtherPath_Is404(string path)
    {
        await using var server = await StartAsync(SingleFile(canWrite: true));
        foreach (var method in new[] { "GET", "PUT", "DELETE", "MKCOL", "PROPFIND" })
        {
            Assert.That(await server.StatusAsync(method, path), Is.EqualTo(HttpStatusCode.NotFound), method);
        }

        Assert.That(server.Folder.All(), Has.Length.EqualTo(5));
    }

    [TestCase("DELETE", "/dav/id", HttpStatusCode.Forbidden)]
    [TestCase("DELETE", "/dav/id/inner.txt", HttpStatusCode.Forbidden)]
    [TestCase("MOVE", "/dav/id/inner.txt", HttpStatusCode.Forbidden)]
    [TestCase("COPY", "/dav/id", HttpStatusCode.Forbidden)]
    [TestCase("MKCOL", "/dav/id", HttpStatusCode.MethodNotAllowed)]
    public async Task SingleFile_MethodsThatWouldLoseOrMultiplyIt_AreRefused(string method, string path, HttpStatusCode expected)
    {
        await using var server = await StartAsync(SingleFile(canWrite: true));
        Assert.That(await server.StatusAsync(method, path, null, ("Destination", "/dav/id/other.txt")), Is.EqualTo(expected));
        Assert.That(server.Folder.Read("files/alice/d/inner.txt"), Is.EqualTo("inner"));
    }

    [Test]
    public async Task SingleFile_DeletedByItsOwner_Is404AndReadOnlyRefusesToMakeItAnew()
    {
        await using var server = await StartAsync(SingleFile(canWrite: false));
        File.Delete(server.Folder["files/alice/d/inner.txt"]);
        Assert.That(await server.StatusAsync("GET", "/dav/id"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await server.PutAsync("/dav/id", "x"), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task NarrowedFolder_PathsAndDestinations_StayInside()
    {
        await using var server = await StartAsync(storage =>
            WebDavMount.ForFolder("/dav/id", storage.Narrow(StoragePathTests.Of("d"))) with { CanWrite = true });
        Assert.That((await server.FindAsync("/dav/id", "1")).Keys, Is.EquivalentTo(new[] { "/dav/id/", "/dav/id/inner.txt" }));
        Assert.That(await server.StatusAsync("COPY", "/dav/id/inner.txt", null, ("Destination", "/dav/id/copy.txt")), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await server.StatusAsync("COPY", "/dav/id/inner.txt", null, ("Destination", "/dav/copy.txt")), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(server.Folder.Read("files/alice/d/copy.txt"), Is.EqualTo("inner"));
    }

    [Test]
    public async Task Destination_AuthorityOfTheMount_IsThisServerToo()
    {
        await using var server = await StartAsync(storage =>
            WebDavMount.ForFolder("/dav", storage) with { CanWrite = true, Authority = "cloud.example" });
        Assert.That(await server.StatusAsync("COPY", "/dav/a.txt", null, ("Destination", "https://cloud.example/dav/1")), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await server.StatusAsync("COPY", "/dav/a.txt", null, ("Destination", "https://CLOUD.example:443/dav/2")), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await server.StatusAsync("COPY", "/dav/a.txt", null, ("Destination", "https://cloud.example:444/dav/3")), Is.EqualTo(HttpStatusCode.BadGateway));
    }

    [Test]
    public async Task Folder_RemovedUnderTheMount_IsNotFound()
    {
        await using var server = await StartAsync(storage => WebDavMount.ForFolder("/dav", storage) with { CanWrite = true });
        Directory.Delete(server.Folder["files/alice"], recursive: true);
        Assert.That(await server.StatusAsync("PROPFIND", "/dav", null, ("Depth", "1")), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await server.PutAsync("/dav/a.txt", "x"), Is.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase("dav")]
    [TestCase("/dav/")]
    [TestCase("/")]
    [TestCase("/dav/../x")]
    [TestCase("/%zz")]
    public void ForFolder_PrefixThatIsNone_Throws(string prefix)
    {
        using var folder = new TestFolder();
        var storage = new UserStorage(folder.FullName, TimeProvider.System).Of("alice");
        Assert.That(() => WebDavMount.ForFolder(prefix, storage), Throws.ArgumentException);
    }

    private static Func<FolderStorage, WebDavMount> SingleFile(bool canWrite) => storage =>
        WebDavMount.ForFile("/dav/id", storage, StoragePathTests.Of("d/inner.txt")) with { CanWrite = canWrite };

    private static Task<DavServer> StartAsync(Func<FolderStorage, WebDavMount?> mount) => DavServer.StartAsync(mount, folder =>
    {
        folder.Write("files/alice/a.txt", "hello");
        folder.Write("files/alice/d/inner.txt", "inner");
    });
}
