using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Errors;
using Ocm.Server.Pipeline;
using Ocm.Tokens;

namespace Ocm.Server.Access;

/// <summary>
/// Stands before the vendor's own endpoint and lets a receiving server through by the token or secret of a share, sent as
/// <c>Authorization: Bearer</c> (draft: Resource Access; ACC-03, ACC-10), or by the secret as the user of Basic authentication,
/// where older servers are served. No authentication scheme: one more scheme in the application would take away the default
/// that ASP.NET Core gives to an only one.
/// </summary>
internal sealed class OcmShareGuard(RequestDelegate next, string? providerIdParameter)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private const int MaxCredentialLength = 8192;

    /// <summary>The path below which a share's provider id stands, or that is the share itself; null where the route says it.</summary>
    internal string? Root { get; init; }

    internal async Task InvokeAsync(HttpContext context)
    {
        var interoperable = context.RequestServices.GetRequiredService<IOptions<OcmServerOptions>>().Value.IsInteroperable;
        if (await FindAsync(context, interoperable).ConfigureAwait(false) is not { } access)
        {
            await RefuseAsync(context, interoperable).ConfigureAwait(false);
            return;
        }

        if (Locate(context, access, interoperable) is not { } located)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Features.Set(located);
        await next(context).ConfigureAwait(false);
    }

    private static async ValueTask<OcmShareAccess?> FindAsync(HttpContext context, bool interoperable)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { Length: <= MaxCredentialLength } value)
        {
            return null;
        }

        var credentials = context.RequestServices.GetRequiredService<ShareCredentials>();
        if (value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && value[Bearer.Length..].Trim() is { Length: > 0 } credential)
        {
            return await credentials.FindAsync(new SecretString(credential), context.RequestAborted).ConfigureAwait(false);
        }

        if (!interoperable || !value.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || BasicUser.Read(value[Basic.Length..]) is not { } secret)
        {
            return null;
        }

        var access = await credentials.FindBySecretAsync(secret, context.RequestAborted).ConfigureAwait(false);
        if (access is not null)
        {
            Tolerated(context, "basic-secret");
        }

        return access;
    }

    /// <summary>Holds the URL against the share; null where it names another one, or none.</summary>
    private OcmShareAccess? Locate(HttpContext context, OcmShareAccess access, bool interoperable)
    {
        if (Root is null)
        {
            return context.GetRouteValue(providerIdParameter!) is string named && !string.Equals(named, access.Share.ProviderId, StringComparison.Ordinal)
                ? null
                : access;
        }

        if (!context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal, out var below))
        {
            return null;
        }

        if (below.StartsWithSegments("/" + access.Share.ProviderId, StringComparison.Ordinal))
        {
            return access with { Prefix = $"{Root}/{access.Share.ProviderId}" };
        }

        if (!interoperable || access.ByToken)
        {
            return null;
        }

        Tolerated(context, "root-form");
        return access with { Prefix = Root };
    }

    private static void Tolerated(HttpContext context, string tolerance) =>
        context.RequestServices.GetRequiredService<OcmServerMetrics>().Tolerated(tolerance);

    private static Task RefuseAsync(HttpContext context, bool interoperable)
    {
        var shown = context.Request.Headers.Authorization.Count > 0;
        const string Realm = "Bearer realm=\"ocm\"";
        var bearer = shown ? Realm + ", error=\"invalid_token\"" : Realm;
        context.Response.Headers.WWWAuthenticate = interoperable ? new string[] { bearer, "Basic realm=\"ocm\"" } : bearer;
        return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.Unauthenticated, "A valid access token of the share is required."))
            .WriteAsync(context.Response, context.RequestAborted);
    }
}
