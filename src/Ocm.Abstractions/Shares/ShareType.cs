using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>What the first part of <c>shareWith</c> names (draft: OCM Share Types). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<ShareType>))]
public readonly record struct ShareType(string Value) : IOpenValue<ShareType>
{
    /// <summary>A single user.</summary>
    public static readonly ShareType User = new("user");

    /// <summary>A group of users of the receiving server.</summary>
    public static readonly ShareType Group = new("group");

    /// <summary>A group that spans several servers (registered by OCM-MLS).</summary>
    public static readonly ShareType Federation = new("federation");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static ShareType Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
