using System.Text;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.Storage;

internal sealed class FolderStorageTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FolderStorage _storage;

    public FolderStorageTests()
    {
        _storage = new UserStorage(_folder.FullName, TimeProvider.System).Of("alice");
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task WriteAsync_NewFile_IsThereAndSaysCreated()
    {
        var write = await WriteAsync("a.txt", "hello");
        Assert.That(write.Created, Is.True);
        Assert.That(write.Entry.Length, Is.EqualTo(5));
        Assert.That(_folder.Read("files/alice/a.txt"), Is.EqualTo("hello"));
        Assert.That(_storage.Find(Of("a.txt")), Is.EqualTo(write.Entry with { Created = _storage.Find(Of("a.txt"))!.Created }));
    }

    [Test]
    public async Task WriteAsync_SameLengthAgainAndAgain_EachHasItsOwnETag()
    {
        var tags = new List<string?>();
        for (var i = 0; i < 50; i++)
        {
            tags.Add((await WriteAsync("a.txt", "same")).Entry.ETag);
        }

        Assert.That(tags, Is.Unique);
        Assert.That(_storage.Find(Of("a.txt"))!.ETag, Is.EqualTo(tags[^1]));
    }

    [Test]
    public async Task OpenRead_WrittenFile_HasTheETagOfTheWrite()
    {
        var write = await WriteAsync("a.txt", "hello");
        await using var file = _storage.OpenRead(Of("a.txt"));
        Assert.That(file.Entry.ETag, Is.EqualTo(write.Entry.ETag));
        Assert.That(await new StreamReader(file.Content).ReadToEndAsync(), Is.EqualTo("hello"));
    }

    [Test]
    public async Task OpenRead_FileReplacedMeanwhile_StillReadsTheOldContent()
    {
        await WriteAsync("a.txt", "old");
        await using var file = _storage.OpenRead(Of("a.txt"));
        await WriteAsync("a.txt", "new");
        Assert.That(await new StreamReader(file.Content).ReadToEndAsync(), Is.EqualTo("old"));
    }

    [Test]
    public async Task WriteAsync_SourceBreaks_KeepsTheOldFileAndLeavesNothing()
    {
        await WriteAsync("a.txt", "old");
        Assert.That(
            async () => await _storage.WriteAsync(Of("a.txt"), new BreakingStream(100_000), null, CancellationToken.None),
            Throws.TypeOf<BreakingStream.BrokenException>());
        Assert.That(_folder.Read("files/alice/a.txt"), Is.EqualTo("old"));
        Assert.That(_folder.All(), Is.EqualTo(new[] { "files", "files/alice", "files/alice/a.txt" }));
    }

    [Test]
    public async Task WriteAsync_ConditionFailsAtTheEnd_KeepsWhatIsThere()
    {
        await WriteAsync("a.txt", "old");
        var failure = await FailureOfAsync(() => WriteAsync("a.txt", "new", entry => entry is null));
        Assert.That(failure, Is.EqualTo(StorageFailure.ConditionFailed));
        Assert.That(_folder.Read("files/alice/a.txt"), Is.EqualTo("old"));
    }

    [Test]
    public async Task WriteAsync_ManyAtOnceThatDemandNothingThere_OneWins()
    {
        var writes = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await WriteAsync("a.txt", $"writer {i}", entry => entry is null);
                return true;
            }
            catch (StorageException e) when (e.Failure == StorageFailure.ConditionFailed)
            {
                return false;
            }
        }));
        Assert.That((await Task.WhenAll(writes)).Count(won => won), Is.EqualTo(1));
    }

    [TestCase("missing/a.txt", StorageFailure.ParentMissing)]
    [TestCase("file/a.txt", StorageFailure.ParentMissing)]
    [TestCase("folder", StorageFailure.IsFolder)]
    [TestCase("", StorageFailure.IsFolder)]
    public async Task WriteAsync_NoPlaceForAFile_SaysWhy(string path, StorageFailure expected)
    {
        await WriteAsync("file", "x");
        _storage.CreateFolder(Of("folder"));
        Assert.That(await FailureOfAsync(() => WriteAsync(path, "x")), Is.EqualTo(expected));
    }

    [TestCase("folder", StorageFailure.Exists)]
    [TestCase("file", StorageFailure.Exists)]
    [TestCase("", StorageFailure.Exists)]
    [TestCase("missing/folder", StorageFailure.ParentMissing)]
    [TestCase("file/folder", StorageFailure.ParentMissing)]
    public async Task CreateFolder_NoPlaceForAFolder_SaysWhy(string path, StorageFailure expected)
    {
        await WriteAsync("file", "x");
        _storage.CreateFolder(Of("folder"));
        Assert.That(FailureOf(() => _storage.CreateFolder(Of(path))), Is.EqualTo(expected));
    }

    [Test]
    public async Task List_Folder_ShowsItemsButNoTemporaryAndNoUnspeakableNames()
    {
        _storage.CreateFolder(Of("d"));
        await WriteAsync("a.txt", "1");
        _folder.Write("files/alice/" + TemporaryName.Create(), "upload");
        if (!OperatingSystem.IsWindows())
        {
            _folder.Write("files/alice/back\\slash", "x");
            _folder.Write("files/alice/line\nbreak", "x");
        }

        Assert.That(_storage.List(StoragePath.Root).Select(entry => entry.Name), Is.EquivalentTo(new[] { "a.txt", "d" }));
    }

    [Test]
    public async Task List_File_IsRefused()
    {
        await WriteAsync("a.txt", "1");
        Assert.That(FailureOf(() => _storage.List(Of("a.txt"))), Is.EqualTo(StorageFailure.IsFile));
        Assert.That(FailureOf(() => _storage.List(Of("missing"))), Is.EqualTo(StorageFailure.NotFound));
    }

    [Test]
    public async Task Delete_Folder_TakesAllThatIsInIt()
    {
        _storage.CreateFolder(Of("d"));
        _storage.CreateFolder(Of("d/e"));
        await WriteAsync("d/e/a.txt", "1");
        _storage.Delete(Of("d"));
        Assert.That(_folder.All(), Is.EqualTo(new[] { "files", "files/alice" }));
        Assert.That(FailureOf(() => _storage.Delete(Of("d"))), Is.EqualTo(StorageFailure.NotFound));
        Assert.That(FailureOf(() => _storage.Delete(StoragePath.Root)), Is.EqualTo(StorageFailure.Refused));
    }

    [Test]
    public async Task Move_OntoAnything_ReplacesItOnlyWhenAllowed()
    {
        await WriteAsync("a.txt", "a");
        await WriteAsync("b.txt", "b");
        _storage.CreateFolder(Of("d"));
        await WriteAsync("d/inner.txt", "inner");
        Assert.That(FailureOf(() => _storage.Move(Of("a.txt"), Of("b.txt"), overwrite: false)), Is.EqualTo(StorageFailure.ConditionFailed));
        Assert.That(_storage.Move(Of("a.txt"), Of("b.txt"), overwrite: true), Is.True);
        Assert.That(_storage.Move(Of("b.txt"), Of("d"), overwrite: true), Is.True);
        Assert.That(_folder.All(), Is.EqualTo(new[] { "files", "files/alice", "files/alice/d" }));
        Assert.That(_folder.Read("files/alice/d"), Is.EqualTo("a"));
    }

    [TestCase("d", "d")]
    [TestCase("d", "d/e")]
    [TestCase("d", "d/e/f")]
    [TestCase("d/e", "d")]
    [TestCase("d", "")]
    public async Task MoveAndCopy_IntoOrOverItself_IsRefused(string from, string to)
    {
        _storage.CreateFolder(Of("d"));
        _storage.CreateFolder(Of("d/e"));
        Assert.That(FailureOf(() => _storage.Move(Of(from), Of(to), overwrite: true)), Is.EqualTo(StorageFailure.Refused));
        Assert.That(
            await FailureOfAsync(() => _storage.CopyAsync(Of(from), Of(to), overwrite: true, recursive: true, null, CancellationToken.None)),
            Is.EqualTo(StorageFailure.Refused));
        Assert.That(_folder.All(), Does.Contain("files/alice/d/e"));
    }

    [Test]
    public async Task CopyAsync_Folder_CopiesTheTreeOrJustTheFolder()
    {
        _storage.CreateFolder(Of("d"));
        _storage.CreateFolder(Of("d/e"));
        await WriteAsync("d/e/a.txt", "deep");
        Assert.That(await _storage.CopyAsync(Of("d"), Of("whole"), false, recursive: true, null, CancellationToken.None), Is.False);
        Assert.That(await _storage.CopyAsync(Of("d"), Of("shallow"), false, recursive: false, null, CancellationToken.None), Is.False);
        Assert.That(_folder.Read("files/alice/whole/e/a.txt"), Is.EqualTo("deep"));
        Assert.That(_folder.All().Where(path => path.Contains("shallow", StringComparison.Ordinal)), Is.EqualTo(new[] { "files/alice/shallow" }));
        Assert.That(_storage.Find(Of("whole/e/a.txt"))!.ETag, Is.Not.EqualTo(_storage.Find(Of("d/e/a.txt"))!.ETag));
    }

    [Test]
    public async Task CopyAsync_Cancelled_LeavesNothing()
    {
        _storage.CreateFolder(Of("d"));
        await WriteAsync("d/a.txt", "1");
        var before = _folder.All();
        Assert.That(
            async () => await _storage.CopyAsync(Of("d"), Of("copy"), false, recursive: true, null, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_folder.All(), Is.EqualTo(before));
    }

    [Test]
    public void Sweep_LeftoversOfACrash_AreGone()
    {
        _folder.Write("files/alice/d/keep.txt", "x");
        _folder.Write($"files/alice/d/{TemporaryName.Create()}", "half an upload");
        _folder.Write($"files/alice/{TemporaryName.Create()}/inner/a.txt", "half a deletion");
        new UserStorage(_folder.FullName, TimeProvider.System).Sweep();
        Assert.That(_folder.All(), Is.EqualTo(new[] { "files", "files/alice", "files/alice/d", "files/alice/d/keep.txt" }));
    }

    internal static StoragePath Of(string text) => StoragePathTests.Of(text);

    private static StorageFailure? FailureOf(Action action) => Assert.Catch<StorageException>(() => action())?.Failure;

    private static async Task<StorageFailure?> FailureOfAsync(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (StorageException e)
        {
            return e.Failure;
        }
    }

    private Task<StorageWrite> WriteAsync(string path, string text, Func<StorageEntry?, bool>? condition = null) =>
        _storage.WriteAsync(Of(path), new MemoryStream(Encoding.UTF8.GetBytes(text)), condition, CancellationToken.None);
}
