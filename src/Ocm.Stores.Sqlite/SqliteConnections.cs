using System.Globalization;
using Microsoft.Data.Sqlite;
using Ocm.Errors;
using Ocm.Stores.Sql;

namespace Ocm.Stores.Sqlite;

/// <summary>Opens connections to the file, all set up alike.</summary>
internal sealed class SqliteConnections
{
    private const int PageSize = 4096;

    private readonly string _path;
    private readonly string _connectionString;
    private readonly string _setup;
    private readonly string _setupToRead;

    internal SqliteConnections(SqliteStoresOptions options)
    {
        SQLitePCL.Batteries_V2.Init();
        _path = Path.GetFullPath(options.Path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString();

        // Every commit is flushed to the disk (synchronous = FULL): what was answered 201 survives a loss of power.
        _setup =
            """
            PRAGMA synchronous = FULL;
            PRAGMA cache_size = -16000;
            PRAGMA temp_store = MEMORY;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA journal_size_limit = 67108864;
            """;
        if (options.MaxFileSize is { } size)
        {
            _setup += string.Create(CultureInfo.InvariantCulture, $" PRAGMA max_page_count = {size / PageSize};");
        }

        // Among a million rows nearly every lookup needs a page that no connection has cached; mapped, it costs no call of the system.
        _setupToRead = _setup + string.Create(CultureInfo.InvariantCulture, $" PRAGMA mmap_size = {options.MaxMappedSize};");
    }

    internal SqlSession Open() => Open(_setup);

    internal SqlSession OpenToRead() => Open(_setupToRead);

    private SqlSession Open(string setup)
    {
        try
        {
            CreateFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("The database file cannot be made.", e);
        }

        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL");
            Execute(connection, setup);
            return new SqlSession(connection, keepsStatements: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // The file holds what users share with whom: nobody else on the machine needs to read it. The files beside it get the
    // same mode from SQLite.
    private void CreateFile()
    {
        if (File.Exists(_path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(_path, options).Dispose();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
