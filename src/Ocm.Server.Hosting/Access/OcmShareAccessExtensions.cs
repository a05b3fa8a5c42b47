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
    /// <paramref name="providerIdParameter"/>, it must name that share: another answers 404.
    /// </summary>
    /// <typeparam name="TBuilder">The endpoint's builder.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="providerIdParameter">The route parameter that holds the share's provider id.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireOcmShare<TBuilder>(this TBuilder builder, string providerIdParameter = "providerId")
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(providerIdParameter);
        builder.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate
                ?? throw new InvalidOperationException("RequireOcmShare() guards an endpoint that handles requests; this one has no handler.");

            // The guard is all the authorization there is: the application's fallback policy knows nothing of receiving servers.
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
            endpoint.RequestDelegate = new OcmShareGuard(next, providerIdParameter).InvokeAsync;
        });
        return builder;
    }
}
