using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Errors;
using Ocm.Server.Pipeline;
using Ocm.Tokens;

namespace Ocm.Server.Access;

/// <summary>
/// Stands before the vendor's own endpoint and lets a receiving server through by the token or secret of a share, sent as
/// <c>Authorization: Bearer</c> (draft: Resource Access; ACC-03, ACC-10). No authentication scheme: one more scheme in the
/// application would take away the default that ASP.NET Core gives to an only one.
/// </summary>
internal sealed class OcmShareGuard(RequestDelegate next, string providerIdParameter)
{
    private const string Prefix = "Bearer ";
    private const int MaxCredentialLength = 8192;

    internal async Task InvokeAsync(HttpContext context)
    {
        if (await FindAsync(context).ConfigureAwait(false) is not { } access)
        {
            await RefuseAsync(context).ConfigureAwait(false);
            return;
        }

        if (context.GetRouteValue(providerIdParameter) is string named && !string.Equals(named, access.Share.ProviderId, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Features.Set(access);
        await next(context).ConfigureAwait(false);
    }

    private static async ValueTask<OcmShareAccess?> FindAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var credential = value[Prefix.Length..].Trim();
        return credential.Length is 0 or > MaxCredentialLength
            ? null
            : await context.RequestServices.GetRequiredService<ShareCredentials>()
                .FindAsync(new SecretString(credential), context.RequestAborted).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context)
    {
        var shown = context.Request.Headers.Authorization.Count > 0;
        context.Response.Headers.WWWAuthenticate = shown ? "Bearer realm=\"ocm\", error=\"invalid_token\"" : "Bearer realm=\"ocm\"";
        return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.Unauthenticated, "A valid access token of the share is required."))
            .WriteAsync(context.Response, context.RequestAborted);
    }
}
