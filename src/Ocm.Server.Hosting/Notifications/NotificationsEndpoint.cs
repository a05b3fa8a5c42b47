using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Serialization;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Notifications;

/// <summary><c>POST {endPoint}/notifications</c>: hears from the other sides of shares (draft: Share Acceptance Notification).</summary>
internal sealed class NotificationsEndpoint : OcmEndpoint
{
    private const int MaxCandidates = 8;

    internal override string Name => "notifications";

    internal override UnsignedCalls Unsigned => UnsignedCalls.RecipientNotifications | UnsignedCalls.SenderNotifications;

    /// <summary>NOTIF-05: the other sides of every share of that name; the one whose key verifies selects the share.</summary>
    internal override async ValueTask<OcmResult<Counterparts>> NameAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        // An id that no share can have names no server: it is malformed, not unknown.
        if (NamedServer.Text(message.Json, "providerId") is not { } providerId
            || OcmJson.Read<OcmNotification>(message.Json).Failure?.ValidationErrors.Any(error => error.Name == "providerId") == true)
        {
            return NamedServer.Mistakes<OcmNotification>(message.Json, "providerId");
        }

        var store = services.GetRequiredService<IShareStore>();
        List<OcmHost> candidates = [];
        if (await store.FindSentAsync(providerId, cancellationToken).ConfigureAwait(false) is { } sent)
        {
            candidates.Add(sent.ShareWith.Host);
        }

        candidates.AddRange(await store.FindSendingServersAsync(providerId, MaxCandidates, cancellationToken).ConfigureAwait(false));
        return new Counterparts([.. candidates.Distinct()]);
    }

    internal override async ValueTask<EndpointAnswer> HandleAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!OcmJson.Read<OcmNotification>(message.Json).TryGetValue(out var notification, out var failure))
        {
            return EndpointAnswer.Error(failure);
        }

        var result = await services.GetRequiredService<NotificationReception>()
            .ReceiveAsync(notification, message.ProvenServer, message.IsSigned, cancellationToken).ConfigureAwait(false);
        return result.TryGetValue(out _, out failure) ? EndpointAnswer.Created() : EndpointAnswer.Error(failure);
    }
}
