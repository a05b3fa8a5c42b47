namespace Ocm.Server.Contacts;

/// <summary>What ends together with a contact.</summary>
[Flags]
public enum ContactRemoval
{
    /// <summary>Nothing: the shares stay.</summary>
    ContactOnly = 0,

    /// <summary>What the user shared with the contact is unshared, and the contact's server is told.</summary>
    Unshare = 1,

    /// <summary>What the contact shared with the user is declined or left, and the contact's server is told.</summary>
    DiscardReceived = 2,
}
