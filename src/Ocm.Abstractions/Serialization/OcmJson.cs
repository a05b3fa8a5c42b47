using System.Text.Json;
using System.Text.Unicode;
using Ocm.Errors;

namespace Ocm.Serialization;

/// <summary>
/// The one way in which messages are read and written: strict JSON (valid Unicode, no duplicate members, no comments, at most
/// <see cref="MaxDepth"/> levels), all mistakes reported at once, unknown members kept.
/// </summary>
public static class OcmJson
{
    /// <summary>How deep a message may be nested.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = MaxDepth,
    };

    /// <summary>Reads bytes as one JSON object.</summary>
    /// <param name="utf8">The body.</param>
    /// <returns>The object, or a failure of kind <see cref="OcmFailureKind.Invalid"/>.</returns>
    public static OcmResult<JsonElement> ParseObject(ReadOnlySpan<byte> utf8)
    {
        JsonElement element;
        try
        {
            element = JsonElement.Parse(utf8, Strict);
            if (!IsUnicode(utf8))
            {
                return OcmFailure.Invalid(string.Empty, "must be valid Unicode in UTF-8");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return OcmFailure.Invalid(string.Empty, "must be a JSON object without duplicate members");
        }

        return element.ValueKind == JsonValueKind.Object
            ? element
            : OcmFailure.Invalid(string.Empty, "must be a JSON object");
    }

    /// <summary>Validates and reads a message.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="message">The JSON object, from <see cref="ParseObject"/>.</param>
    /// <returns>The message, or a failure that lists each bad field.</returns>
    public static OcmResult<T> Read<T>(JsonElement message)
        where T : class, IOcmMessage<T>
    {
        try
        {
            var errors = T.Validate(message);
            return errors.Count > 0 ? OcmFailure.Invalid(errors) : message.Deserialize(T.JsonType)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What the rules do not look at, in an element that ParseObject has not seen.
            return OcmFailure.Invalid(string.Empty, "must be readable JSON");
        }
    }

    /// <summary>Reads a message from bytes: <see cref="ParseObject"/>, then <see cref="Read{T}(JsonElement)"/>.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="utf8">The body.</param>
    /// <returns>The message, or a failure that lists each bad field.</returns>
    public static OcmResult<T> Read<T>(ReadOnlySpan<byte> utf8)
        where T : class, IOcmMessage<T> =>
        ParseObject(utf8).TryGetValue(out var element, out var failure) ? Read<T>(element) : failure;

    /// <summary>Writes a message.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="message">The message.</param>
    /// <returns>UTF-8 JSON; holds the message's secrets.</returns>
    public static byte[] Write<T>(T message)
        where T : class, IOcmMessage<T> => JsonSerializer.SerializeToUtf8Bytes(message, T.JsonType);

    // The parser looks neither at the bytes inside strings nor at escaped half surrogate pairs (RFC 7493, Section 2.1). Both
    // would throw when somebody reads or writes that string later, which for an unknown member may be the vendor.
    private static bool IsUnicode(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        if (utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0)
        {
            return true;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    _ = reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }
}
