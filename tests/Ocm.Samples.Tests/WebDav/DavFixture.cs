using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>A test with a server of its own, on which <c>/dav</c> is alice's folder with a file and a folder in it.</summary>
internal abstract class DavFixture
{
    protected DavServer Server { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync() => Server = await DavServer.StartAsync(fill: folder =>
    {
        folder.Write("files/alice/a.txt", "hello");
        folder.Write("files/alice/d/inner.txt", "inner");
    });

    [TearDown]
    public ValueTask StopAsync() => Server.DisposeAsync();

    protected string FileText(string path) => Server.Folder.Read("files/alice/" + path);

    protected bool Exists(string path) => Path.Exists(Server.Folder["files/alice/" + path]);

    protected string ETagOf(string path)
    {
        Assume.That(StoragePathOf(path), Is.Not.Null);
        return Server.Storage.Find(StoragePathOf(path)!)!.ETag!;
    }

    private static StoragePath? StoragePathOf(string path) =>
        StoragePath.TryParse(path, out var parsed) ? parsed : null;
}
