using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Server.Directories;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps a directory service into an ASP.NET Core application.</summary>
public static class DirectoryEndpointRouteBuilderExtensions
{
    /// <summary>Serves the directory of <c>AddOcmDirectoryPublication</c> to everybody, with ETag and Cache-Control.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The path, such as <c>/directory</c>; members configure its URL.</param>
    /// <returns>Takes conventions, such as <c>RequireRateLimiting</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddOcmDirectoryPublication</c> was not called.</exception>
    public static IEndpointConventionBuilder MapOcmDirectory(this IEndpointRouteBuilder endpoints, string path)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (endpoints.ServiceProvider.GetService<DirectoryEndpoint>() is not { } directory)
        {
            throw new InvalidOperationException("MapOcmDirectory() needs a directory: call builder.Services.AddOcmDirectoryPublication(…) first.");
        }

        RequestDelegate handle = directory.InvokeAsync;
        return endpoints.Map(path, handle).AllowAnonymous().WithDisplayName($"OCM directory {path}");
    }
}
