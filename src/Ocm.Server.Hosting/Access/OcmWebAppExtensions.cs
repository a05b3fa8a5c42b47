using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ocm.Server.Access;

/// <summary>How the vendor's web application learns which share a browser opens.</summary>
public static class OcmWebAppExtensions
{
    /// <summary>The session that the posted token opens.</summary>
    /// <param name="context">A request to an endpoint with <see cref="RequireOcmWebApp{TBuilder}"/>.</param>
    /// <returns>The session.</returns>
    /// <exception cref="InvalidOperationException">The endpoint is not guarded.</exception>
    public static OcmWebAppSession GetOcmWebAppSession(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<OcmWebAppSession>()
            ?? throw new InvalidOperationException("No web application was opened by this request. Add .RequireOcmWebApp() to the endpoint.");
    }

    /// <summary>
    /// Lets only forms with an exchanged token of a share in the field <c>access_token</c> through, which receiving servers
    /// let browsers post (draft: Resource Access, step 6). Where the route has the parameter
    /// <paramref name="providerIdParameter"/>, it must name that share: another answers 404. The answer may be framed by the
    /// share's receiving server only, and where <c>WebAppOptions.Targets</c> offers frames. A token that has ended sends the
    /// browser back to the receiving server where that asked for it; everything else is 401.
    /// </summary>
    /// <typeparam name="TBuilder">The endpoint's builder.</typeparam>
    /// <param name="builder">The endpoint; it takes POST.</param>
    /// <param name="providerIdParameter">The route parameter that holds the share's provider id.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireOcmWebApp<TBuilder>(this TBuilder builder, string providerIdParameter = "providerId")
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrEmpty(providerIdParameter);
        builder.Add(endpoint =>
        {
            var next = endpoint.RequestDelegate
                ?? throw new InvalidOperationException("RequireOcmWebApp() guards an endpoint that handles requests; this one has no handler.");

            // As with RequireOcmShare(), the guard is all the authorization there is.
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
            endpoint.RequestDelegate = new OcmWebAppGuard(next, providerIdParameter).InvokeAsync;
        });
        return builder;
    }
}
