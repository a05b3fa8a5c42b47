using System.Text;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.Storage;

/// <summary>Symbolic links: inside they work, out of the folder nothing goes.</summary>
[Platform(Exclude = "Win", Reason = "Symbolic links need a privilege there.")]
internal sealed class FolderStorageLinkTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FolderStorage _storage;

    public FolderStorageLinkTests()
    {
        _storage = new UserStorage(_folder.FullName, TimeProvider.System).Of("alice");
        _folder.Write("outside/secret.txt", "secret");
        _folder.Write("files/bob/secret.txt", "secret");
        _folder.Write("files/alice-2/secret.txt", "secret");
        _folder.Write("files/alice/d/a.txt", "a");
    }

    public void Dispose() => _folder.Dispose();

    // Link, its target, and the path that would reach what lies outside.
    private static readonly TestCaseData[] Leaving =
    [
        new("l", "/etc/passwd", "l"),
        new("l", "/etc", "l/passwd"),
        new("l", "../bob", "l/secret.txt"),
        new("l", "../../outside/secret.txt", "l"),
        new("l", "../alice-2/secret.txt", "l"),
        new("l", "..", "l/bob/secret.txt"),
        new("l", "/", "l/etc/passwd"),
        new("d/l", "../../bob/secret.txt", "d/l"),
        new("d/l", "../..", "d/l/bob/secret.txt"),
        new("l", "d/../../bob/secret.txt", "l"),
    ];

    [TestCaseSource(nameof(Leaving))]
    public void EveryOperation_LinkThatLeaves_IsRefused(string link, string target, string path)
    {
        File.CreateSymbolicLink(_folder["files/alice/" + link], target);
        var to = Of("new.txt");
        using (Assert.EnterMultipleScope())
        {
            Refuses(() => _storage.Find(Of(path)));
            Refuses(() => _storage.OpenRead(Of(path)));
            Refuses(() => _storage.Narrow(Of(path)));
            Refuses(() => _storage.List(Of(path)));
            Refuses(() => _storage.WriteAsync(Of(path), Content("x"), null, CancellationToken.None));
            Refuses(() => _storage.CopyAsync(Of(path), to, true, true, null, CancellationToken.None));
            if (path != link)
            {
                Refuses(() => _storage.CreateFolder(Of(path)));
                Refuses(() => _storage.Delete(Of(path)));
                Refuses(() => _storage.Move(Of(path), to, overwrite: true));
                Refuses(() => _storage.Move(Of("d/a.txt"), Of(path), overwrite: true));
            }
        }

        Assert.That(_folder.Read("files/bob/secret.txt"), Is.EqualTo("secret"));
        Assert.That(_storage.List(Of(link).Parent).Select(entry => entry.Name), Does.Not.Contain(Of(link).Name));
    }

    [Test]
    public void Find_LinkBehindALinkThatLeaves_IsRefused()
    {
        File.CreateSymbolicLink(_folder["files/alice/one"], "two/secret.txt");
        File.CreateSymbolicLink(_folder["files/alice/two"], "three");
        File.CreateSymbolicLink(_folder["files/alice/three"], "../bob");
        Refuses(() => _storage.Find(Of("one")));
    }

    [Test]
    public void Find_LinksInACircle_IsRefused()
    {
        File.CreateSymbolicLink(_folder["files/alice/one"], "two");
        File.CreateSymbolicLink(_folder["files/alice/two"], "one");
        Refuses(() => _storage.Find(Of("one")));
        Assert.That(_storage.List(StoragePath.Root).Select(entry => entry.Name), Is.EqualTo(new[] { "d" }));
    }

    [Test]
    public async Task OpenRead_LinkThatStaysInside_IsFollowed()
    {
        File.CreateSymbolicLink(_folder["files/alice/l"], "d/a.txt");
        Directory.CreateSymbolicLink(_folder["files/alice/m"], _folder["files/alice/d"]);
        await using var first = _storage.OpenRead(Of("l"));
        await using var second = _storage.OpenRead(Of("m/a.txt"));
        Assert.That(await new StreamReader(first.Content).ReadToEndAsync(), Is.EqualTo("a"));
        Assert.That(await new StreamReader(second.Content).ReadToEndAsync(), Is.EqualTo("a"));
        Assert.That(_storage.List(StoragePath.Root).Select(entry => (entry.Name, entry.IsFolder)), Is.EquivalentTo(new[] { ("d", true), ("l", false), ("m", true) }));
    }

    [Test]
    public void Narrow_LinkToAnotherPartOfTheUsersFiles_IsRefused()
    {
        _folder.Write("files/alice/private.txt", "private");
        File.CreateSymbolicLink(_folder["files/alice/d/l"], "../private.txt");
        var shared = _storage.Narrow(Of("d"));
        Assert.That(_storage.Find(Of("d/l")), Is.Not.Null);
        Refuses(() => shared.Find(Of("l")));
        Refuses(() => shared.OpenRead(Of("l")));
        Assert.That(shared.List(StoragePath.Root).Select(entry => entry.Name), Is.EqualTo(new[] { "a.txt" }));
    }

    [Test]
    public async Task WriteAsync_OntoALink_ReplacesTheLinkAndKeepsItsTarget()
    {
        File.CreateSymbolicLink(_folder["files/alice/l"], "d/a.txt");
        await _storage.WriteAsync(Of("l"), Content("new"), null, CancellationToken.None);
        Assert.That(_folder.Read("files/alice/d/a.txt"), Is.EqualTo("a"));
        Assert.That(new FileInfo(_folder["files/alice/l"]).LinkTarget, Is.Null);
    }

    [Test]
    public void Delete_LinkOrFolderWithLinks_KeepsWhatTheyLeadTo()
    {
        Directory.CreateSymbolicLink(_folder["files/alice/l"], "../bob");
        Directory.CreateSymbolicLink(_folder["files/alice/d/m"], "../../bob");
        _storage.Delete(Of("l"));
        _storage.Delete(Of("d"));
        Assert.That(_folder.Read("files/bob/secret.txt"), Is.EqualTo("secret"));
        Assert.That(_storage.List(StoragePath.Root), Is.Empty);
        Assert.That(_folder.All(), Does.Not.Contain("files/alice/l"));
    }

    [Test]
    public async Task CopyAsync_FolderWithLinks_TakesNothingFromOutsideAndEnds()
    {
        File.CreateSymbolicLink(_folder["files/alice/d/out"], "../../bob/secret.txt");
        Directory.CreateSymbolicLink(_folder["files/alice/d/up"], "..");
        File.CreateSymbolicLink(_folder["files/alice/d/in"], "a.txt");
        await _storage.CopyAsync(Of("d"), Of("copy"), false, recursive: true, null, CancellationToken.None);
        Assert.That(Directory.GetFileSystemEntries(_folder["files/alice/copy"]).Select(Path.GetFileName), Is.EquivalentTo(new[] { "a.txt", "in" }));
        Assert.That(new FileInfo(_folder["files/alice/copy/in"]).LinkTarget, Is.Null);
    }

    [Test]
    public async Task MoveAndCopy_IntoItselfThroughALink_LoseNothing()
    {
        Directory.CreateSymbolicLink(_folder["files/alice/l"], "d");
        Refuses(() => _storage.Move(Of("d"), Of("l/e"), overwrite: true));
        Refuses(() => _storage.Move(Of("d/a.txt"), Of("l/a.txt"), overwrite: true));
        await _storage.CopyAsync(Of("d"), Of("l/copy"), overwrite: true, recursive: true, null, CancellationToken.None);
        await _storage.CopyAsync(Of("d/a.txt"), Of("l/a.txt"), overwrite: true, recursive: true, null, CancellationToken.None);
        Assert.That(_folder.Read("files/alice/d/a.txt"), Is.EqualTo("a"));
        Assert.That(_folder.Read("files/alice/d/copy/a.txt"), Is.EqualTo("a"));
    }

    [Test]
    public async Task Delete_LinkWithACondition_ComparesWhatGetShowed()
    {
        File.CreateSymbolicLink(_folder["files/alice/l"], "d/a.txt");
        await using var read = _storage.OpenRead(Of("l"));
        _storage.Delete(Of("l"), entry => entry?.ETag == read.Entry.ETag);
        Assert.That(_folder.Read("files/alice/d/a.txt"), Is.EqualTo("a"));
        Assert.That(_storage.Find(Of("l")), Is.Null);
    }

    [Test]
    public void UserStorage_DataFolderBehindALink_Works()
    {
        Directory.CreateSymbolicLink(_folder["link-to-data"], _folder.FullName);
        var storage = new UserStorage(_folder["link-to-data"], TimeProvider.System).Of("alice");
        Assert.That(storage.Find(Of("d/a.txt")), Is.Not.Null);
    }

    [Test]
    public void DemandInside_HandleOpenedThroughALinkThatAppearedMeanwhile_IsRefused()
    {
        // What the race below hits now and then, in slow motion.
        Directory.CreateSymbolicLink(_folder["files/alice/x"], "../bob");
        var path = _folder["files/alice/x/secret.txt"];
        using var outside = File.OpenHandle(path);
        using var inside = File.OpenHandle(_folder["files/alice/d/a.txt"]);
        var root = _folder["files/alice"];
        Refuses(() => RealPath.DemandInside(root, outside, path));
        Assert.That(() => RealPath.DemandInside(root, inside, _folder["files/alice/d/a.txt"]), Throws.Nothing);
    }

    [Test]
    [Platform("Linux", Reason = "Only there the place of an open file is known.")]
    public async Task OpenRead_FolderSwappedForALinkAllTheTime_NeverReadsOutside()
    {
        // Someone with access to the disk exchanges a folder for a link to another user's folder, over and over, while
        // we read and write through it. Whatever the moment, no byte of the other folder may come out or change.
        _folder.Write("files/alice/x/secret.txt", "mine");
        using var stop = new CancellationTokenSource();
        var swapper = Task.Run(() =>
        {
            Directory.CreateSymbolicLink(_folder["link"], _folder["files/bob"]);
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(_folder["files/alice/x"], _folder["x"]);
                Directory.Move(_folder["link"], _folder["files/alice/x"]);
                Thread.SpinWait(500);
                Directory.Move(_folder["files/alice/x"], _folder["link"]);
                Directory.Move(_folder["x"], _folder["files/alice/x"]);
                Thread.SpinWait(5_000); // long enough for some reads to succeed
            }
        });
        var read = 0;
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            try
            {
                await using var file = _storage.OpenRead(Of("x/secret.txt"));
                Assert.That(await new StreamReader(file.Content).ReadToEndAsync(), Is.EqualTo("mine"));
                read++;
                await _storage.WriteAsync(Of("x/new.txt"), Content("new"), null, CancellationToken.None);
            }
            catch (StorageException)
            {
                refused++;
            }
        }

        await stop.CancelAsync();
        await swapper;
        TestContext.Out.WriteLine($"read {read}, refused {refused}");
        Assert.That(read, Is.Positive);
        Assert.That(Directory.GetFileSystemEntries(_folder["files/bob"]).Select(Path.GetFileName), Is.EqualTo(new[] { "secret.txt" }));
    }

    private static StoragePath Of(string text) => StoragePathTests.Of(text);

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private static void Refuses(Action action) =>
        Assert.That(() => action(), Throws.TypeOf<StorageException>().With.Property(nameof(StorageException.Failure)).EqualTo(StorageFailure.Refused));

    private static void Refuses(Func<Task> action) =>
        Assert.That(async () => await action(), Throws.TypeOf<StorageException>().With.Property(nameof(StorageException.Failure)).EqualTo(StorageFailure.Refused));
}
