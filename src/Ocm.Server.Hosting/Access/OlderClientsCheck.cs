using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Server.Shares;

namespace Ocm.Server.Access;

/// <summary>
/// Warns where older servers are sent shares that they cannot read: they take the WebDAV path itself for the share, and only an
/// endpoint with <c>RequireOcmShareBelow</c> answers there. Looks once all endpoints are mapped.
/// </summary>
internal sealed partial class OlderClientsCheck(
    IServiceProvider services, IOptions<OcmServerOptions> options, IOptions<WebDavOptions> webDav, ILogger<OlderClientsCheck> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.IsInteroperable
            && services.GetServices<ProtocolBinding>().Any(binding => binding is WebDavBinding)

            // A process that answers no requests has no endpoints to look at.
            && services.GetService<EndpointDataSource>() is { Endpoints: { Count: > 0 } endpoints }
            && !endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<WebDavRoot>()?.Path == webDav.Value.Path))
        {
            LogUnread(webDav.Value.Path);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2810, LogLevel.Warning, "The posture is Interoperable, but older servers cannot read what is shared: map {Path} and all below it to an endpoint with RequireOcmShareBelow")]
    private partial void LogUnread(string path);
}
