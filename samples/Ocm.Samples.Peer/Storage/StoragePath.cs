using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml;

namespace Ocm.Samples.Peer.Storage;

/// <summary>
/// A path inside a storage: names from the top down, each checked so that it is exactly one step down.
/// There is no way to write "up", "from the top of the disk" or two steps in one name.
/// </summary>
public sealed class StoragePath : IEquatable<StoragePath>
{
    private const int MaxNameBytes = 255;
    private const int MaxNames = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string[] _names;

    private StoragePath(string[] names)
    {
        _names = names;
    }

    /// <summary>The storage's top folder.</summary>
    public static StoragePath Root { get; } = new([]);

    /// <summary>The names from the top down.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The last name; empty for <see cref="Root"/>.</summary>
    public string Name => IsRoot ? string.Empty : _names[^1];

    /// <summary>Whether this is the top folder.</summary>
    public bool IsRoot => _names.Length == 0;

    /// <summary>The folder that holds this item.</summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Root"/>.</exception>
    public StoragePath Parent => IsRoot ? throw new InvalidOperationException("The root has no parent.") : new(_names[..^1]);

    /// <summary>Reads a plain path such as <c>reports/2026.txt</c>; empty names between slashes count as nothing.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out StoragePath? path) =>
        TryCreate((text ?? string.Empty).Split('/', StringSplitOptions.RemoveEmptyEntries), out path);

    /// <summary>
    /// Reads the path of a URL, percent-encoded. A broken escape, bytes that are not UTF-8 and an encoded
    /// separator are refused; empty names between slashes count as nothing.
    /// </summary>
    public static bool TryParseEncoded(string text, [NotNullWhen(true)] out StoragePath? path)
    {
        ArgumentNullException.ThrowIfNull(text);
        path = null;
        var names = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Length; i++)
        {
            if (Decode(names[i]) is not { } name)
            {
                return false;
            }

            names[i] = name;
        }

        return TryCreate(names, out path);
    }

    /// <summary>Whether a name can be one step of a path.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameBytes || name is "." or ".." || TemporaryName.Is(name))
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsHighSurrogate(c) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
            {
                i++;
                continue;
            }

            // Names travel in XML too, so a character that XML cannot carry cannot be in a name.
            // U+FFFD is what the runtime shows for bytes that are not UTF-8: such a file cannot be opened by name.
            if (c is '/' or '\\' or '\uFFFD' || char.IsControl(c) || !XmlConvert.IsXmlChar(c))
            {
                return false;
            }
        }

        return Encoding.UTF8.GetByteCount(name) <= MaxNameBytes && (!OperatingSystem.IsWindows() || IsWindowsName(name));
    }

    /// <summary>The item of that name in this folder.</summary>
    /// <exception cref="ArgumentException">The name is not a single, allowed name.</exception>
    public StoragePath Append(string name) =>
        IsName(name) ? new([.. _names, name]) : throw new ArgumentException("Not a single, allowed name.", nameof(name));

    /// <summary>What is left of this path below <paramref name="ancestor"/>, or null where it is not below it.</summary>
    public StoragePath? Below(StoragePath ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        return _names.AsSpan().StartsWith(ancestor._names) ? new(_names[ancestor._names.Length..]) : null;
    }

    /// <summary>The path for a URL: names percent-encoded, joined with slashes, without a leading slash.</summary>
    public string ToEncoded() => string.Join('/', _names.Select(Uri.EscapeDataString));

    /// <summary>The plain path: names joined with slashes, without a leading slash.</summary>
    public override string ToString() => string.Join('/', _names);

    /// <inheritdoc/>
    public bool Equals(StoragePath? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StoragePath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in _names)
        {
            hash.Add(name, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    private static bool TryCreate(string[] names, [NotNullWhen(true)] out StoragePath? path)
    {
        path = names.Length <= MaxNames && Array.TrueForAll(names, IsName) ? new StoragePath(names) : null;
        return path is not null;
    }

    // Uri.UnescapeDataString keeps a broken escape as text and so would let two URLs name one file.
    private static string? Decode(string name)
    {
        if (!name.Contains('%', StringComparison.Ordinal))
        {
            return name;
        }

        var bytes = new List<byte>(name.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '%')
            {
                if (!Rune.TryGetRuneAt(name, i, out var rune))
                {
                    return null;
                }

                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                i += rune.Utf16SequenceLength - 1;
                continue;
            }

            if (i + 2 >= name.Length || !char.IsAsciiHexDigit(name[i + 1]) || !char.IsAsciiHexDigit(name[i + 2]))
            {
                return null;
            }

            bytes.Add(Convert.FromHexString(name.AsSpan(i + 1, 2))[0]);
            i += 2;
        }

        try
        {
            return StrictUtf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsWindowsName(string name)
    {
        var stem = name.Split('.')[0].TrimEnd().ToUpperInvariant();
        var device = stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal)));
        return !device && name[^1] is not ('.' or ' ') && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0;
    }
}
