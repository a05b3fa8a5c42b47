using Ocm.Addresses;
using Ocm.Parties;

namespace Ocm.Contacts;

/// <summary>
/// Chooses the identifier under which a contact comes to know a user (draft: Invite Acceptance Request, <c>userID</c>: a server may
/// give each contact a different one; INV-08). Asked once for each invite and each acceptance. Register it with
/// <c>AddGivenIdentifiers</c>.
/// </summary>
public interface IGivenIdentifierPolicy
{
    /// <summary>Chooses an identifier for one contact.</summary>
    /// <param name="user">The user who is to be known by it.</param>
    /// <param name="contactServer">The server of the contact; null for an invite, which anybody may accept.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// A text that never stood for another user and never will, and tells nothing of this one; or the user's own identifier. 1 to
    /// 255 characters.
    /// </returns>
    ValueTask<string> ChooseAsync(Party user, OcmHost? contactServer, CancellationToken cancellationToken = default);
}
