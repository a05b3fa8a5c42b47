using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Errors;
using Ocm.Server.Pipeline;
using Ocm.Tokens;

namespace Ocm.Server.Access;

/// <summary>
/// Authenticates a receiving server at the vendor's own endpoint by the token or secret of a share, sent as
/// <c>Authorization: Bearer</c> (draft: Resource Access; ACC-03, ACC-10). The share is then in the request's features.
/// </summary>
internal sealed class OcmBearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";
    private const int MaxCredentialLength = 8192;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var credential = value[Prefix.Length..].Trim();
        if (credential.Length is 0 or > MaxCredentialLength)
        {
            return AuthenticateResult.Fail("The bearer credential is empty or too long.");
        }

        var credentials = Context.RequestServices.GetRequiredService<ShareCredentials>();
        if (await credentials.FindAsync(new SecretString(credential), Context.RequestAborted).ConfigureAwait(false) is not { } access)
        {
            return AuthenticateResult.Fail("The bearer credential opens no share.");
        }

        Context.Features.Set(access);
        var identity = new ClaimsIdentity(
            [
                new Claim(OcmBearerDefaults.ProviderIdClaim, access.Share.ProviderId),
                new Claim(OcmBearerDefaults.RecipientClaim, access.Share.ShareWith.ToString()),
            ],
            Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count == 0 ? "Bearer realm=\"ocm\"" : "Bearer realm=\"ocm\", error=\"invalid_token\"";
        return WriteAsync(new OcmFailure(OcmFailureKind.Unauthenticated, "A valid access token of the share is required."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        WriteAsync(new OcmFailure(OcmFailureKind.Forbidden, "The share does not allow this."));

    private Task WriteAsync(OcmFailure failure) => EndpointAnswer.Error(failure).WriteAsync(Response, Context.RequestAborted);
}
