using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>What the receiving server must fulfil for each access (draft: Share Creation Notification, Fields). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<Requirement>))]
public readonly record struct Requirement(string Value) : IOpenValue<Requirement>
{
    /// <summary>The shared secret is exchanged for a short-lived token first.</summary>
    public static readonly Requirement MustExchangeToken = new("must-exchange-token");

    /// <summary>The person has shown a second factor.</summary>
    public static readonly Requirement MustUseMfa = new("must-use-mfa");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static Requirement Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
