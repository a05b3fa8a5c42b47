namespace Ocm.Samples.Peer.WebDav;

/// <summary>Maps WebDAV.</summary>
public static class WebDavEndpoints
{
    /// <summary>
    /// Maps WebDAV class 1 to <paramref name="path"/> and everything below it, for every method, so that an unknown
    /// one is answered 405 by the one who knows what is allowed. <paramref name="resolve"/> finds the mount of a
    /// request: from its user, its token or its path; null is 404. Who is nobody is refused before, by the
    /// authorization policy that the caller puts on the returned endpoint.
    /// </summary>
    public static IEndpointConventionBuilder MapWebDav(
        this IEndpointRouteBuilder endpoints, string path, Func<HttpContext, ValueTask<WebDavMount?>> resolve)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(resolve);
        return endpoints.Map(
            path.TrimEnd('/') + "/{**path}",
            new RequestDelegate(async context => await WebDavHandler.HandleAsync(context, await resolve(context))));
    }
}
