using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ocm.Server.Access;

/// <summary>How the vendor's own endpoints, such as its WebDAV, learn which share a request belongs to.</summary>
public static class OcmShareAccessExtensions
{
    /// <summary>The share that the request's credential belongs to.</summary>
    /// <param name="context">A request to an endpoint with <see cref="RequireOcmShare{TBuilder}"/>.</param>
    /// <returns>The access.</returns>
    /// <exception cref="InvalidOperationException">The endpoint is not guarded.</exception>
    public static OcmShareAccess GetOcmShareAccess(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<OcmShareAccess>()
            ?? throw new InvalidOperationException("No share was authenticated for this request. Add .RequireOcmShare() to the endpoint.");
    }

    /// <summary>
    /// Lets only requests with a share's token (or, where allowed, secret) through. Where the route has the parameter
    /// <paramref name="providerIdParameter"/>, it must name that share: another answers 404. In
    /// <see cref="OcmPosture.Interoperable"/> a secret may also come as the user name of Basic authentication.
    /// </summary>
    /// <typeparam name="TBuilder">The endpoint's builder.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="providerIdParameter">The route parameter that holds the share's provider id.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireOcmShare<TBuilder>(this TBuilder builder, string providerIdParameter = "providerId")
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(providerIdParameter);
        return builder.Guard(next => new OcmShareGuard(next, providerIdParameter).InvokeAsync);
    }

    /// <summary>
    /// Guards an endpoint that is mapped to the WebDAV path and everything below it, such as <c>/dav/ocm/{**path}</c>. A request
    /// below <c>{path}/{providerId}</c> must name its share there, as with <see cref="RequireOcmShare{TBuilder}"/>. In
    /// <see cref="OcmPosture.Interoperable"/> a request with a share's secret may leave that out, as clients before OCM 1.2 do:
    /// they take the path itself for the share. <see cref="OcmShareAccess.Prefix"/> tells where the share's own URL ends.
    /// </summary>
    /// <typeparam name="TBuilder">The endpoint's builder.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="path">The WebDAV path, as given to <c>AddWebDav</c>.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireOcmShareBelow<TBuilder>(this TBuilder builder, string path)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var root = path.TrimEnd('/');
        builder.Add(endpoint => endpoint.Metadata.Add(new WebDavRoot(root)));
        return builder.Guard(next => new OcmShareGuard(next, providerIdParameter: null) { Root = root }.InvokeAsync);
    }

    private static TBuilder Guard<TBuilder>(this TBuilder builder, Func<RequestDelegate, RequestDelegate> guard)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate
                ?? throw new InvalidOperationException("RequireOcmShare() guards an endpoint that handles requests; this one has no handler.");

            // The guard is all the authorization there is: the application's fallback policy knows nothing of receiving servers.
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
            endpoint.RequestDelegate = guard(next);
        });
        return builder;
    }
}
