using System.Globalization;
using System.Text;
using System.Text.Json;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>
/// Makes a failure of another server's error answer. The status alone decides; the body, of which deployed servers have
/// six shapes, is only quoted.
/// </summary>
internal static class PeerErrors
{
    private const int MaxMessageLength = 200;
    private const int MaxRawBytes = 4 * MaxMessageLength;
    private const int MaxMistakes = 5;

    // In this order: the first that is a text is taken. "error" is a flag in some servers' answers.
    private static readonly string[] MessageMembers = ["message", "error_description", "error", "error_msg"];

    /// <summary>The failure that an answer outside 200 to 299 means.</summary>
    /// <param name="response">The answer.</param>
    /// <exception cref="ArgumentException">The answer is a success.</exception>
    internal static OcmFailure ToFailure(PeerResponse response)
    {
        if (response.IsSuccess)
        {
            throw new ArgumentException("The answer is no error.", nameof(response));
        }

        return new OcmFailure(
            OcmFailureKinds.FromStatusCode(response.StatusCode),
            string.Create(CultureInfo.InvariantCulture, $"The other server answered with status {response.StatusCode}."))
        {
            PeerStatus = response.StatusCode,
            PeerMessage = ReadMessage(response.Body),
            RetryAfter = response.RetryAfter,
        };
    }

    private static string? ReadMessage(ReadOnlyMemory<byte> body)
    {
        var span = body.Span.TrimStart(" \t\r\n"u8);
        if (span.IsEmpty || span[0] == (byte)'<')
        {
            // Nothing, or a proxy's page.
            return null;
        }

        var text = span[0] == (byte)'{' ? FindMessage(body) : null;
        return Clean(text ?? Encoding.UTF8.GetString(span[..Math.Min(span.Length, MaxRawBytes)]));
    }

    private static string? FindMessage(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            foreach (var name in MessageMembers)
            {
                if (document.RootElement.TryGetProperty(name, out var member)
                    && member.ValueKind == JsonValueKind.String
                    && member.GetString() is { Length: > 0 } text)
                {
                    return text + FindMistakes(document.RootElement);
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON after all, or cut: quoted as it is.
        }
        catch (InvalidOperationException)
        {
            // A string with a lone surrogate or broken UTF-8.
        }

        return null;
    }

    // The message of a 400 often says no more than that there are mistakes; these are the mistakes.
    private static string FindMistakes(JsonElement body)
    {
        if (!body.TryGetProperty("validationErrors", out var mistakes) || mistakes.ValueKind != JsonValueKind.Array)
        {
            return string.Empty;
        }

        var text = new StringBuilder();
        foreach (var mistake in mistakes.EnumerateArray().Take(MaxMistakes))
        {
            if (mistake.ValueKind == JsonValueKind.Object
                && mistake.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                && mistake.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String)
            {
                text.Append(' ').Append(name.GetString()).Append(": ").Append(message.GetString()).Append('.');
            }
        }

        return text.ToString();
    }

    /// <summary>One line of at most 200 characters without controls, invisible formatting or halves of characters.</summary>
    private static string? Clean(string text)
    {
        var line = new StringBuilder(MaxMessageLength);
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            if (isBlank && (line.Length == 0 || line[^1] == ' '))
            {
                continue;
            }

            if (line.Length + rune.Utf16SequenceLength > MaxMessageLength)
            {
                break;
            }

            if (isBlank)
            {
                line.Append(' ');
            }
            else
            {
                line.Append(rune.ToString());
            }
        }

        var clean = line.ToString().TrimEnd();
        return clean.Length == 0 ? null : clean;
    }
}
