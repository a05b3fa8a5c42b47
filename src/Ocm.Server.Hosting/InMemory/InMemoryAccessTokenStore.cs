using Ocm.Tokens;

namespace Ocm.Server.InMemory;

/// <summary>Fingerprints of access tokens in this process's memory.</summary>
internal sealed class InMemoryAccessTokenStore : IAccessTokenStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AccessToken> _tokens = [];
    private readonly Dictionary<string, HashSet<string>> _byShare = [];
    private readonly PriorityQueue<string, DateTimeOffset> _expiring = new();

    public ValueTask AddTokenAsync(AccessToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_tokens.TryAdd(token.Hash, token))
            {
                throw new InvalidOperationException("The token is stored already.");
            }

            if (!_byShare.TryGetValue(token.ProviderId, out var hashes))
            {
                _byShare.Add(token.ProviderId, hashes = []);
            }

            hashes.Add(token.Hash);
            _expiring.Enqueue(token.Hash, token.ExpiresAt);
            return default;
        }
    }

    public ValueTask<AccessToken?> FindTokenAsync(string hash, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_tokens.GetValueOrDefault(hash));
        }
    }

    public ValueTask<int> RemoveTokensOfShareAsync(string providerId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_byShare.Remove(providerId, out var hashes))
            {
                return new(0);
            }

            foreach (var hash in hashes)
            {
                _tokens.Remove(hash);
            }

            return new(hashes.Count);
        }
    }

    public ValueTask<int> RemoveExpiredTokensAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (_lock)
        {
            var removed = 0;
            while (removed < max && _expiring.TryPeek(out var hash, out var expiresAt) && expiresAt <= now)
            {
                _expiring.Dequeue();
                if (_tokens.Remove(hash, out var token))
                {
                    removed++;
                    Forget(token);
                }
            }

            return new(removed);
        }
    }

    private void Forget(AccessToken token)
    {
        var hashes = _byShare[token.ProviderId];
        hashes.Remove(token.Hash);
        if (hashes.Count == 0)
        {
            _byShare.Remove(token.ProviderId);
        }
    }
}
