using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Stores.Sql;
using Ocm.Stores.Sqlite;
using Ocm.Stores.Tests.Sql;

namespace Ocm.Stores.Tests.Sqlite;

internal sealed class SqliteTestDatabase : TestDatabase
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.File("ocm.db");

    public override SqlDatabase Open() => new SqliteDatabase(new SqliteStoresOptions { Path = Path });

    public override void AddStores(TestServerBuilder builder, Action<SqlStoresOptions> configure) => builder.AddSqliteStores(options =>
    {
        options.Path = Path;
        configure(options);
    });

    public override async Task<string> DumpAsync()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(_folder.Path))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
