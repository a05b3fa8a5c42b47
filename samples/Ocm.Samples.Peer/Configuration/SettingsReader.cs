using System.Globalization;

namespace Ocm.Samples.Peer.Configuration;

/// <summary>Reads single settings of a section and gathers what is wrong with them.</summary>
internal sealed class SettingsReader(IConfigurationSection section, List<string> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The path of a key, as a person writes it.</summary>
    public string PathOf(string key) => $"{section.Path}:{key}";

    public void Error(string key, string message) => errors.Add($"{PathOf(key)} {message}");

    public string? Text(string key)
    {
        _known.Add(key);
        var value = section[key];
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    public string Required(string key)
    {
        if (Text(key) is { } value)
        {
            return value;
        }

        Error(key, "is missing.");
        return string.Empty;
    }

    public bool Flag(string key)
    {
        if (Text(key) is not { } text)
        {
            return false;
        }

        if (!bool.TryParse(text, out var value))
        {
            Error(key, $"is '{text}': write true or false.");
        }

        return value;
    }

    public int? Number(string key, int min, int max)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Error(key, $"is '{text}': write a whole number from {min} to {max}.");
        return null;
    }

    public T Choice<T>(string key, T whenAbsent = default)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
        {
            return whenAbsent;
        }

        var names = Enum.GetNames<T>();
        if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        Error(key, $"is '{text}': choose one of {string.Join(", ", names.Select(name => name.ToLowerInvariant()))}.");
        return default;
    }

    /// <summary>A list, given as one (<c>Key:0</c>, <c>Key:1</c>) or as one text with commas; null where the key is absent.</summary>
    public IReadOnlyList<string>? List(string key)
    {
        _known.Add(key);
        var list = section.GetSection(key);
        var items = list.GetChildren().Select(child => child.Value).ToList();
        if (items.Count == 0)
        {
            return list.Value?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        if (items.Exists(string.IsNullOrWhiteSpace))
        {
            Error(key, "has an item that is no text.");
            return [];
        }

        return [.. items.Select(item => item!.Trim())];
    }

    public IEnumerable<IConfigurationSection> Sections(string key)
    {
        _known.Add(key);
        return section.GetSection(key).GetChildren();
    }

    /// <summary>Reports keys that nobody asked for: a mistyped one would leave its default in force unseen.</summary>
    public void RefuseOthers()
    {
        foreach (var child in section.GetChildren().Where(child => !_known.Contains(child.Key)))
        {
            errors.Add($"Unknown setting {child.Path}: the keys are {string.Join(", ", _known)}.");
        }
    }
}
