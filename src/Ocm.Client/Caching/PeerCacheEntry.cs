using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Caching;

/// <summary>What a cache holds of one server. All but <see cref="IsUsed"/> and reading <see cref="State"/> needs the cache's lock.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class PeerCacheEntry<T>(OcmHost server)
    where T : class
{
    private volatile PeerCacheState<T>? _state;
    private volatile bool _isUsed;

    internal OcmHost Server { get; } = server;

    /// <summary>The last outcome; null before the first fetch is over. Replaced as a whole, so that it is read without a lock.</summary>
    internal PeerCacheState<T>? State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>Whether the value was asked for since the last round of eviction.</summary>
    internal bool IsUsed
    {
        get => _isUsed;
        set
        {
            // Written only when it changes: all cores read this line.
            if (_isUsed != value)
            {
                _isUsed = value;
            }
        }
    }

    /// <summary>The running fetch that everybody waits for.</summary>
    internal Task<OcmResult<T>>? Fetch { get; set; }

    /// <summary>Whether the entry stands in the eviction queue.</summary>
    internal bool IsQueued { get; set; }
}
