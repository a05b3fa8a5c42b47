using System.Data.Common;
using Microsoft.Data.Sqlite;
using Ocm.Errors;
using Ocm.Stores.Sql;
using static SQLitePCL.raw;

namespace Ocm.Stores.Sqlite;

/// <summary>One SQLite file: many readers, one writer.</summary>
internal sealed class SqliteDatabase : SqlDatabase
{
    private readonly SqliteConnections _connections;
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;

    internal SqliteDatabase(SqliteStoresOptions options)
    {
        _connections = new SqliteConnections(options);
        _readers = new SqliteReaders(_connections);
        _writer = new SqliteWriter(_connections, options.BusyTimeout);
    }

    public override SqlDialect Dialect { get; } = new()
    {
        Text = "TEXT",
        Number = "INTEGER",
        Bytes = "BLOB",
        Identity = "INTEGER PRIMARY KEY AUTOINCREMENT",
        KeyedTable = " WITHOUT ROWID",
        SkipLocked = string.Empty,
        JsonTexts = "SELECT value FROM json_each({0})",
        MaxValues = 80,
    };

    public override ValueTask<T> ReadAsync<T>(Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default) =>
        _readers.ReadAsync(work, cancellationToken);

    public override ValueTask<T> WriteAsync<T>(
        SqlWrite write, Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(write, work, cancellationToken);

    // The writer's transaction holds the file's write lock from its start: no other process migrates at the same time.
    public override async ValueTask MigrateAsync(Func<SqlSession, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default) =>
        await _writer.WriteAsync(
            SqlWrite.Transaction,
            async (session, token) =>
            {
                await work(session, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public override SqlSession OpenSession() => _connections.Open();

    public override Exception Translate(DbException exception) => exception is not SqliteException sqlite
        ? exception
        : sqlite.SqliteErrorCode switch
        {
            SQLITE_CONSTRAINT => new InvalidOperationException("A key that must be unique is taken.", sqlite),
            SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => new StoreUnavailableException("The database is locked.", sqlite),
            SQLITE_FULL => new StoreUnavailableException("The database or its disk is full.", sqlite),
            SQLITE_IOERR or SQLITE_CANTOPEN or SQLITE_READONLY or SQLITE_NOMEM or SQLITE_CORRUPT or SQLITE_NOTADB =>
                new StoreUnavailableException("The database cannot be read or written.", sqlite),
            _ => sqlite,
        };

    public override ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _readers.Dispose();
        return default;
    }
}
