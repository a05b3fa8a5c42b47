using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.Client.Tests.Calls;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Signatures;

/// <summary>Keys in a directory.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FileSigningKeyStoreTests
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _parent = Directory.CreateTempSubdirectory("ocm-keys-").FullName;

    private string Keys => Path.Combine(_parent, "state", "keys");

    [TearDown]
    public void Clean() => Directory.Delete(_parent, recursive: true);

    [Test]
    public async Task List_NoDirectoryYet_IsEmptyAndMakesNone()
    {
        using var store = new FileSigningKeyStore(Keys);

        Assert.That(await store.ListKeysAsync(), Is.Empty);
        Assert.That(Directory.Exists(Keys), Is.False);
    }

    [Test]
    public async Task TryAdd_Keys_AreKeptInOrderAndWhole()
    {
        using (var store = new FileSigningKeyStore(Keys))
        {
            Assert.That(await store.TryAddKeyAsync(Key("a"), null), Is.True);
            Assert.That(await store.TryAddKeyAsync(Key("b"), "a"), Is.True);
            Assert.That(await store.TryAddKeyAsync(Key("c"), "b"), Is.True);
            await store.RetireKeyAsync("a", Key("a").CreatedAt.AddDays(1));
        }

        using var reopened = new FileSigningKeyStore(Keys);
        var keys = await reopened.ListKeysAsync();

        Assert.That(keys.Select(k => k.KeyId), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(keys[0], Is.EqualTo(Key("a") with { RetiredAt = Key("a").CreatedAt.AddDays(1) }));
        Assert.That(keys[1], Is.EqualTo(Key("b")));
    }

    [Test]
    public async Task TryAdd_NewestIsAnother_StoresNothing()
    {
        using var store = new FileSigningKeyStore(Keys);
        await store.TryAddKeyAsync(Key("a"), null);

        Assert.That(await store.TryAddKeyAsync(Key("b"), null), Is.False);
        Assert.That(await store.TryAddKeyAsync(Key("b"), "x"), Is.False);
        Assert.That(await store.ListKeysAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task TryAdd_ManyProcessesAtOnce_ExactlyOneWins()
    {
        for (var round = 0; round < 100; round++)
        {
            var directory = Path.Combine(_parent, $"round-{round}");
            var stores = Enumerable.Range(0, 8).Select(_ => new FileSigningKeyStore(directory)).ToList();
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var tries = stores.Select((store, i) => Task.Run(async () =>
            {
                await start.Task;
                return await store.TryAddKeyAsync(Key($"k{i}"), null);
            })).ToList();
            start.SetResult();
            var won = await Task.WhenAll(tries);

            Assert.That(won.Count(w => w), Is.EqualTo(1));
            Assert.That((await stores[0].ListKeysAsync()).Single().KeyId, Is.EqualTo($"k{Array.IndexOf(won, true)}"));
            Assert.That(Directory.GetFiles(directory, "*.key.json*"), Has.Length.EqualTo(1));
            stores.ForEach(store => store.Dispose());
        }
    }

    [Test]
    public async Task Remove_OldKey_LeavesTheOthersAndTheirOrder()
    {
        using var store = new FileSigningKeyStore(Keys);
        await store.TryAddKeyAsync(Key("a"), null);
        await store.TryAddKeyAsync(Key("b"), "a");

        await store.RemoveKeyAsync("a");
        await store.RemoveKeyAsync("nothing");
        await store.RetireKeyAsync("nothing", default);
        await store.TryAddKeyAsync(Key("c"), "b");

        Assert.That((await store.ListKeysAsync()).Select(k => k.KeyId), Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task TryAdd_OnUnix_LetsOnlyTheOwnerIn()
    {
        using var store = new FileSigningKeyStore(Keys);
        await store.TryAddKeyAsync(Key("a"), null);
        await store.RetireKeyAsync("a", default);

        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(Directory.GetFiles(Keys, "*.key.json").Single()), Is.EqualTo(OwnerFile));
            Assert.That(File.GetUnixFileMode(Keys), Is.EqualTo(OwnerFile | UnixFileMode.UserExecute));
        }
    }

    [TestCase(UnixFileMode.GroupRead)]
    [TestCase(UnixFileMode.OtherRead)]
    [Platform(Exclude = "Win")]
    public async Task List_FileThatOthersCanRead_IsRefusedWithTheMend(UnixFileMode more)
    {
        using var store = new FileSigningKeyStore(Keys);
        await store.TryAddKeyAsync(Key("a"), null);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Directory.GetFiles(Keys, "*.key.json").Single(), OwnerFile | more);
        }

        Assert.That(async () => await store.ListKeysAsync(), Throws.InvalidOperationException.With.Message.Contains("chmod 600"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void TryAdd_DirectoryThatOthersCanWrite_IsRefusedWithTheMend()
    {
        Directory.CreateDirectory(Keys);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Keys, OwnerFile | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        }

        using var store = new FileSigningKeyStore(Keys);

        Assert.That(async () => await store.TryAddKeyAsync(Key("a"), null), Throws.InvalidOperationException.With.Message.Contains("chmod 700"));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{\"keyId\":\"a\"}")]
    [TestCase("null")]
    public async Task List_BrokenFile_IsNamedWithoutItsContent(string content)
    {
        using var store = new FileSigningKeyStore(Keys);
        await store.TryAddKeyAsync(Key("a"), null);
        var file = Directory.GetFiles(Keys, "*.key.json").Single();
        await File.WriteAllTextAsync(file, content);

        Assert.That(
            async () => await store.ListKeysAsync(),
            Throws.InvalidOperationException.With.Message.Contains(file).And.InnerException.Null);
    }

    [Test]
    public async Task List_LeftoversAndOtherFiles_AreIgnored()
    {
        using var store = new FileSigningKeyStore(Keys);
        await store.TryAddKeyAsync(Key("a"), null);
        await File.WriteAllTextAsync(Path.Combine(Keys, "00000002.key.json.0123456789abcdef.tmp"), "half");
        await File.WriteAllTextAsync(Path.Combine(Keys, "readme.key.json"), "not a number");
        await File.WriteAllTextAsync(Path.Combine(Keys, "readme.txt"), "hello");

        Assert.That(await store.ListKeysAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AddSigningKeyDirectory_ClientWithIt_SignsWithTheSameKeyAfterARestart()
    {
        async Task<string> StartAsync()
        {
            await using var client = new ClientUnderTest(hasKeys: false, register: s => s.AddSigningKeyDirectory(Keys));
            return (await client.Ring.GetActiveKeyAsync())!.KeyId;
        }

        var before = await StartAsync();
        var after = await StartAsync();

        Assert.That(after, Is.EqualTo(before));
    }

    private static StoredSigningKey Key(string id) => new()
    {
        KeyId = id,
        Algorithm = "Ed25519",
        PrivateJwk = new SecretString($"{{\"kid\":\"{id}\"}}"),
        CreatedAt = new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero),
        ActiveFrom = new DateTimeOffset(2026, 9, 1, 10, 15, 0, TimeSpan.Zero),
    };
}
