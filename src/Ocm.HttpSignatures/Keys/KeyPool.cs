using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ocm.HttpSignatures.Keys;

/// <summary>
/// The BCL does not promise that its key objects are safe for use by several threads, so each use takes one for itself. As
/// many are kept as were ever in use at once, up to a bound.
/// </summary>
internal sealed class KeyPool<T>
    where T : class, IDisposable
{
    private static readonly int MaxKept = Environment.ProcessorCount * 2;

    private readonly Func<T> _create;
    private readonly ConcurrentQueue<T> _others = new();
    private T? _spare;

    private KeyPool(Func<T> create, T first)
    {
        _create = create;
        _spare = first;
    }

    /// <summary>Makes the first key object, which shows whether the key is one.</summary>
    public static bool TryCreate(Func<T> create, [NotNullWhen(true)] out KeyPool<T>? pool)
    {
        try
        {
            pool = new KeyPool<T>(create, create());
            return true;
        }
        catch (CryptographicException)
        {
            pool = null;
            return false;
        }
    }

    public T Rent()
    {
        if (Interlocked.Exchange(ref _spare, null) is { } spare)
        {
            return spare;
        }

        return _others.TryDequeue(out var other) ? other : _create();
    }

    public void Return(T key)
    {
        if (Interlocked.CompareExchange(ref _spare, key, null) is null)
        {
            return;
        }

        if (_others.Count < MaxKept)
        {
            _others.Enqueue(key);
        }
        else
        {
            key.Dispose();
        }
    }
}
