using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Contacts;
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

    internal override LegacyMessageKind? Legacy => LegacyMessageKind.Notification;

    internal override OcmFailure? FindMistakes(JsonElement message) => OcmJson.Read<OcmNotification>(message).Failure;

    /// <summary>
    /// NOTIF-05: the other sides of every share of that name, or the servers of contacts of that name; the one whose key verifies
    /// selects the share, or the contact.
    /// </summary>
    internal override async ValueTask<OcmResult<Counterparts>> NameAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        // An id that no share can have names no server: it is malformed, not unknown.
        if (NamedServer.Text(message.Json, "providerId") is not { } providerId
            || OcmJson.Read<OcmNotification>(message.Json).Failure?.ValidationErrors.Any(error => error.Name == "providerId") == true)
        {
            return NamedServer.Mistakes<OcmNotification>(message.Json, "providerId");
        }

        if (IsUserRemoved(message))
        {
            return new Counterparts(services.GetService<IContactStore>() is { } contacts
                ? await ServersOfAsync(providerId, SignatureHint.Of(message.Request), contacts, cancellationToken).ConfigureAwait(false)
                : []);
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

        var reception = services.GetRequiredService<NotificationReception>();
        var result = notification.NotificationType == NotificationType.UserRemoved
            ? await services.GetRequiredService<RemovedUsers>().ReceiveAsync(notification, message.ProvenServer, message.IsSigned, cancellationToken).ConfigureAwait(false)
            : await reception.ReceiveAsync(notification, message.ProvenServer, message.IsSigned, cancellationToken).ConfigureAwait(false);
        return !result.TryGetValue(out _, out failure) ? EndpointAnswer.Error(failure)
            : await ReshareAnswer.CreateAsync(notification, message, services, cancellationToken).ConfigureAwait(false) ?? EndpointAnswer.Created();
    }

    // A name such as "admin" is known at many servers, more than can be asked for keys: the one that the key id names comes first.
    private static async ValueTask<IReadOnlyList<OcmHost>> ServersOfAsync(
        string identifier, OcmHost? hint, IContactStore contacts, CancellationToken cancellationToken)
    {
        var servers = await contacts.FindContactServersAsync(identifier, MaxCandidates, cancellationToken).ConfigureAwait(false);
        return hint is null || (await contacts.ListContactsOfAsync(new OcmAddress(identifier, hint), 1, cancellationToken).ConfigureAwait(false)).Count == 0
            ? servers
            : [hint, .. servers.Where(server => server != hint).Take(MaxCandidates - 1)];
    }

    private static bool IsUserRemoved(IncomingMessage message) =>
        NamedServer.Text(message.Json, "notificationType") == NotificationType.UserRemoved.Value;
}
