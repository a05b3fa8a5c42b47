using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Ocm.Samples.Peer.Users;

/// <summary>HTTP Basic (RFC 7617) for the configured users.</summary>
public sealed class BasicAuthenticationHandler(
    IOptionsMonitor<BasicAuthenticationOptions> options, ILoggerFactory logger, UrlEncoder encoder, UserAccounts accounts)
    : AuthenticationHandler<BasicAuthenticationOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Basic";

    private const string Prefix = "Basic ";

    // What is refused is told without what was sent: a mistyped password is nearly a password.
    private static readonly AuthenticateResult Malformed = AuthenticateResult.Fail("The Authorization field is malformed.");
    private static readonly AuthenticateResult Wrong = AuthenticateResult.Fail("Unknown user or wrong password.");

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = $"Basic realm=\"{Options.Realm}\", charset=\"UTF-8\"";
        return Task.CompletedTask;
    }

    private AuthenticateResult Authenticate()
    {
        var field = Request.Headers.Authorization.ToString();
        if (!field.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (Decode(field.AsSpan(Prefix.Length).Trim()) is not { } pair)
        {
            return Malformed;
        }

        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return Malformed;
        }

        if (accounts.Verify(pair[..colon], pair[(colon + 1)..]) is not { } user)
        {
            return Wrong;
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Name)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private static string? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
