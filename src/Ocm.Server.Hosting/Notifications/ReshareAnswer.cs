using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Notifications;
using Ocm.Server.Peers;
using Ocm.Server.Pipeline;

namespace Ocm.Server.Notifications;

/// <summary>
/// What Nextcloud reads in the answer to a wish: <c>token</c> and <c>providerId</c>, without which it tries the API before OCM and
/// then fails. It gets back what it sent, so that no secret goes to a server that does not have it, and what it says later of the
/// wish (<c>RESHARE_UNDO</c>) names the share that it is about.
/// </summary>
internal static class ReshareAnswer
{
    /// <summary>The answer to a wish that was carried to the owner; null where the common one will do.</summary>
    internal static async ValueTask<EndpointAnswer?> CreateAsync(
        OcmNotification notification, IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (notification.NotificationType != NotificationType.RequestReshare
            || notification.Notification is not { } parameters
            || NamedServer.Text(parameters, "sharedSecret") is not { Length: > 0 } secret
            || !await services.GetRequiredService<OlderServers>().IncludesAsync(message.ProvenServer, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        services.GetRequiredService<OcmServerMetrics>().Tolerated("reshare-answer");
        var answer = new JsonObject { ["token"] = secret, ["providerId"] = notification.ProviderId };
        return EndpointAnswer.Raw(StatusCodes.Status201Created, Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }
}
