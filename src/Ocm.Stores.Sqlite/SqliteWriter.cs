using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Ocm.Stores.Sql;
using SQLitePCL;

namespace Ocm.Stores.Sqlite;

/// <summary>
/// The one thread that writes. A flush to the disk takes far longer than a change, so everything that comes while one runs
/// goes into the next transaction together (group commit). Each change is atomic within it by a savepoint, and its caller is
/// told after the commit that holds it.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MaxWaiting = 10_000;
    private const int MaxBatch = 256;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(1);

    private readonly SqliteConnections _connections;
    private readonly TimeSpan _busyTimeout;
    private readonly ManualResetEventSlim _pause = new();
    private readonly SqliteWriteQueue _waiting = new(MaxWaiting);
    private readonly List<SqliteWrite> _batch = [];
    private readonly Thread _thread;
    private SqlSession? _session;

    internal SqliteWriter(SqliteConnections connections, TimeSpan busyTimeout)
    {
        _connections = connections;
        _busyTimeout = busyTimeout;
        _thread = new Thread(Run) { IsBackground = true, Name = "OCM SQLite writer" };
        _thread.Start();
    }

    internal async ValueTask<T> WriteAsync<T>(
        SqlWrite kind, Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new SqliteWrite<T>(kind, work, cancellationToken);
        _waiting.Add(write);
        return await write.Task.ConfigureAwait(false);
    }

    /// <summary>Writes what waits, then closes.</summary>
    public void Dispose()
    {
        _waiting.Complete();
        _thread.Join();
        _session?.Dispose();
        _pause.Dispose();
    }

    private void Run()
    {
        while (_waiting.Take() is { } first)
        {
            WriteBatch(first);
        }
    }

    private void WriteBatch(SqliteWrite first)
    {
        _batch.Clear();
        _batch.Add(first);
        try
        {
            var session = _session ??= _connections.Open();
            Begin(session);
            var (write, isAwaited) = (first, false);
            do
            {
                isAwaited |= Write(session, write);
            }
            while (_batch.Count < MaxBatch && TryTakeNext(isAwaited, out write));

            session.Prepare("COMMIT").Execute();
        }
        catch (Exception e)
        {
            // Closing the connection rolls back; the next batch starts afresh, and finds out whether the database works again.
            Close();
            foreach (var write in _batch)
            {
                write.Fail(e);
            }

            return;
        }

        foreach (var write in _batch)
        {
            write.Complete();
        }
    }

    // While nobody waits for the flush, the transaction stays open for a moment: what follows from an ordered statement mostly
    // comes at once, and both are flushed together.
    private bool TryTakeNext(bool isAwaited, [NotNullWhen(true)] out SqliteWrite? next)
    {
        if (_waiting.TryTake(isAwaited ? TimeSpan.Zero : Linger, out next))
        {
            _batch.Add(next);
            return true;
        }

        return false;
    }

    // The driver would try again every 150 ms, and SQLite's own handler, as it is built in the package, once a second: too
    // seldom for another process that commits all the time.
    private void Begin(SqlSession session)
    {
        var handle = ((SqliteConnection)session.Connection).Handle;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var result = raw.sqlite3_exec(handle, "BEGIN IMMEDIATE");
            if (result == raw.SQLITE_OK)
            {
                return;
            }

            if (result is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED) || Stopwatch.GetElapsedTime(start) >= _busyTimeout)
            {
                throw new SqliteException(raw.sqlite3_errmsg(handle).utf8_to_string(), result);
            }

            _pause.Wait(TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Makes a change; whether its caller waits for the flush.</summary>
    private static bool Write(SqlSession session, SqliteWrite write)
    {
        if (write.TryCancel())
        {
            return false;
        }

        var hasSavepoint = write.Write == SqlWrite.Transaction;
        if (hasSavepoint)
        {
            session.Prepare("SAVEPOINT change").Execute();
        }

        try
        {
            write.Execute(session);
        }
        catch (Exception e) when (e is not SqliteException sqlite || sqlite.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
        {
            // This change is wrong, the others are not. A single statement that fails leaves nothing behind.
            if (hasSavepoint)
            {
                session.Prepare("ROLLBACK TO change").Execute();
                session.Prepare("RELEASE change").Execute();
            }

            write.Fail(e);
            return false;
        }

        if (hasSavepoint)
        {
            session.Prepare("RELEASE change").Execute();
        }

        if (write.Write == SqlWrite.OrderedStatement)
        {
            // Its outcome stands, since this thread alone writes until the commit, and all that follows from it is committed
            // with it or later.
            write.Complete();
            return false;
        }

        return true;
    }

    private void Close()
    {
        try
        {
            _session?.Dispose();
        }
        catch (SqliteException)
        {
            // The connection is of no use any more, however it ended.
        }

        _session = null;
    }
}
