using Ocm.Errors;

namespace Ocm.Stores.Sql;

/// <summary>
/// Adds rows that come at once by one statement: while one runs, the next ones gather. It spares most of what a statement, a round
/// trip and a commit cost.
/// </summary>
/// <typeparam name="TRow">A row to add.</typeparam>
internal sealed class SqlInserter<TRow>
{
    private const int MaxWaiting = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<WaitingRow<TRow>> _waiting = [];
    private readonly SqlStoreHost _host;
    private readonly SqlWrite _write;
    private readonly SqlInsert<TRow> _statement;
    private readonly int _maxRows;
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;

    /// <summary>Adds rows to a table.</summary>
    /// <param name="host">The database; before it is closed, what waits is written.</param>
    /// <param name="write">Whether a row is added once it is durable, or as soon as its outcome is certain.</param>
    /// <param name="statement">The statement.</param>
    internal SqlInserter(SqlStoreHost host, SqlWrite write, SqlInsert<TRow> statement)
    {
        (_host, _write, _statement, _maxRows) = (host, write, statement, statement.MaxRows(host.Dialect));
        host.BeforeClosing(DrainAsync);
    }

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Ends the wait; the row may be added all the same.</param>
    /// <returns>False where another row has its key.</returns>
    /// <exception cref="StoreUnavailableException">The database does not work at present, or too many rows wait for it.</exception>
    internal async ValueTask<bool> TryInsertAsync(TRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new WaitingRow<TRow>(row, cancellationToken);
        lock (_lock)
        {
            if (_waiting.Count >= MaxWaiting)
            {
                throw new StoreUnavailableException("Too many changes wait for the database.");
            }

            _waiting.Enqueue(waiting);
        }

        WriteUnlessUnderWay();
        return await waiting.IsAdded.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void WriteUnlessUnderWay()
    {
        lock (_lock)
        {
            if (_isWriting || _waiting.Count == 0)
            {
                return;
            }

            _isWriting = true;
        }

        _writing = WriteWaitingAsync();
    }

    private async Task DrainAsync()
    {
        while (IsBusy())
        {
            await _writing.ConfigureAwait(false);
            await Task.Yield();
        }

        bool IsBusy()
        {
            lock (_lock)
            {
                return _isWriting || _waiting.Count > 0;
            }
        }
    }

    // Never throws: whoever waits is told.
    private async Task WriteWaitingAsync()
    {
        List<WaitingRow<TRow>>? batch = null;
        var isUnderWay = true;
        try
        {
            var added = await _host.WriteAsync(
                _write,
                async (session, token) =>
                {
                    // What has come by the time that the database is free, or once more what a lost race has undone.
                    batch ??= Take();
                    var keys = await _statement.ExecuteAsync(session, batch.ConvertAll(waiting => waiting.Row), token).ConfigureAwait(false);
                    if (_write == SqlWrite.OrderedStatement)
                    {
                        Complete(batch, keys);
                    }

                    End();
                    return keys;
                },
                CancellationToken.None).ConfigureAwait(false);
            Complete(batch!, added);
        }
#pragma warning disable CA1031 // Whatever it is, the callers get it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await FailAsync(batch ?? [], e).ConfigureAwait(false);
        }

        End();

        void End()
        {
            if (isUnderWay)
            {
                isUnderWay = false;
                lock (_lock)
                {
                    _isWriting = false;
                }

                WriteUnlessUnderWay();
            }
        }
    }

    private List<WaitingRow<TRow>> Take()
    {
        lock (_lock)
        {
            List<WaitingRow<TRow>> batch = new(Math.Min(_waiting.Count, _maxRows));
            while (batch.Count < _maxRows && _waiting.TryDequeue(out var waiting))
            {
                if (!waiting.IsAbandoned)
                {
                    batch.Add(waiting);
                }
            }

            return batch;
        }
    }

    private void Complete(List<WaitingRow<TRow>> batch, HashSet<string> added)
    {
        foreach (var waiting in batch)
        {
            // The first of two with the same key has it.
            waiting.Complete(added.Remove(_statement.KeyOf(waiting.Row)));
        }
    }

    // A database that does not work keeps nobody waiting, also not those who wait for their turn. A row that it does not take must
    // not take the others with it.
    private async ValueTask FailAsync(List<WaitingRow<TRow>> batch, Exception exception)
    {
        if (batch.Count == 0 || exception is StoreUnavailableException)
        {
            lock (_lock)
            {
                batch.AddRange(_waiting);
                _waiting.Clear();
            }
        }

        if (batch.Count == 1 || exception is StoreUnavailableException)
        {
            batch.ForEach(waiting => waiting.Fail(exception));
            return;
        }

        foreach (var waiting in batch)
        {
            try
            {
                var added = await _host.WriteAsync(_write, (session, token) => _statement.ExecuteAsync(session, [waiting.Row], token), CancellationToken.None).ConfigureAwait(false);
                waiting.Complete(added.Count == 1);
            }
#pragma warning disable CA1031 // Whatever it is, the caller gets it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                waiting.Fail(e);
            }
        }
    }
}
