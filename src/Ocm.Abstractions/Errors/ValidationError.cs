using System.Text.Json.Serialization;

namespace Ocm.Errors;

/// <summary>One mistake in one field of a message.</summary>
/// <param name="Name">The field as a dotted path, for example <c>protocol.webdav.uri</c>.</param>
/// <param name="Message">What is wrong, in words of ours; never a piece of what was sent.</param>
public sealed record ValidationError(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("message")] string Message);
