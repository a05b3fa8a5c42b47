using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ocm.Server;
using Ocm.Stores.Tests.PostgreSql;

namespace Ocm.Benchmarks.Stores;

/// <summary>An empty database in a temporary folder that flushes every commit to the disk.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo? _folder;
    private readonly PostgreSqlCluster? _cluster;

    private BenchmarkDatabase(DirectoryInfo folder) => _folder = folder;

    private BenchmarkDatabase(PostgreSqlCluster cluster, string connectionString)
    {
        _cluster = cluster;
        ConnectionString = connectionString;
    }

    /// <summary>Whether a PostgreSQL server is installed or named.</summary>
    internal static bool HasPostgreSql => PostgreSqlCluster.IsAvailable;

    internal string Name => _folder is null ? "PostgreSQL" : "SQLite";

    internal bool IsSqlite => _folder is not null;

    /// <summary>The file of SQLite.</summary>
    internal string Path => System.IO.Path.Join(_folder!.FullName, "ocm.db");

    /// <summary>The database of PostgreSQL.</summary>
    internal string? ConnectionString { get; }

    internal static BenchmarkDatabase CreateSqlite() => new(Directory.CreateTempSubdirectory("ocm-benchmark-"));

    internal static async Task<BenchmarkDatabase> CreatePostgreSqlAsync()
    {
        var cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
        return new BenchmarkDatabase(cluster, await cluster.CreateSchemaAsync());
    }

    /// <summary>SQLite, and PostgreSQL where it is there.</summary>
    internal static async IAsyncEnumerable<BenchmarkDatabase> CreateAllAsync()
    {
        yield return CreateSqlite();
        if (HasPostgreSql)
        {
            yield return await CreatePostgreSqlAsync();
        }
    }

    internal void Register(IOcmServerBuilder ocm) => _ = IsSqlite ? ocm.AddSqliteStores(Path) : ocm.AddPostgreSqlStores(ConnectionString!);

    public async ValueTask DisposeAsync()
    {
        _folder?.Delete(recursive: true);
        if (_cluster is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await _cluster.DisposeAsync();
        }
    }
}
