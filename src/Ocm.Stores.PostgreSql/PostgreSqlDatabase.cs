using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using Ocm.Errors;
using Ocm.Stores.Sql;

namespace Ocm.Stores.PostgreSql;

/// <summary>A PostgreSQL database, which any number of nodes share.</summary>
internal sealed class PostgreSqlDatabase : SqlDatabase
{
    // Any number will do, as long as it stays the same: "ocm" and a random rest.
    private const long MigrationLock = 0x6F636D_5D2A91_C3;
    private const int MaxAttempts = 5;

    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _ownsDataSource;

    internal PostgreSqlDatabase(PostgreSqlStoresOptions options)
    {
        _ownsDataSource = options.DataSource is null;
        _dataSource = options.DataSource ?? Build(options.ConnectionString!);
    }

    public override SqlDialect Dialect { get; } = new()
    {
        Text = "text COLLATE \"C\"",
        Number = "bigint",
        Bytes = "bytea",
        Identity = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        KeyedTable = string.Empty,
        SkipLocked = " FOR UPDATE SKIP LOCKED",
        OrderedInsert = "(SELECT set_config('synchronous_commit', 'off', true)) = 'off'",
        JsonTexts = "SELECT jsonb_array_elements_text({0}::jsonb)",
    };

    public override async ValueTask<T> ReadAsync<T>(
        Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default)
    {
        var session = new SqlSession(await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false));
        await using (session.ConfigureAwait(false))
        {
            return await work(session, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask<T> WriteAsync<T>(
        SqlWrite write, Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return write == SqlWrite.Transaction
                    ? await TransactAsync(work, cancellationToken).ConfigureAwait(false)
                    : await ReadAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e) when (attempt < MaxAttempts
                && e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
            {
                // Another node was in the way and has won; nothing of this change is stored.
            }
        }
    }

    public override async ValueTask MigrateAsync(Func<SqlSession, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default) =>
        await TransactAsync(
            async (session, token) =>
            {
                await session.Prepare("SELECT 1 FROM pg_advisory_xact_lock(@lock)").Set("lock", MigrationLock)
                    .FindAsync(_ => true, token).ConfigureAwait(false);
                await work(session, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public override SqlSession OpenSession() => new(_dataSource.OpenConnection());

    public override Exception Translate(DbException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } =>
            new InvalidOperationException("A key that must be unique is taken.", exception),
        PostgresException postgres when IsUnavailable(postgres.SqlState) =>
            new StoreUnavailableException("The database cannot work at present.", exception),
        PostgresException => exception,
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } or NpgsqlException { IsTransient: true } =>
            new StoreUnavailableException("The database cannot be reached.", exception),
        _ => exception,
    };

    public override async ValueTask DisposeAsync()
    {
        if (_ownsDataSource)
        {
            await _dataSource.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static NpgsqlDataSource Build(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        if (!given.ContainsKey("Max Auto Prepare"))
        {
            builder.ConnectionStringBuilder.MaxAutoPrepare = 64;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        }

        if (!given.ContainsKey("No Reset On Close"))
        {
            // No statement leaves anything behind in its session, so the next one need not clean up.
            builder.ConnectionStringBuilder.NoResetOnClose = true;
        }

        if (!given.ContainsKey("Enlist"))
        {
            builder.ConnectionStringBuilder.Enlist = false;
        }

        return builder.Build();
    }

    // Connection lost (08), resources or disk used up (53), shut down or starting (57P), the operating system failed (58), a
    // lock or a statement took too long, and a server that became a standby.
    private static bool IsUnavailable(string sqlState) =>
        sqlState.StartsWith("08", StringComparison.Ordinal)
        || sqlState.StartsWith("53", StringComparison.Ordinal)
        || sqlState.StartsWith("57P", StringComparison.Ordinal)
        || sqlState.StartsWith("58", StringComparison.Ordinal)
        || sqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    private async ValueTask<T> TransactAsync<T>(Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var session = new SqlSession(connection);
        await using (session.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await work(session, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
        }
    }
}
