using Ocm.Addresses;

namespace Ocm.Contacts;

/// <summary>Somebody in a user's address book (draft: Addition into address books; JSContact Types Registry).</summary>
public sealed record Contact
{
    /// <summary>The user whose address book it is.</summary>
    public required string UserIdentifier { get; init; }

    /// <summary>The contact's address; unique in the address book.</summary>
    public required OcmAddress Address { get; init; }

    /// <summary>The contact's name as its server told it, for people.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The contact's mail address as its server told it; informational, not proven.</summary>
    public string? Email { get; init; }

    /// <summary>A label of the user's own.</summary>
    public string? Label { get; init; }

    /// <summary>How the address came into the book.</summary>
    public required ContactSource Source { get; init; }

    /// <summary>Whether shares from this address are accepted without asking.</summary>
    public bool Trusted { get; init; }

    /// <summary>The identifier under which the contact knows the user (INV-08); usually the same as <see cref="UserIdentifier"/>.</summary>
    public string? GivenIdentifier { get; init; }

    /// <summary>When the contact was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }
}
