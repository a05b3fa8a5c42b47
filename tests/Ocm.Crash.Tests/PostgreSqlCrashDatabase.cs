using Microsoft.Extensions.DependencyInjection;
using Ocm.Server;
using Ocm.Stores.Tests.PostgreSql;

namespace Ocm.Crash.Tests;

/// <summary>A database on a server of its own, which flushes to the disk and crashes too now and then.</summary>
internal sealed class PostgreSqlCrashDatabase : CrashDatabase
{
    private readonly PostgreSqlCluster _cluster;
    private readonly string _connectionString;

    private PostgreSqlCrashDatabase(PostgreSqlCluster cluster, string connectionString)
    {
        _cluster = cluster;
        _connectionString = connectionString;
    }

    public override IReadOnlyList<string> Arguments => ["postgres", _connectionString];

    public static async Task<PostgreSqlCrashDatabase> CreateAsync()
    {
        if (!PostgreSqlCluster.IsAvailable)
        {
            Assert.Ignore("No PostgreSQL: set OCM_TEST_POSTGRES to a connection string, or install PostgreSQL 15.");
        }

        var cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
        return new PostgreSqlCrashDatabase(cluster, await cluster.CreateSchemaAsync());
    }

    public override Task<string?> FindDamageAsync() => Task.FromResult<string?>(null);

    public override async Task CrashTooAsync()
    {
        if (PostgreSqlCluster.IsTemporary)
        {
            await _cluster.KillAsync();
            await _cluster.ResumeAsync(isDurable: true);
        }
    }

    public override ValueTask DisposeAsync() => _cluster.DisposeAsync();

    protected override void AddStores(IOcmServerBuilder builder) => builder.AddPostgreSqlStores(_connectionString);
}
