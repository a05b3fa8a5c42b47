using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>Where a web application opens (draft: webapp, targets). Any string is kept; the registered values are the named ones.</summary>
/// <param name="Value">The value as it stands on the wire.</param>
[JsonConverter(typeof(OpenValueConverter<WebAppTarget>))]
public readonly record struct WebAppTarget(string Value) : IOpenValue<WebAppTarget>
{
    /// <summary>A top-level browsing context: a new tab, or the same window.</summary>
    public static readonly WebAppTarget Blank = new("blank");

    /// <summary>A frame inside the receiving server's own page.</summary>
    public static readonly WebAppTarget Iframe = new("iframe");

    /// <inheritdoc />
    public string Value { get; init; } = Value ?? string.Empty;

    /// <inheritdoc />
    public static WebAppTarget Create(string value) => new(value);

    /// <summary>The value as it stands on the wire.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;
}
