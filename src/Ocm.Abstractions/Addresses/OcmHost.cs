using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Addresses;

/// <summary>
/// The host and optional port of an OCM server: what stands after the last "@" of an OCM address, and what messages
/// call a server's FQDN (draft: Terms, OCM Address). Kept in normal form (lower case, A-labels, no default port), so that
/// equality is identity of the server.
/// </summary>
[JsonConverter(typeof(OcmHostConverter))]
public sealed class OcmHost : IEquatable<OcmHost>
{
    private const int DefaultPort = 443;
    private const int MaxLength = 261;
    private static readonly Spelling?[] Recent = new Spelling?[256];
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false, AllowUnassigned = true };

    private OcmHost(string name, int port)
    {
        Name = name;
        Port = port;
        Value = port == DefaultPort ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
    }

    /// <summary>The host without a port: a lower-case name, an IPv4 address or an IP literal in square brackets.</summary>
    public string Name { get; }

    /// <summary>The port, 1 to 65535; 443 where none was given.</summary>
    public int Port { get; }

    /// <summary><see cref="Name"/>, followed by a colon and <see cref="Port"/> where that is not 443.</summary>
    public string Value { get; }

    /// <summary>Whether <see cref="Name"/> is an IP address rather than a name.</summary>
    public bool IsIPAddress => Name[0] == '[' || IPAddress.TryParse(Name, out _);

    /// <summary>Whether two hosts are the same server.</summary>
    /// <param name="left">A host.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(OcmHost? left, OcmHost? right) => Equals(left, right);

    /// <summary>Whether two hosts are different servers.</summary>
    /// <param name="left">A host.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(OcmHost? left, OcmHost? right) => !Equals(left, right);

    /// <summary>Reads <c>host[:port]</c> as RFC 3986, Section 3.2.2 and 3.2.3 write it; nothing else may follow.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The host.</returns>
    /// <exception cref="FormatException">The text is no host with an optional port.</exception>
    public static OcmHost Parse(string text) => TryParse(text, out var host)
        ? host
        : throw new FormatException("Not a host with an optional port, such as cloud.example.org or cloud.example.org:8443.");

    /// <summary>The host and port of an absolute http or https URI.</summary>
    /// <param name="uri">The URI.</param>
    /// <returns>Its host.</returns>
    /// <exception cref="FormatException">The URI is not absolute, not http or https, or has no usable host.</exception>
    public static OcmHost FromUri(Uri uri) => TryFromUri(uri, out var host)
        ? host
        : throw new FormatException("Not an absolute http or https URI with a host.");

    /// <summary>The host and port of an absolute http or https URI; gives false instead of throwing, as for a URI that a peer chose.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="host">Its host.</param>
    /// <returns>Whether the URI has a usable host.</returns>
    public static bool TryFromUri(Uri uri, [NotNullWhen(true)] out OcmHost? host)
    {
        ArgumentNullException.ThrowIfNull(uri);
        host = null;
        return uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && TryParse(string.Create(CultureInfo.InvariantCulture, $"{uri.IdnHost.ToHostSubcomponent()}:{uri.Port}"), out host);
    }

    /// <summary>Reads <c>host[:port]</c>; gives false instead of throwing.</summary>
    /// <param name="text">The text; at most 261 characters.</param>
    /// <param name="host">The host.</param>
    /// <returns>Whether the text is a host with an optional port.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out OcmHost? host) =>
        TryParse(text.AsSpan(), out host);

    /// <summary>As <see cref="TryParse(string?, out OcmHost?)"/>, for a part of a text.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out OcmHost? host)
    {
        host = null;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        // A message names few servers, and each several times.
        var slot = string.GetHashCode(text, StringComparison.Ordinal) & (Recent.Length - 1);
        if (Volatile.Read(ref Recent[slot]) is { } recent && text.SequenceEqual(recent.Text))
        {
            host = recent.Host;
            return true;
        }

        var end = text[0] == '[' ? text.IndexOf(']') + 1 : text.IndexOf(':');
        end = end < 0 ? text.Length : end;
        if (end == 0 || !TryParsePort(text[end..], out var port) || !TryNormalize(text[..end].ToString(), out var name))
        {
            return false;
        }

        host = new OcmHost(name, port);
        Volatile.Write(ref Recent[slot], new Spelling(text.ToString(), host));
        return true;
    }

    /// <inheritdoc />
    public bool Equals(OcmHost? other) => other is not null && Port == other.Port && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as OcmHost);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Port);

    /// <summary>The same as <see cref="Value"/>.</summary>
    /// <returns>The host with its port where that is not 443.</returns>
    public override string ToString() => Value;

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port)
    {
        port = DefaultPort;
        return text.IsEmpty || text is ":"
            || (text[0] == ':' && text.Length <= 6
                && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535);
    }

    private static bool TryNormalize(string text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (text[0] == '[')
        {
            if (text[^1] != ']' || text.Contains('%', StringComparison.Ordinal)
                || !IPAddress.TryParse(text[1..^1], out var literal) || literal.AddressFamily != AddressFamily.InterNetworkV6)
            {
                return false;
            }

            name = $"[{literal}]";
            return true;
        }

        // Lower case first: with invariant globalization IdnMapping does not fold case, and two spellings would be two servers.
        text = text.ToLowerInvariant();
        if ((!Ascii.IsValid(text) && !TryToAscii(ref text)) || !IsName(text))
        {
            return false;
        }

        // The last label decides: a number there means an IPv4 address, which has exactly one form here.
        var last = text.AsSpan(text.LastIndexOf('.') + 1);
        if (IsNumber(last) && (!IPAddress.TryParse(text, out var address) || !string.Equals(address.ToString(), text, StringComparison.Ordinal)))
        {
            return false;
        }

        name = text;
        return true;
    }

    private static bool TryToAscii(ref string text)
    {
        try
        {
            text = Idn.GetAscii(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> label) =>
        !label.IsEmpty && (label.IndexOfAnyExceptInRange('0', '9') < 0 || label.StartsWith("0x", StringComparison.Ordinal));

    // reg-name allows more (RFC 3986), but a server must be found in the DNS: letters, digits, "-" and "_" in labels of 1 to 63.
    private static bool IsName(string text)
    {
        if (text.Length > 253)
        {
            return false;
        }

        foreach (var range in text.AsSpan().Split('.'))
        {
            var label = text.AsSpan()[range];
            if (label.IsEmpty || label.Length > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>A host in the spelling in which it was met.</summary>
    private sealed record Spelling(string Text, OcmHost Host);
}
