using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Ocm.Invites;

namespace Ocm.Samples.Peer.Pages;

/// <summary>
/// Proves that a form was shown to the user who sends it. Browsers add Basic credentials to whatever page makes them call, so
/// the credentials do not: the form carries a token for this user and this invite, which no other site can read.
/// </summary>
internal sealed class AcceptForm(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Ocm.Samples.Peer.AcceptForm").ToTimeLimitedDataProtector();

    public string Issue(string user, InviteString invite) => _protector.Protect(Content(user, invite), Lifetime);

    public bool Verify(string? token, string user, InviteString invite)
    {
        try
        {
            return token is { Length: > 0 } && _protector.Unprotect(token) == Content(user, invite);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Content(string user, InviteString invite) => $"{invite.Token.Hash()}\n{invite.Provider}\n{user}";
}
