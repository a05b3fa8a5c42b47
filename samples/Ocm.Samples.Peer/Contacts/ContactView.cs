using Ocm.Contacts;

namespace Ocm.Samples.Peer.Contacts;

/// <summary>Somebody in a user's address book.</summary>
public sealed record ContactView
{
    public required string Address { get; init; }

    public string? DisplayName { get; init; }

    public string? Email { get; init; }

    public string? Label { get; init; }

    /// <summary>How the address came into the book: <c>invite</c>, <c>share</c>, <c>direct entry</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Whether shares from this address are accepted without asking.</summary>
    public required bool Trusted { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    internal static ContactView Of(Contact contact) => new()
    {
        Address = contact.Address.ToString(),
        DisplayName = string.IsNullOrEmpty(contact.DisplayName) ? null : contact.DisplayName,
        Email = string.IsNullOrEmpty(contact.Email) ? null : contact.Email,
        Label = contact.Label,
        Source = contact.Source.Value,
        Trusted = contact.Trusted,
        AddedAt = contact.AddedAt,
    };
}
