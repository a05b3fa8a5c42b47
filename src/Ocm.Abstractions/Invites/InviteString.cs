using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ocm.Addresses;
using Ocm.Serialization;
using Ocm.Tokens;

namespace Ocm.Invites;

/// <summary>
/// An invite as it is handed from person to person: base64url of <c>token@provider</c> without padding
/// (draft: Invite format; INV-06). It holds the invite token: treat its text as a secret.
/// </summary>
/// <param name="Token">The invite token.</param>
/// <param name="Provider">The inviting server.</param>
public sealed record InviteString(SecretString Token, OcmHost Provider)
{
    /// <summary>The longest invite token that is read, in UTF-16 code units.</summary>
    internal const int MaxTokenLength = 1024;

    private const int MaxLength = 2048;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the invite string.</summary>
    /// <returns>Text that holds the token.</returns>
    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Token.Reveal()}@{Provider}"));

    /// <summary>Reads an invite string with or without padding; splits at the last "@".</summary>
    /// <param name="text">The text; white space, which mail programs add, is ignored.</param>
    /// <param name="invite">The invite.</param>
    /// <returns>Whether the text is an invite string.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out InviteString? invite)
    {
        invite = null;
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        string decoded;
        try
        {
            decoded = StrictUtf8.GetString(Base64Url.DecodeFromChars(text));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return false;
        }

        var at = decoded.LastIndexOf('@');
        if (at is < 1 or > MaxTokenLength || !PlainText.IsLine(decoded) || !OcmHost.TryParse(decoded[(at + 1)..], out var provider))
        {
            return false;
        }

        invite = new InviteString(new SecretString(decoded[..at]), provider);
        return true;
    }

    /// <summary>Puts an invite together from what a page for accepting invites is given: <c>token</c> and <c>providerDomain</c>.</summary>
    /// <param name="token">The token, one line of at most 1024 characters.</param>
    /// <param name="provider">The inviting server, host[:port].</param>
    /// <param name="invite">The invite.</param>
    /// <returns>Whether both are there and well-formed.</returns>
    public static bool TryCreate(string? token, string? provider, [NotNullWhen(true)] out InviteString? invite)
    {
        invite = token is { Length: > 0 and <= MaxTokenLength } && PlainText.IsLine(token) && OcmHost.TryParse(provider, out var host)
            ? new InviteString(new SecretString(token), host)
            : null;
        return invite is not null;
    }

    /// <summary>
    /// Reads an invite in the link format, <c>https://cloud.example.org/wayf?token=TOKEN</c> (draft: Invite format; INV-07): the
    /// inviting server is the link's host, whatever its path.
    /// </summary>
    /// <param name="text">The link; white space around it is ignored.</param>
    /// <param name="invite">The invite.</param>
    /// <returns>Whether the text is an http or https URL without user information that has the query parameter <c>token</c> once.</returns>
    public static bool TryParseLink(string? text, [NotNullWhen(true)] out InviteString? invite)
    {
        invite = null;
        if (text is null || text.Length > MaxLength || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var link)
            || link.UserInfo.Length > 0 || !OcmHost.TryFromUri(link, out var provider))
        {
            return false;
        }

        string? token = null;
        foreach (var parameter in link.Query.TrimStart('?').Split('&'))
        {
            if (parameter.StartsWith("token=", StringComparison.Ordinal))
            {
                if (token is not null)
                {
                    return false;
                }

                token = Uri.UnescapeDataString(parameter["token=".Length..]);
            }
        }

        return TryCreate(token, provider.Value, out invite);
    }
}
