using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Ocm.Stores.Sql;
using Ocm.Stores.Sql.Migrations;

namespace Ocm.Stores.Tests.Sql;

/// <summary>An empty database for one test, of one kind or the other.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Opens the database as another node would.</summary>
    public abstract SqlDatabase Open();

    /// <summary>Registers the stores as a product would.</summary>
    public abstract void AddStores(TestServerBuilder builder, Action<SqlStoresOptions> configure);

    /// <summary>The stores of another node.</summary>
    public ServiceProvider Start(Action<SqlStoresOptions>? configure = null)
    {
        var builder = new TestServerBuilder();
        AddStores(builder, configure ?? (_ => { }));
        return builder.Build();
    }

    /// <summary>What the stores of another node stand on, with migrations of the test's choice.</summary>
    public SqlStoreHost StartHost(IReadOnlyList<SqlMigration> migrations) =>
        new(Open(), new NoOptions(), migrations, TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Reads with plain SQL.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using var database = Open();
        return await database.ReadAsync((session, token) => session.Prepare(sql).ListAsync(row => row.Text(0), token));
    }

    /// <summary>Everything that is stored, as whoever steals the database finds it.</summary>
    public abstract Task<string> DumpAsync();

    public abstract ValueTask DisposeAsync();

    private sealed class NoOptions : SqlStoresOptions;
}
