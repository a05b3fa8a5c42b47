using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Testing.Tests.Stores;

/// <summary>A store that does what another does, until a test breaks one part of it.</summary>
internal class DelegatingShareStore(IShareStore inner) : IShareStore
{
    protected IShareStore Inner { get; } = inner;

    public virtual ValueTask<bool> TryAddSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default) =>
        Inner.TryAddSentAsync(share, delivery, cancellationToken);

    public virtual ValueTask<SentShare?> FindSentAsync(string providerId, CancellationToken cancellationToken = default) =>
        Inner.FindSentAsync(providerId, cancellationToken);

    public virtual ValueTask<SentShare?> FindSentBySecretAsync(string secretHash, CancellationToken cancellationToken = default) =>
        Inner.FindSentBySecretAsync(secretHash, cancellationToken);

    public virtual ValueTask<bool> TryReplaceSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default) =>
        Inner.TryReplaceSentAsync(share, delivery, cancellationToken);

    public virtual ValueTask<IReadOnlyList<SentShare>> ListSentAsync(SentShareQuery query, CancellationToken cancellationToken = default) =>
        Inner.ListSentAsync(query, cancellationToken);

    public virtual ValueTask<int> RemoveEndedSentAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default) =>
        Inner.RemoveEndedSentAsync(endedBefore, max, cancellationToken);

    public virtual ValueTask<int> RemoveEndedReceivedAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default) =>
        Inner.RemoveEndedReceivedAsync(endedBefore, max, cancellationToken);

    public virtual ValueTask<int> RemoveFailedAsync(DateTimeOffset expiredBefore, int max, CancellationToken cancellationToken = default) =>
        Inner.RemoveFailedAsync(expiredBefore, max, cancellationToken);

    public virtual ValueTask<bool> TryAddReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default) =>
        Inner.TryAddReceivedAsync(share, delivery, cancellationToken);

    public virtual ValueTask<ReceivedShare?> FindReceivedAsync(string id, CancellationToken cancellationToken = default) =>
        Inner.FindReceivedAsync(id, cancellationToken);

    public virtual ValueTask<ReceivedShare?> FindReceivedAsync(OcmHost sendingServer, string providerId, CancellationToken cancellationToken = default) =>
        Inner.FindReceivedAsync(sendingServer, providerId, cancellationToken);

    public virtual ValueTask<IReadOnlyList<OcmHost>> FindSendingServersAsync(string providerId, int max, CancellationToken cancellationToken = default) =>
        Inner.FindSendingServersAsync(providerId, max, cancellationToken);

    public virtual ValueTask<bool> TryReplaceReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default) =>
        Inner.TryReplaceReceivedAsync(share, delivery, cancellationToken);

    public virtual ValueTask<IReadOnlyList<ReceivedShare>> ListReceivedAsync(ReceivedShareQuery query, CancellationToken cancellationToken = default) =>
        Inner.ListReceivedAsync(query, cancellationToken);

    public virtual ValueTask AddAsync(OutboxItem item, CancellationToken cancellationToken = default) => Inner.AddAsync(item, cancellationToken);

    public virtual ValueTask<IReadOnlyList<OutboxItem>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken = default) =>
        Inner.ClaimAsync(claim, cancellationToken);

    public virtual ValueTask<bool> TryReleaseAsync(OutboxItem item, CancellationToken cancellationToken = default) =>
        Inner.TryReleaseAsync(item, cancellationToken);

    public virtual ValueTask<int> RescheduleAsync(OutboxReschedule change, CancellationToken cancellationToken = default) =>
        Inner.RescheduleAsync(change, cancellationToken);

    public virtual ValueTask<bool> TryRemoveAsync(string id, string? leaseOwner, CancellationToken cancellationToken = default) =>
        Inner.TryRemoveAsync(id, leaseOwner, cancellationToken);

    public virtual ValueTask<IReadOnlyList<OutboxItem>> ListAsync(OutboxQuery query, CancellationToken cancellationToken = default) =>
        Inner.ListAsync(query, cancellationToken);

    public virtual ValueTask<bool> TryRetryAsync(string id, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        Inner.TryRetryAsync(id, now, expiresAt, cancellationToken);

    public virtual ValueTask<OutboxDepth> GetDepthAsync(CancellationToken cancellationToken = default) => Inner.GetDepthAsync(cancellationToken);
}
