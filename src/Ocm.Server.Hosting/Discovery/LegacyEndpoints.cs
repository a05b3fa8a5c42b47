using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Errors;
using Ocm.Server.Pipeline;
using Ocm.Server.Signatures;

namespace Ocm.Server.Discovery;

/// <summary>What only older servers look for, in <see cref="OcmPosture.Interoperable"/>.</summary>
internal static class LegacyEndpoints
{
    /// <summary>Discovery up to OCM 1.3; routing takes the path with a slash at its end for the same.</summary>
    private const string ProviderPath = "/ocm-provider";

    /// <summary>Where servers between OCM 1.3 and draft-06 look for keys.</summary>
    private const string KeysPath = "/.well-known/jwks.json";

    /// <summary>
    /// Where Nextcloud and Seafile try what came before OCM. They go on at once after a 404 and stumble over anything else,
    /// such as the start page that an application answers to every unknown path.
    /// </summary>
    private static readonly string[] Absent =
    [
        "/ocs-provider",
        "/ocs/v1.php/{**path}",
        "/ocs/v2.php/{**path}",
        "/index.php/apps/files_sharing/shareinfo",
        "/status.php",
    ];

    internal static void Map(RouteGroupBuilder group, IServiceProvider services)
    {
        Map(ProviderPath, context => services.GetRequiredService<DiscoveryEndpoint>().InvokeLegacyAsync(context));
        Map(KeysPath, context => services.GetRequiredService<JwksEndpoint>().InvokeAsync(context));
        foreach (var path in Absent)
        {
            // Last: a product that serves one of them itself goes on doing so.
            Map(path, RefuseAsync).WithOrder(int.MaxValue);
        }

        IEndpointConventionBuilder Map(string path, RequestDelegate handle) => group.Map(path, handle).WithDisplayName($"OCM {path}");
    }

    private static Task RefuseAsync(HttpContext context) =>
        EndpointAnswer.Error(new OcmFailure(OcmFailureKind.NotFound, "There is nothing here.")).WriteAsync(context.Response, context.RequestAborted);
}
