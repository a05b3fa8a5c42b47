using Ocm.Parties;
using Ocm.Samples.Peer.Users;

namespace Ocm.Samples.Peer.Parties;

/// <summary>The configured users and their groups, as the SDK asks for them.</summary>
internal sealed class PeerUserDirectory(UserAccounts accounts) : IUserDirectory
{
    public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken) =>
        ValueTask.FromResult(accounts.Find(identifier) is { } user ? new Party(user.Name, user.DisplayName) { Email = user.Email } : null);

    public ValueTask<Party?> FindGroupAsync(string identifier, CancellationToken cancellationToken) =>
        ValueTask.FromResult(MembersOf(accounts, identifier).Any() ? new Party(identifier, identifier) : null);

    public ValueTask<IReadOnlyList<string>> GetGroupsAsync(string userIdentifier, CancellationToken cancellationToken) =>
        ValueTask.FromResult(accounts.Find(userIdentifier)?.Groups ?? []);

    internal static IEnumerable<PeerUser> MembersOf(UserAccounts accounts, string group) =>
        accounts.All.Where(user => user.Groups.Contains(group, StringComparer.Ordinal));
}
