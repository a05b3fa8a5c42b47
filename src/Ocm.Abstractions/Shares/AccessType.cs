using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>How the resource is meant to be used (draft: Share Creation Notification, Fields). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<AccessType>))]
public readonly record struct AccessType(string Value) : IOpenValue<AccessType>
{
    /// <summary>Remote access and browsing; what an absent list means.</summary>
    public static readonly AccessType Remote = new("remote");

    /// <summary>A transfer of the data as a whole.</summary>
    public static readonly AccessType DataTransfer = new("datatx");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static AccessType Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
