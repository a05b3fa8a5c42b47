using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ocm.Errors;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Stores.Tests.Sql;
using Ocm.Tokens;

namespace Ocm.Stores.Tests.Sqlite;

/// <summary>What a store does while its file cannot work, and that it needs no restart afterwards.</summary>
public sealed class SqliteAvailabilityTests
{
    private readonly SqliteTestDatabase _database = new();

    [TearDown]
    public async Task DropAsync() => await _database.DisposeAsync();

    [Test]
    public async Task Write_FileLockedByAnother_IsUnavailableUntilTheLockIsGone()
    {
        await using var services = Start();
        var store = services.GetRequiredService<IShareStore>();
        await store.TryAddReceivedAsync(TestData.Received("before"), null);
        await using var other = new SqliteConnection($"Data Source={_database.Path};Pooling=false");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN IMMEDIATE");

        Assert.That(async () => await store.TryAddReceivedAsync(TestData.Received("locked"), null), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(await store.FindReceivedAsync("before"), Is.Not.Null, "readers do not wait for a writer");
        await ExecuteAsync(other, "ROLLBACK");

        Assert.That(await store.TryAddReceivedAsync(TestData.Received("locked"), null), Is.True);
    }

    [Test]
    public async Task TryUse_FileLockedByAnother_AllThatWaitAreToldAndUseItLater()
    {
        await using var services = Start();
        var store = services.GetRequiredService<ISignatureReplayStore>();
        Assert.That(await store.TryUseAsync("before", TestData.Now), Is.True);
        await using var other = new SqliteConnection($"Data Source={_database.Path};Pooling=false");
        await other.OpenAsync();
        await ExecuteAsync(other, "BEGIN IMMEDIATE");

        var uses = Enumerable.Range(0, 100).Select(number => store.TryUseAsync($"{number}", TestData.Now).AsTask()).ToList();
        foreach (var use in uses)
        {
            Assert.That(async () => await use, Throws.TypeOf<StoreUnavailableException>());
        }

        await ExecuteAsync(other, "ROLLBACK");
        var again = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => store.TryUseAsync($"{number}", TestData.Now).AsTask()));
        Assert.That(again, Has.All.True);
    }

    [Test]
    public async Task Write_FileFull_IsUnavailableUntilThereIsRoom()
    {
        await using var services = Start(options => options.MaxFileSize = 1 << 20);
        var tokens = services.GetRequiredService<IAccessTokenStore>();
        var stored = 0;
        try
        {
            for (; stored < 100_000; stored++)
            {
                await tokens.AddTokenAsync(TestData.Token($"token {stored}", TestData.Now));
            }

            Assert.Fail("one mebibyte cannot hold so many");
        }
        catch (StoreUnavailableException e)
        {
            Assert.That(e.Message, Does.Contain("full"));
        }

        Assert.That(async () => await AddLargeShareAsync(services), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(await tokens.FindTokenAsync(new SecretString($"token {stored - 1}").Hash()), Is.Not.Null, "what was confirmed is there");
        Assert.That(await tokens.FindTokenAsync(new SecretString($"token {stored}").Hash()), Is.Null, "what was not is not");
        while (await tokens.RemoveExpiredTokensAsync(TestData.Now, 50) > 0)
        {
        }

        Assert.That(await AddLargeShareAsync(services), Is.True);
    }

    [Test]
    public async Task Start_FileCannotBeOpened_LogsAndWorksOnceItCan()
    {
        Directory.CreateDirectory(_database.Path);
        var builder = new TestServerBuilder();
        var log = new RecordingLoggerProvider();
        builder.Services.AddLogging(logging => logging.AddProvider(log));
        builder.AddSqliteStores(_database.Path);
        await using var services = builder.Build();
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        var store = services.GetRequiredService<ISignatureReplayStore>();
        Assert.That(log.Events, Does.Contain((2950, LogLevel.Error)));
        Assert.That(async () => await store.TryUseAsync("a", TestData.Now), Throws.TypeOf<StoreUnavailableException>());
        Directory.Delete(_database.Path);

        Assert.That(await store.TryUseAsync("a", TestData.Now), Is.True);
    }

    [Test]
    public async Task Write_FileIsNoDatabase_IsUnavailable()
    {
        await File.WriteAllTextAsync(_database.Path, new string('x', 10_000));
        await using var services = Start();

        Assert.That(
            async () => await services.GetRequiredService<ISignatureReplayStore>().TryUseAsync("a", TestData.Now),
            Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public async Task Start_NewFile_IsForThisAccountOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows gives the file the rights of its folder.");
            return;
        }

        await using var services = Start();
        await services.GetRequiredService<ISignatureReplayStore>().TryUseAsync("a", TestData.Now);

        List<UnixFileMode> modes = [];
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(_database.Path)!))
        {
            modes.Add(File.GetUnixFileMode(file));
        }

        Assert.That(
            modes,
            Has.Count.GreaterThanOrEqualTo(2).And.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [TestCase("", "path of a file")]
    [TestCase(":memory:", "AddInMemoryStores")]
    public void AddSqliteStores_NoFile_SaysWhatToDo(string path, string expected) =>
        Assert.That(() => new TestServerBuilder().AddSqliteStores(path), Throws.ArgumentException.With.Message.Contains(expected));

    [Test]
    public void AddSqliteStores_OptionsOutOfRange_AreRefused() => Assert.Multiple(() =>
    {
        Assert.That(
            () => new TestServerBuilder().AddSqliteStores(options => (options.Path, options.BusyTimeout) = ("x", TimeSpan.Zero)),
            Throws.ArgumentException.With.Message.Contains("BusyTimeout"));
        Assert.That(
            () => new TestServerBuilder().AddSqliteStores(options => (options.Path, options.MaxFileSize) = ("x", 4096)),
            Throws.ArgumentException.With.Message.Contains("MaxFileSize"));
        Assert.That(
            () => new TestServerBuilder().AddSqliteStores(options => (options.Path, options.MaxMappedSize) = ("x", -1)),
            Throws.ArgumentException.With.Message.Contains("MaxMappedSize"));
    });

    private static async Task<bool> AddLargeShareAsync(IServiceProvider services) =>
        await services.GetRequiredService<IShareStore>().TryAddReceivedAsync(TestData.Received("large", new string('s', 100_000)), null);

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private ServiceProvider Start(Action<Ocm.Stores.Sqlite.SqliteStoresOptions>? configure = null) => _database.Start(options =>
    {
        var sqlite = (Ocm.Stores.Sqlite.SqliteStoresOptions)options;
        sqlite.BusyTimeout = TimeSpan.FromSeconds(1);
        configure?.Invoke(sqlite);
    });
}
