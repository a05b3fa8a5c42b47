using Ocm.Stores.Tests.PostgreSql;
using Ocm.Stores.Tests.Sqlite;

namespace Ocm.Stores.Tests.Sql;

/// <summary>The kinds of databases that a test runs against.</summary>
internal static class Databases
{
    public const string Sqlite = "SQLite";
    public const string PostgreSql = "PostgreSQL";

    public static async Task<TestDatabase> CreateAsync(string kind)
    {
        if (kind == Sqlite)
        {
            return new SqliteTestDatabase();
        }

        var cluster = await PostgreSqlTestSetup.GetClusterAsync();
        return new PostgreSqlTestDatabase(await cluster.CreateSchemaAsync());
    }
}
