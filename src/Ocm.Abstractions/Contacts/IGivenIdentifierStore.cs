namespace Ocm.Contacts;

/// <summary>
/// Remembers for which user an identifier stands that was given to a contact instead of the user's own (INV-08). What was told to
/// another server is never forgotten while the user exists: shares and requests come back to it.
/// </summary>
public interface IGivenIdentifierStore
{
    /// <summary>Lets an identifier stand for a user. Repeating it changes nothing and succeeds.</summary>
    /// <param name="identifier">The identifier that a contact is given.</param>
    /// <param name="userIdentifier">The user for whom it stands.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// False, with nothing stored, where it stands for another user. Of several callers with different users exactly one succeeds.
    /// </returns>
    ValueTask<bool> TryAddGivenIdentifierAsync(string identifier, string userIdentifier, CancellationToken cancellationToken = default);

    /// <summary>Finds the user for whom an identifier stands.</summary>
    /// <param name="identifier">The identifier, byte for byte; a stranger chose it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The user, or null where it was given to nobody.</returns>
    ValueTask<string?> FindUserOfGivenIdentifierAsync(string identifier, CancellationToken cancellationToken = default);

    /// <summary>Forgets all identifiers of a user who is gone.</summary>
    /// <param name="userIdentifier">The user.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemoveGivenIdentifiersAsync(string userIdentifier, CancellationToken cancellationToken = default);
}
