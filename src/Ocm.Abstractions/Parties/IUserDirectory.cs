namespace Ocm.Parties;

/// <summary>
/// The vendor's users and groups. Called for each message that names one of them, with an identifier that a stranger chose:
/// compare it exactly, never use it as a pattern or a path. Register it with <c>AddUserDirectory</c>.
/// </summary>
public interface IUserDirectory
{
    /// <summary>Finds a user who can send and receive shares.</summary>
    /// <param name="identifier">The part of an OCM address before the last "@", byte for byte.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The user, or null where there is none.</returns>
    ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default);

    /// <summary>Finds a group that can receive shares. A product without groups keeps this default.</summary>
    /// <param name="identifier">The part of an OCM address before the last "@", byte for byte.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The group, or null where there is none.</returns>
    ValueTask<Party?> FindGroupAsync(string identifier, CancellationToken cancellationToken = default) => ValueTask.FromResult<Party?>(null);

    /// <summary>The groups that a user belongs to, so that group shares stand in the user's list.</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Identifiers of groups.</returns>
    ValueTask<IReadOnlyList<string>> GetGroupsAsync(string userIdentifier, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<string>>([]);
}
