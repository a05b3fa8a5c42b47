using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Server;
using Ocm.Server.Discovery;
using Ocm.Server.Invites;
using Ocm.Server.Notifications;
using Ocm.Server.Pipeline;
using Ocm.Server.ShareRequests;
using Ocm.Server.Shares;
using Ocm.Server.Signatures;
using Ocm.Server.Tokens;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the OCM API into an ASP.NET Core application.</summary>
public static class OcmEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps discovery, the JWK Set, <c>/shares</c>, <c>/notifications</c>, <c>/invite-accepted</c>, <c>/request-share</c> and the
    /// token endpoint where tokens are issued, at the paths that the discovery document tells. In
    /// <see cref="OcmPosture.Interoperable"/> also what older servers look for.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>Takes conventions for all of them, such as <c>RequireRateLimiting</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddOcmServer</c> was not called.</exception>
    public static IEndpointConventionBuilder MapOcm(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        if (services.GetService<OcmPipeline>() is not { } pipeline)
        {
            throw new InvalidOperationException("MapOcm() needs the OCM server: call builder.Services.AddOcmServer(…) first.");
        }

        var uris = services.GetRequiredService<OcmServerUris>();
        var group = endpoints.MapGroup(string.Empty).AllowAnonymous();
        Map(group, OcmServerUris.WellKnownPath, context => services.GetRequiredService<DiscoveryEndpoint>().InvokeAsync(context));
        Map(group, uris.JwksPath, context => services.GetRequiredService<JwksEndpoint>().InvokeAsync(context));
        if (services.GetRequiredService<IOptions<OcmServerOptions>>().Value.IsInteroperable)
        {
            LegacyEndpoints.Map(group, services);
        }

        MapApi<SharesEndpoint>(uris.BasePath + "/shares");
        MapApi<NotificationsEndpoint>(uris.BasePath + "/notifications");
        MapApi<InviteAcceptedEndpoint>(uris.BasePath + "/invite-accepted");
        MapApi<RequestShareEndpoint>(uris.BasePath + "/request-share");
        if (services.GetRequiredService<IOptions<OcmServerOptions>>().Value.IssueTokens)
        {
            MapApi<TokenEndpoint>(uris.TokenPath);
        }

        return group;

        void MapApi<TEndpoint>(string path)
            where TEndpoint : OcmEndpoint
        {
            var endpoint = services.GetRequiredService<TEndpoint>();
            Map(group, path, context => pipeline.InvokeAsync(endpoint, context));
        }
    }

    // Any method: another than the endpoint's own is answered by us, with Allow and a JSON body.
    private static void Map(RouteGroupBuilder group, string path, RequestDelegate handle) =>
        group.Map(RoutePatternFactory.Parse(path), handle).WithDisplayName($"OCM {path}");
}
