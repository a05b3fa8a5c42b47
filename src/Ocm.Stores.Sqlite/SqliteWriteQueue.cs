using System.Diagnostics.CodeAnalysis;
using Ocm.Errors;

namespace Ocm.Stores.Sqlite;

/// <summary>
/// What waits for the one thread that writes, in order. The thread sleeps while nothing comes: the collections of the framework
/// spin first, which takes processor time from the very requests that it waits for.
/// </summary>
internal sealed class SqliteWriteQueue(int capacity)
{
    private readonly object _lock = new();
    private readonly Queue<SqliteWrite> _writes = [];
    private bool _isComplete;
    private bool _isAwaited;

    /// <summary>Adds a change.</summary>
    /// <exception cref="StoreUnavailableException">Too many wait already.</exception>
    /// <exception cref="ObjectDisposedException">The store is being closed.</exception>
    internal void Add(SqliteWrite write)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isComplete, this);
            if (_writes.Count >= capacity)
            {
                throw new StoreUnavailableException("Too many changes wait for the database.");
            }

            _writes.Enqueue(write);
            if (_isAwaited)
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>Takes nothing more in; what waits is still handed out.</summary>
    internal void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Waits for the next change; null once there is none and none will come.</summary>
    internal SqliteWrite? Take()
    {
        lock (_lock)
        {
            while (_writes.Count == 0 && !_isComplete)
            {
                Wait(Timeout.InfiniteTimeSpan);
            }

            return _writes.TryDequeue(out var write) ? write : null;
        }
    }

    /// <summary>Takes the next change, waiting for it no longer than that.</summary>
    internal bool TryTake(TimeSpan patience, [NotNullWhen(true)] out SqliteWrite? write)
    {
        lock (_lock)
        {
            if (_writes.Count == 0 && patience > TimeSpan.Zero && !_isComplete)
            {
                Wait(patience);
            }

            return _writes.TryDequeue(out write);
        }
    }

    private void Wait(TimeSpan patience)
    {
        _isAwaited = true;
        Monitor.Wait(_lock, (int)Math.Ceiling(patience.TotalMilliseconds));
        _isAwaited = false;
    }
}
