namespace Ocm.Server.Contacts;

/// <summary>What the removal of a contact did.</summary>
/// <param name="WasContact">Whether there was such a contact.</param>
/// <param name="Unshared">How many shares to the contact ended.</param>
/// <param name="Discarded">How many shares of the contact ended.</param>
/// <param name="Failed">How many shares could not be ended; repeat the gesture.</param>
public sealed record ContactRemovalResult(bool WasContact, int Unshared, int Discarded, int Failed);
