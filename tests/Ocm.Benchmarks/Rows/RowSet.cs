using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ocm.Addresses;
using Ocm.Benchmarks.Stores;
using Ocm.Shares;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Benchmarks.Rows;

/// <summary>A database with that many received shares and tokens, of 100 users and as many servers.</summary>
internal sealed class RowSet : IAsyncDisposable
{
    private const int Users = 100;

    private readonly BenchmarkDatabase _database;
    private readonly OcmTestServer _server;
    private readonly int _copies;

    private RowSet(BenchmarkDatabase database, OcmTestServer server, int copies)
    {
        _database = database;
        _server = server;
        _copies = copies;
        Shares = server.Services.GetRequiredService<IShareStore>();
        Tokens = server.Services.GetRequiredService<IAccessTokenStore>();
    }

    internal IShareStore Shares { get; }

    internal IAccessTokenStore Tokens { get; }

    internal static async Task<RowSet> CreateAsync(BenchmarkDatabase database, int rows)
    {
        var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => database.Register(ocm.AddWebDav().AddUserDirectory<TestUsers>()),
        });
        var set = new RowSet(database, server, (rows / Users) - 1);
        var now = TimeProvider.System.GetUtcNow();
        for (var user = 0; user < Users; user++)
        {
            await set.Shares.TryAddReceivedAsync(ManyShares.Create($"share-{user}", Server(user), $"user-{user}", now), null);
            await set.Tokens.AddTokenAsync(new AccessToken { Hash = $"token-{user}", ProviderId = $"share-{user}", ClientId = Server(user), IssuedAt = now, ExpiresAt = now.AddHours(1) });
        }

        foreach (var sql in RowCopies.Create(database.IsSqlite, set._copies))
        {
            await set.ExecuteAsync(sql);
        }

        return set;
    }

    /// <summary>Finds a share by its server and the name that the server gave it.</summary>
    internal async ValueTask FindShareAsync()
    {
        var (user, copy) = Pick();
        if (await Shares.FindReceivedAsync(Server(user), $"share-{user}-{copy}") is null)
        {
            throw new InvalidOperationException("A share is not found.");
        }
    }

    /// <summary>Lists the 50 newest shares of a user.</summary>
    internal async ValueTask ListNewestAsync()
    {
        var (user, _) = Pick();
        var newest = await Shares.ListReceivedAsync(new ReceivedShareQuery { UserIdentifier = $"user-{user}", Limit = 50 });
        if (newest.Count != 50 || newest[0].Id != string.Create(CultureInfo.InvariantCulture, $"share-{user}-{_copies}"))
        {
            throw new InvalidOperationException("The newest shares are not the newest.");
        }
    }

    /// <summary>Validates a token.</summary>
    internal async ValueTask FindTokenAsync()
    {
        var (user, copy) = Pick();
        if (await Tokens.FindTokenAsync($"token-{user}-{copy}") is null)
        {
            throw new InvalidOperationException("A token is not found.");
        }
    }

    /// <summary>The time within which 99 of 100 calls are answered, in microseconds.</summary>
    internal static async Task<double> P99Async(Func<ValueTask> call, int calls)
    {
        var times = new long[calls];
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call();
            times[i] = Stopwatch.GetTimestamp() - start;
        }

        Array.Sort(times);
        return times[calls * 99 / 100] * 1_000_000.0 / Stopwatch.Frequency;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static OcmHost Server(int user) => OcmHost.Parse(string.Create(CultureInfo.InvariantCulture, $"cloud-{user}.example.org"));

    private (int User, int Copy) Pick() => (RandomNumberGenerator.GetInt32(Users), 1 + RandomNumberGenerator.GetInt32(_copies));

    private async Task ExecuteAsync(string sql)
    {
        System.Data.Common.DbConnection connection = _database.IsSqlite
            ? new SqliteConnection($"Data Source={_database.Path};Pooling=False")
            : new NpgsqlConnection(_database.ConnectionString + ";Pooling=false;Command Timeout=0");
        await using (connection)
        {
            await connection.OpenAsync();
            var command = connection.CreateCommand();
            await using (command)
            {
#pragma warning disable CA2100 // The texts are constants.
                command.CommandText = sql;
#pragma warning restore CA2100 // as above
                command.CommandTimeout = 0;
                await command.ExecuteNonQueryAsync();
            }
        }
    }
}
