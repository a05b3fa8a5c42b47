using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Ocm.Invites;

/// <summary>
/// Reads what a user pastes for an invite: the draft's string, and what deployed servers hand out instead. It only says which server
/// to ask with which token; whether to ask it is decided as always.
/// </summary>
public static class InviteText
{
    private const string ProviderDomain = "providerDomain";

    /// <summary>
    /// Reads an invite string in base64url or base64, padded or not (INV-06); <c>token@host</c>, where the host may be a URL; or a
    /// link with <c>token</c>, whose inviting server is <c>providerDomain</c> where it names one, else the link's host (INV-07).
    /// </summary>
    /// <param name="text">The text; white space around it is ignored.</param>
    /// <param name="invite">The invite.</param>
    /// <returns>Whether the text is an invite in one of the forms.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out InviteString? invite)
    {
        text = text?.Trim() ?? string.Empty;
        return InviteString.TryParse(text, out invite)
            || InviteString.TryParse(text.Replace('+', '-').Replace('/', '_'), out invite)
            || TryParseLink(text, out invite)
            || TryParsePlain(text, out invite)
            || TryParsePlain(Decode(text), out invite);
    }

    private static bool TryParseLink(string text, [NotNullWhen(true)] out InviteString? invite)
    {
        if (!InviteString.TryParseLink(text, out invite))
        {
            return false;
        }

        var named = new Uri(text).Query.TrimStart('?').Split('&')
            .Where(parameter => parameter.StartsWith(ProviderDomain + "=", StringComparison.Ordinal))
            .Select(parameter => Uri.UnescapeDataString(parameter[(ProviderDomain.Length + 1)..]))
            .ToList();
        return named.Count == 0 || (named.Count == 1 && InviteString.TryCreate(invite.Token.Reveal(), HostOf(named[0]), out invite));
    }

    // A token holds no "@" of its own there, and the host may be a URL.
    private static bool TryParsePlain(string? text, [NotNullWhen(true)] out InviteString? invite)
    {
        invite = null;
        return text?.LastIndexOf('@') is int at and > 0
            && !text.AsSpan(0, at).ContainsAny("/:?# ")
            && InviteString.TryCreate(text[..at], HostOf(text[(at + 1)..]), out invite);
    }

    private static string HostOf(string text)
    {
        foreach (var scheme in new[] { "https://", "http://" })
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return text[scheme.Length..].TrimEnd('/');
            }
        }

        return text;
    }

    private static string? Decode(string text)
    {
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        var padded = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        padded += (padded.Length % 4) switch { 2 => "==", 3 => "=", _ => string.Empty };
        return text.Length is > 0 and <= 4096 && Convert.TryFromBase64String(padded, buffer, out var length)
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : null;
    }
}
