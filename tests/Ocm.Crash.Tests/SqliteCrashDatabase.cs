using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Server;

namespace Ocm.Crash.Tests;

internal sealed class SqliteCrashDatabase : CrashDatabase
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ocm-crash-");

    public override IReadOnlyList<string> Arguments => ["sqlite", Path];

    private string Path => System.IO.Path.Join(_folder.FullName, "ocm.db");

    public override async Task<string?> FindDamageAsync()
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        var found = (string?)await command.ExecuteScalarAsync();
        return found == "ok" ? null : found;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    protected override void AddStores(IOcmServerBuilder builder) => builder.AddSqliteStores(Path);
}
