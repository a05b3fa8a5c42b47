using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>What the recipient may do (draft: Share Creation Notification, Fields). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<Permission>))]
#pragma warning disable CA1711 // The protocol's own word, not a code access permission.
public readonly record struct Permission(string Value) : IOpenValue<Permission>
#pragma warning restore CA1711
{
    /// <summary>Read and download.</summary>
    public static readonly Permission Read = new("read");

    /// <summary>Create, update and delete.</summary>
    public static readonly Permission Write = new("write");

    /// <summary>Ask for reshares.</summary>
    public static readonly Permission Share = new("share");

    /// <summary>Look at it in the web application only.</summary>
    public static readonly Permission View = new("view");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static Permission Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
