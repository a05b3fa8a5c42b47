using System.Text.Json.Nodes;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Server.Delivery;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Changes the permissions of a sent share, and tells older servers that hear of it.</summary>
internal sealed class PermissionChanges(
    OutboxItems items, FirstAttempt firstAttempt, SentShareChanges changes, TimeProvider time)
{
    internal async ValueTask<OcmResult<SentShare>> ChangeAsync(
        string providerId, IReadOnlyList<Permission> permissions, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(providerId);
        ArgumentNullException.ThrowIfNull(permissions);
        if (permissions.Count == 0)
        {
            throw new ArgumentException("There must be at least one permission; UnshareAsync takes all away.", nameof(permissions));
        }

        OutboxItem? told = null;
        var ended = false;
        var (share, changed) = await changes.ChangeAsync(
            providerId,
            current =>
            {
                ended = !current.IsActive(time.GetUtcNow());
                if (ended || current.Permissions.SequenceEqual(permissions))
                {
                    return null;
                }

                told = MayHear(current) ? ForNotification(current, permissions) : null;
                return (current with { Permissions = permissions }, told);
            },
            cancellationToken).ConfigureAwait(false);
        if (share is null)
        {
            return new OcmFailure(OcmFailureKind.NotFound, "There is no such share.");
        }

        if (ended)
        {
            return new OcmFailure(OcmFailureKind.Ended, "The share has ended.");
        }

        if (changed && told is not null)
        {
            await firstAttempt.RunAsync(told.OrderKey, cancellationToken).ConfigureAwait(false);
        }

        return share;
    }

    // By its secret and by nothing else do older servers know a share. Whether this one hears of changes its discovery says, which
    // the change does not wait for: the delivery asks.
    private static bool MayHear(SentShare share) => share.AllowsSecretAccess && share.Protocols.Contains(ProtocolName.WebDav);

    private OutboxItem ForNotification(SentShare share, IReadOnlyList<Permission> permissions)
    {
        var parameters = new JsonObject { ["permissions"] = new JsonArray([.. permissions.Select(permission => (JsonNode)permission.Value)]) };
        return items.ForNotification(share, NotificationType.ShareChangePermission) with { ParametersJson = parameters.ToJsonString() };
    }
}
