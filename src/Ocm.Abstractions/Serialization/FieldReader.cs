using System.Globalization;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Serialization;

/// <summary>
/// Walks one JSON object of a message and collects a mistake for each bad field, so that a sender learns of all of them at
/// once (SHARE-22). A message that passes can be deserialized without an exception.
/// </summary>
internal readonly struct FieldReader
{
    /// <summary>The longest string that a field may hold where it names no limit of its own, in UTF-16 code units.</summary>
    internal const int MaxTextLength = 4096;

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly List<ValidationError> _errors;

    internal FieldReader(JsonElement element, List<ValidationError> errors, string path = "")
    {
        _object = element;
        _errors = errors;
        _path = path;
    }

    internal void RequiredText(string name, bool mayBeEmpty = false, int maxLength = MaxTextLength)
    {
        if (Required(name) is { } value)
        {
            CheckText(name, value, mayBeEmpty, maxLength);
        }
    }

    internal void OptionalText(string name, bool mayBeEmpty = true, bool mayHaveLines = false, int maxLength = MaxTextLength)
    {
        if (Optional(name) is { } value)
        {
            CheckText(name, value, mayBeEmpty, maxLength, mayHaveLines);
        }
    }

    /// <summary>
    /// A secret or token: what an Authorization header and a form can carry, the VSCHAR of RFC 6749, Appendix A. Anything else
    /// would fail only when it is used, or add a line to the header.
    /// </summary>
    internal void RequiredSecret(string name, int maxLength = MaxTextLength)
    {
        if (Required(name) is not { } value)
        {
            return;
        }

        CheckText(name, value, mayBeEmpty: false, maxLength);
        if (JsonText.PrintableAscii(value).IsEmpty && JsonText.TryGet(value, out var text) && text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            Add(name, "must hold printable ASCII characters only");
        }
    }

    internal void RequiredAddress(string name)
    {
        if (Required(name) is { } value && !(JsonText.TryGet(value, out var text) && OcmAddress.TryParse(text, out _)))
        {
            Add(name, "must be an OCM address: identifier@host[:port]");
        }
    }

    internal void RequiredHost(string name)
    {
        if (Required(name) is { } value && !(JsonText.TryGet(value, out var text) && OcmHost.TryParse(text, out _)))
        {
            Add(name, "must be a host with an optional port");
        }
    }

    internal void RequiredIdentifier(string name)
    {
        if (Required(name) is { } value && !(JsonText.TryGet(value, out var text) && OcmAddress.IsIdentifier(text)))
        {
            Add(name, "must be a party's identifier: a string without control characters");
        }
    }

    internal void RequiredBoolean(string name)
    {
        if (Required(name) is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            Add(name, "must be true or false");
        }
    }

    internal void OptionalInteger(string name, long minimum = 0, long maximum = long.MaxValue)
    {
        if (Optional(name) is { } value
            && !(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= minimum && number <= maximum))
        {
            Add(name, string.Create(CultureInfo.InvariantCulture, $"must be an integer from {minimum} to {maximum}"));
        }
    }

    internal JsonElement? RequiredArray(string name)
    {
        if (Required(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(name, "must be an array");
            return null;
        }

        return value;
    }

    internal void OptionalObject(string name)
    {
        if (Optional(name) is { ValueKind: not JsonValueKind.Object })
        {
            Add(name, "must be an object");
        }
    }

    /// <summary>A list of strings; where it is required, or says that it must not be empty, it holds at least one.</summary>
    internal void TextList(string name, bool required = false, bool mayBeEmpty = true, int maxItems = 64)
    {
        if ((required ? Required(name) : Optional(name)) is not { } value)
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(name, "must be an array of strings");
        }
        else if (value.GetArrayLength() > maxItems)
        {
            Add(name, string.Create(CultureInfo.InvariantCulture, $"must hold at most {maxItems} values"));
        }
        else if (!mayBeEmpty && value.GetArrayLength() == 0)
        {
            Add(name, "must not be empty");
        }
        else if (!AreTexts(value))
        {
            Add(name, "must hold strings of 1 to 256 characters without control characters");
        }
    }

    /// <summary>The reader of a nested object; null where it is absent or no object, which has then been said.</summary>
    internal FieldReader? Child(string name, bool required = false)
    {
        if ((required ? Required(name) : Optional(name)) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(name, "must be an object");
            return null;
        }

        return new FieldReader(value, _errors, _path + name + ".");
    }

    /// <summary>A member that is there and not null; says nothing of one that is not.</summary>
    internal JsonElement? Peek(string name) =>
        _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A field that may be absent. One that is null is a field of a wrong type: absent is written by leaving it out.</summary>
    internal JsonElement? Optional(string name)
    {
        if (!_object.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            Add(name, "must not be null");
            return null;
        }

        return value;
    }

    internal IEnumerable<string> Names() => _object.EnumerateObject().Select(member => member.Name);

    internal bool Has(string name) => _object.TryGetProperty(name, out _);

    /// <summary>Says what is wrong with a field; only the first mistake of each field counts.</summary>
    internal void Add(string name, string message)
    {
        var path = _path + name;
        if (!_errors.Exists(error => string.Equals(error.Name, path, StringComparison.Ordinal)))
        {
            _errors.Add(new ValidationError(path, message));
        }
    }

    private static bool AreTexts(JsonElement list)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (JsonText.PrintableAscii(item) is not { Length: > 0 and <= 256 }
                && (!JsonText.TryGet(item, out var text) || text.Length is 0 or > 256 || !PlainText.IsLine(text)))
            {
                return false;
            }
        }

        return true;
    }

    private JsonElement? Required(string name)
    {
        if (!_object.TryGetProperty(name, out var value))
        {
            Add(name, "is required");
            return null;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            Add(name, "must not be null");
            return null;
        }

        return value;
    }

    private void CheckText(string name, JsonElement value, bool mayBeEmpty, int maxLength, bool mayHaveLines = false)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Add(name, "must be a string");
        }
        else if (JsonText.PrintableAscii(value) is { IsEmpty: false } ascii && ascii.Length <= maxLength)
        {
            // Fits every rule below, and no string had to be made to see it.
        }
        else if (!JsonText.TryGet(value, out var text))
        {
            Add(name, "must be valid Unicode");
        }
        else if (text.Length == 0 && !mayBeEmpty)
        {
            Add(name, "must not be empty");
        }
        else if (text.Length > maxLength)
        {
            Add(name, string.Create(CultureInfo.InvariantCulture, $"must have at most {maxLength} characters"));
        }
        else if (!(mayHaveLines ? PlainText.IsLines(text) : PlainText.IsLine(text)))
        {
            Add(name, "must not hold control characters");
        }
    }
}
