using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Contacts;

/// <summary>How an address came into the address book (draft: JSContact Enum Values). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<ContactSource>))]
public readonly record struct ContactSource(string Value) : IOpenValue<ContactSource>
{
    /// <summary>By the invite flow.</summary>
    public static readonly ContactSource Invite = new("invite");

    /// <summary>By a share that was received.</summary>
    public static readonly ContactSource Share = new("share");

    /// <summary>Typed in by the user.</summary>
    public static readonly ContactSource DirectEntry = new("direct entry");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static ContactSource Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
