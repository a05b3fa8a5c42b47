using System.Collections.Concurrent;
using System.Data.Common;
using Ocm.Stores.Sql;

namespace Ocm.Stores.Sqlite;

/// <summary>
/// Connections that read. In WAL mode they neither wait for the writer nor make it wait; each keeps its prepared statements.
/// SQLite works on the caller's thread, so there are never more of them in use than threads.
/// </summary>
internal sealed class SqliteReaders(SqliteConnections connections) : IDisposable
{
    private const int MaxIdle = 16;

    private readonly ConcurrentBag<SqlSession> _idle = [];
    private volatile bool _disposed;

    internal async ValueTask<T> ReadAsync<T>(Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        var session = _idle.TryTake(out var idle) ? idle : connections.OpenToRead();
        try
        {
            var result = await work(session, cancellationToken).ConfigureAwait(false);
            Return(session);
            return result;
        }
        catch (DbException)
        {
            // Whatever is wrong, a new connection finds out whether it still is.
            session.Dispose();
            throw;
        }
        catch
        {
            Return(session);
            throw;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private void Return(SqlSession session)
    {
        if (_disposed || _idle.Count >= MaxIdle)
        {
            session.Dispose();
        }
        else
        {
            _idle.Add(session);
        }
    }
}
