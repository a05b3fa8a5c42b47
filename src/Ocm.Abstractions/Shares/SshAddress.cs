using System.Diagnostics.CodeAnalysis;
using Ocm.Addresses;
using Ocm.Serialization;

namespace Ocm.Shares;

/// <summary>The <c>uri</c> of an ssh offer: <c>username@host:port/path</c> (draft: Protocol details for ssh).</summary>
/// <param name="UserName">The account at the sending side, chosen by it.</param>
/// <param name="Host">The host without a port.</param>
/// <param name="Port">The port, 1 to 65535; 22 where the address names none.</param>
/// <param name="Path">The path with its leading slash; any text without control characters, chosen by the peer.</param>
public sealed record SshAddress(string UserName, string Host, int Port, string Path)
{
    /// <summary>The port of SSH.</summary>
    public const int DefaultPort = 22;

    /// <summary>Reads an address; the port may be left out, the colon before the path may stay (<c>user@host:/path</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether the text is an ssh address.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SshAddress? address)
    {
        address = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (text is null || slash < 0 || !PlainText.IsLine(text.AsSpan(slash)))
        {
            return false;
        }

        var authority = text[..slash];
        var at = authority.LastIndexOf('@');
        if (at < 1 || !IsUserName(authority.AsSpan(0, at)) || !OcmHost.TryParse(authority[(at + 1)..], out var host))
        {
            return false;
        }

        var namesPort = authority[^1] != ':' && authority[(at + 1)..].LastIndexOf(':') > authority[(at + 1)..].LastIndexOf(']');
        address = new SshAddress(authority[..at], host.Name, namesPort ? host.Port : DefaultPort, text[slash..]);
        return true;
    }

    /// <summary>The address in its wire form.</summary>
    /// <returns>username@host:port/path.</returns>
    public override string ToString() => $"{UserName}@{Host}:{Port}{Path}";

    // A name that begins with a dash would be read as an option by command-line clients.
    private static bool IsUserName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '+' or '@' or '='))
            {
                return false;
            }
        }

        return name[0] != '-' && name.Length <= 256;
    }
}
