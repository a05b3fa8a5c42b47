using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Addresses;

/// <summary>
/// Identifies a user or group at an OCM server: <c>identifier@host[:port]</c>, split at the last "@"
/// (draft: Terms, OCM Address). The identifier is opaque and case-sensitive: it is never changed, decoded or read as a URI.
/// </summary>
[JsonConverter(typeof(OcmAddressConverter))]
public sealed class OcmAddress : IEquatable<OcmAddress>
{
    /// <summary>The longest identifier that is read, in UTF-16 code units.</summary>
    public const int MaxIdentifierLength = 1024;

    /// <summary>Joins an identifier and a server.</summary>
    /// <param name="identifier">The party's identifier at its server, 1 to <see cref="MaxIdentifierLength"/> code units.</param>
    /// <param name="host">The server.</param>
    /// <exception cref="ArgumentException">The identifier is empty, too long, has control characters or is no valid Unicode.</exception>
    public OcmAddress(string identifier, OcmHost host)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        ArgumentNullException.ThrowIfNull(host);
        if (!IsIdentifier(identifier))
        {
            throw new ArgumentException("Not an identifier: empty, too long, or with control characters.", nameof(identifier));
        }

        Identifier = identifier;
        Host = host;
    }

    /// <summary>The party's identifier at its server, exactly as given.</summary>
    public string Identifier { get; }

    /// <summary>The server.</summary>
    public OcmHost Host { get; }

    /// <summary>Whether two addresses name the same party.</summary>
    /// <param name="left">An address.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(OcmAddress? left, OcmAddress? right) => Equals(left, right);

    /// <summary>Whether two addresses name different parties.</summary>
    /// <param name="left">An address.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(OcmAddress? left, OcmAddress? right) => !Equals(left, right);

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">The text is no OCM address.</exception>
    public static OcmAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException("Not an OCM address, such as marie@cloud.example.org.");

    /// <summary>Reads an address; gives false instead of throwing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether the text is an OCM address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OcmAddress? address)
    {
        address = null;
        var at = text?.LastIndexOf('@') ?? -1;
        if (text is null || at < 1 || !IsIdentifier(text.AsSpan(0, at)) || !OcmHost.TryParse(text.AsSpan(at + 1), out var host))
        {
            return false;
        }

        address = new OcmAddress(text[..at], host);
        return true;
    }

    /// <inheritdoc />
    public bool Equals(OcmAddress? other) =>
        other is not null && string.Equals(Identifier, other.Identifier, StringComparison.Ordinal) && Host.Equals(other.Host);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as OcmAddress);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Identifier, Host);

    /// <summary>The address in its wire form.</summary>
    /// <returns>identifier@host[:port].</returns>
    public override string ToString() => $"{Identifier}@{Host}";

    internal static bool IsIdentifier(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxIdentifierLength && PlainText.IsLine(text);
}
