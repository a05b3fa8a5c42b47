using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IShareStore"/> promises about the removal of what is over.</summary>
internal static class EndedGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<IShareStore>> All =
    [
        new("Sent_RemovedOnceEnded_OthersStay", "Sent shares that ended before a moment go, at most as many at once as asked for; shares that go on stay however old they are.", SentAsync),
        new("Received_RemovedOnceEnded_OthersStay", "Received shares that ended before a moment go, at most as many at once as asked for; shares that go on stay however old they are.", ReceivedAsync),
        new("Ended_OldestFirst_GoFirst", "Of the shares that have ended those go first that changed longest ago.", OldestFirstAsync),
        new("Outbox_FailedRemoved_PendingStay", "Items that were given up and expired before a moment go, at most as many at once as asked for; what is to be delivered stays.", OutboxAsync),
    ];

    private static readonly DateTimeOffset Later = Samples.Now.AddMilliseconds(1);

    private static async Task SentAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var status in Enum.GetValues<SentShareStatus>())
        {
            await nodes.First.TryAddSentAsync(Samples.Sent($"{status}") with { Status = status }, null, cancellationToken).ConfigureAwait(false);
        }

        var ended = Samples.Sent(nameof(SentShareStatus.Unshared)) with { Status = SentShareStatus.Unshared };
        var late = Samples.Sent("late");
        await nodes.First.TryAddSentAsync(late, null, cancellationToken).ConfigureAwait(false);
        await nodes.First.TryReplaceSentAsync(late with { Status = SentShareStatus.Declined, UpdatedAt = Later }, null, cancellationToken).ConfigureAwait(false);

        Expect.Equal(0, await nodes.First.RemoveEndedSentAsync(Samples.Now, 10, cancellationToken).ConfigureAwait(false), "Shares removed that ended at the very moment");
        await ExpectBatchesAsync([3, 1, 0], () => nodes.Second.RemoveEndedSentAsync(Later, 3, cancellationToken), "Sent shares removed in each batch").ConfigureAwait(false);
        Expect.Sequence(
            ["late", nameof(SentShareStatus.Accepted), nameof(SentShareStatus.Sent), nameof(SentShareStatus.PendingDelivery)],
            (await nodes.First.ListSentAsync(new SentShareQuery { Sender = ended.Sender }, cancellationToken).ConfigureAwait(false)).Select(share => share.ProviderId),
            "The sent shares that stay");
        Expect.Equal(null, await nodes.First.FindSentAsync(ended.ProviderId, cancellationToken).ConfigureAwait(false), "A share that was removed");
        Expect.Equal(null, await nodes.First.FindSentBySecretAsync(ended.SecretHash, cancellationToken).ConfigureAwait(false), "The share of a secret that was removed with it");
        await nodes.Second.TryAddSentAsync(Samples.Sent("next"), null, cancellationToken).ConfigureAwait(false);
        Expect.Equal(
            "next",
            (await nodes.First.ListSentAsync(new SentShareQuery { Limit = 1 }, cancellationToken).ConfigureAwait(false)).Single().ProviderId,
            "The newest share after others were removed");
    }

    private static async Task ReceivedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var status in Enum.GetValues<ReceivedShareStatus>())
        {
            await nodes.First.TryAddReceivedAsync(Samples.Received($"{status}") with { Status = status }, null, cancellationToken).ConfigureAwait(false);
        }

        var late = Samples.Received("late");
        await nodes.First.TryAddReceivedAsync(late, null, cancellationToken).ConfigureAwait(false);
        await nodes.First.TryReplaceReceivedAsync(late with { Status = ReceivedShareStatus.Declined, UpdatedAt = Later }, null, cancellationToken).ConfigureAwait(false);

        Expect.Equal(0, await nodes.First.RemoveEndedReceivedAsync(Samples.Now, 10, cancellationToken).ConfigureAwait(false), "Shares removed that ended at the very moment");
        await ExpectBatchesAsync([2, 1, 0], () => nodes.Second.RemoveEndedReceivedAsync(Later, 2, cancellationToken), "Received shares removed in each batch").ConfigureAwait(false);
        Expect.Sequence(
            ["late", nameof(ReceivedShareStatus.Accepted), nameof(ReceivedShareStatus.Pending)],
            (await nodes.First.ListReceivedAsync(new ReceivedShareQuery { UserIdentifier = "marie" }, cancellationToken).ConfigureAwait(false)).Select(share => share.Id),
            "The received shares that stay");
        var gone = Samples.Received(nameof(ReceivedShareStatus.Unshared));
        Expect.Equal(null, await nodes.First.FindReceivedAsync(gone.Id, cancellationToken).ConfigureAwait(false), "A share that was removed");
        Expect.Equal(0, (await nodes.First.FindSendingServersAsync(gone.ProviderId, 10, cancellationToken).ConfigureAwait(false)).Count, "Sending servers of a share that was removed");
        Expect.That(
            await nodes.Second.TryAddReceivedAsync(gone with { Id = "again" }, null, cancellationToken).ConfigureAwait(false),
            "The name of a share that was removed must be free again.");
    }

    private static async Task OldestFirstAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var (name, minutes) in new[] { ("b", 2), ("c", 3), ("a", 1) })
        {
            var at = Samples.Now.AddMinutes(minutes);
            await nodes.First.TryAddSentAsync(Samples.Sent(name) with { Status = SentShareStatus.Unshared, UpdatedAt = at }, null, cancellationToken).ConfigureAwait(false);
            await nodes.First.TryAddReceivedAsync(Samples.Received(name) with { Status = ReceivedShareStatus.Unshared, UpdatedAt = at }, null, cancellationToken).ConfigureAwait(false);
        }

        foreach (var name in new[] { "a", "b", "c" })
        {
            await nodes.First.RemoveEndedSentAsync(Samples.Now.AddDays(1), 1, cancellationToken).ConfigureAwait(false);
            Expect.Equal(null, await nodes.Second.FindSentAsync(name, cancellationToken).ConfigureAwait(false), "The sent share that ended longest ago");
            await nodes.First.RemoveEndedReceivedAsync(Samples.Now.AddDays(1), 1, cancellationToken).ConfigureAwait(false);
            Expect.Equal(null, await nodes.Second.FindReceivedAsync(name, cancellationToken).ConfigureAwait(false), "The received share that ended longest ago");
        }
    }

    private static async Task OutboxAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var (name, status) in new[] { ("a", OutboxItemStatus.Failed), ("b", OutboxItemStatus.Pending), ("c", OutboxItemStatus.Failed), ("d", OutboxItemStatus.Failed) })
        {
            await nodes.First.AddAsync(Samples.Item(name, name) with { Status = status }, cancellationToken).ConfigureAwait(false);
        }

        await nodes.First.AddAsync(Samples.Item("late", "late") with { Status = OutboxItemStatus.Failed, ExpiresAt = Samples.Item("a").ExpiresAt.AddMilliseconds(1) }, cancellationToken).ConfigureAwait(false);
        var expired = Samples.Item("a").ExpiresAt;
        Expect.Equal(0, await nodes.First.RemoveFailedAsync(expired, 10, cancellationToken).ConfigureAwait(false), "Items removed that expired at the very moment");
        await ExpectBatchesAsync([2, 1, 0], () => nodes.Second.RemoveFailedAsync(expired.AddMilliseconds(1), 2, cancellationToken), "Items removed in each batch").ConfigureAwait(false);
        Expect.Sequence(
            ["b", "late"],
            (await nodes.First.ListAsync(new OutboxQuery(), cancellationToken).ConfigureAwait(false)).Select(item => item.Id),
            "The items that stay");
    }

    private static async Task ExpectBatchesAsync(int[] expected, Func<ValueTask<int>> remove, string what)
    {
        List<int> batches = [];
        foreach (var _ in expected)
        {
            batches.Add(await remove().ConfigureAwait(false));
        }

        Expect.Sequence(expected, batches, what);
    }
}
