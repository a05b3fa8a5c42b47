using Ocm.Contacts;

namespace Ocm.Server.InMemory;

/// <summary>Given identifiers in this process's memory.</summary>
internal sealed class InMemoryGivenIdentifierStore : IGivenIdentifierStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _users = new(StringComparer.Ordinal);

    public ValueTask<bool> TryAddGivenIdentifierAsync(string identifier, string userIdentifier, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_users.TryAdd(identifier, userIdentifier) || _users[identifier] == userIdentifier);
        }
    }

    public ValueTask<string?> FindUserOfGivenIdentifierAsync(string identifier, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_users.GetValueOrDefault(identifier));
        }
    }

    public ValueTask<int> RemoveGivenIdentifiersAsync(string userIdentifier, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var identifiers = _users.Where(entry => entry.Value == userIdentifier).Select(entry => entry.Key).ToList();
            return new(identifiers.Count(_users.Remove));
        }
    }
}
