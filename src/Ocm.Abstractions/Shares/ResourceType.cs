using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>What is shared (draft: OCM Resource Types). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<ResourceType>))]
public readonly record struct ResourceType(string Value) : IOpenValue<ResourceType>
{
    /// <summary>A single file.</summary>
    public static readonly ResourceType File = new("file");

    /// <summary>A folder with all that is in it.</summary>
    public static readonly ResourceType Folder = new("folder");

    /// <summary>A research object, carried embedded as its metadata document (OCM-Embedded, Section 5).</summary>
    public static readonly ResourceType RoCrate = new("ro-crate");

    /// <summary>Not a resource: the subject of a <c>USER_REMOVED</c> notification.</summary>
    public static readonly ResourceType User = new("user");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static ResourceType Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
