using Ocm.Parties;

namespace Ocm.Crash.Writer;

/// <summary>Whoever is asked for exists, so that a test can give each gesture a user of its own.</summary>
public sealed class AnyUsers : IUserDirectory
{
    public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<Party?>(new Party(identifier, $"User {identifier}"));

    public ValueTask<Party?> FindGroupAsync(string identifier, CancellationToken cancellationToken = default) => ValueTask.FromResult<Party?>(null);

    public ValueTask<IReadOnlyList<string>> GetGroupsAsync(string userIdentifier, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<string>>([]);
}
