using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IOutboxStore"/> promises about items that come, wait and go.</summary>
internal static class OutboxGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<IShareStore>> All =
    [
        new("Outbox_AddedInFull_ComesBackInFull", "Every field of an outbox item survives.", AddedInFullAsync),
        new("Outbox_Listed_OldestFirstInPages", "Items are listed oldest first, with rising sequences, by every condition and in pages.", ListedAsync),
        new("Outbox_Released_IsRescheduled", "A released item keeps what the attempt wrote and is leased to nobody.", ReleasedAsync),
        new("Outbox_ReleasedByStranger_IsRefused", "Only who holds the lease writes an item back.", ReleasedByStrangerAsync),
        new("Outbox_Removed_IsGone", "Who holds the lease removes a delivered item, once.", RemovedAsync),
        new("Outbox_RemovedByNobody_IsGone", "An item can be removed whoever works on it.", RemovedByNobodyAsync),
        new("Outbox_Retried_IsDueAgain", "A failed item that is retried is pending and due at once.", RetriedAsync),
        new("Outbox_RetriedWhileLeased_IsRefused", "An item that is under way is not retried.", RetriedWhileLeasedAsync),
        new("Outbox_Rescheduled_OneServersItemsMove", "Pending items of one server that are due within a time move to another, and nothing else does.", RescheduledAsync),
        new("Outbox_RescheduledInSteps_EachItemOnce", "Items move at most as many at once as asked for, and those that expire sooner to that moment.", RescheduledInStepsAsync),
        new("Outbox_RescheduledWhileLeased_LeaseGoesOn", "Whoever works on an item that is moved keeps it.", RescheduledWhileLeasedAsync),
        new("Outbox_Depth_CountsBothStates", "The depth counts pending and failed items and knows the oldest pending one.", DepthAsync),
    ];

    private static async Task AddedInFullAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var full = Samples.FullItem("full", "one");
        var plain = Samples.Item("plain", "two");
        await nodes.First.AddAsync(full, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(plain, cancellationToken).ConfigureAwait(false);
        var items = await nodes.Second.ListAsync(new OutboxQuery(), cancellationToken).ConfigureAwait(false);
        Expect.Same(full, items[0]);
        Expect.Same(plain, items[1]);
        var claimed = await nodes.Second.ClaimAsync(Samples.Claim("owner", Samples.Now.AddDays(1)), cancellationToken).ConfigureAwait(false);
        Expect.Same(
            full with { LeaseOwner = "owner", LeasedUntil = Samples.Now.AddDays(1).AddMinutes(1) },
            claimed.SingleOrDefault(item => item.Id == "full"));
        await Expect.ThrowsAsync(
            async () => await nodes.Second.AddAsync(plain, cancellationToken).ConfigureAwait(false), "An id that is taken is misuse and must throw.").ConfigureAwait(false);
    }

    private static async Task ListedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var store = nodes.First;
        var elsewhere = OcmHost.Parse("elsewhere.example.org");
        await store.TryAddSentAsync(Samples.Sent("s"), Samples.Item("c", "1"), cancellationToken).ConfigureAwait(false);
        await store.AddAsync(Samples.Item("b", "2") with { Destination = elsewhere }, cancellationToken).ConfigureAwait(false);
        await store.TryAddReceivedAsync(Samples.Received("r"), Samples.Item("a", "3"), cancellationToken).ConfigureAwait(false);
        await store.AddAsync(Samples.Item("failed", "1") with { Status = OutboxItemStatus.Failed }, cancellationToken).ConfigureAwait(false);

        await ExpectAsync(nodes, new OutboxQuery(), ["c", "b", "a", "failed"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new OutboxQuery { Id = "b" }, ["b"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new OutboxQuery { Id = "B" }, [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new OutboxQuery { Destination = elsewhere }, ["b"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new OutboxQuery { ProviderId = "1" }, ["c", "failed"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new OutboxQuery { Status = OutboxItemStatus.Failed }, ["failed"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new OutboxQuery { Status = OutboxItemStatus.Pending, ProviderId = "1" }, ["c"], cancellationToken).ConfigureAwait(false);
        var page = await nodes.Second.ListAsync(new OutboxQuery { Limit = 2 }, cancellationToken).ConfigureAwait(false);
        Expect.That(page.Count == 2 && page[0].Sequence < page[1].Sequence, "The first page of two must hold two items in rising order.");
        await ExpectAsync(nodes, new OutboxQuery { After = page[1].Sequence, Limit = 1 }, ["a"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task ReleasedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a"), cancellationToken).ConfigureAwait(false);
        var claimed = (await nodes.First.ClaimAsync(Samples.Claim("owner"), cancellationToken).ConfigureAwait(false)).Single();
        var released = claimed with
        {
            Attempts = 1,
            LastError = Samples.Text,
            NextAttemptAt = Samples.Now.AddMinutes(5),
            ExpiresAt = Samples.Now.AddDays(1),
        };
        Expect.That(await nodes.Second.TryReleaseAsync(released, cancellationToken).ConfigureAwait(false), "Who holds the lease must be able to release.");
        var stored = (await nodes.Second.ListAsync(new OutboxQuery(), cancellationToken).ConfigureAwait(false)).Single();
        Expect.Same(released with { LeaseOwner = null, LeasedUntil = null }, stored);
        Expect.Equal(claimed.Sequence, stored.Sequence, "The sequence of a released item");
        Expect.Equal(0, (await nodes.Second.ClaimAsync(Samples.Claim("other"), cancellationToken).ConfigureAwait(false)).Count, "Items claimed before the next attempt");
        var later = await nodes.Second.ClaimAsync(Samples.Claim("other", Samples.Now.AddMinutes(5)), cancellationToken).ConfigureAwait(false);
        Expect.Equal(1, later.Count, "Items claimed at the next attempt");
    }

    private static async Task ReleasedByStrangerAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a"), cancellationToken).ConfigureAwait(false);
        var claimed = (await nodes.First.ClaimAsync(Samples.Claim("owner"), cancellationToken).ConfigureAwait(false)).Single();
        foreach (var stranger in new[] { "other", "Owner", null })
        {
            Expect.That(
                !await nodes.First.TryReleaseAsync(claimed with { LeaseOwner = stranger, Attempts = 9 }, cancellationToken).ConfigureAwait(false),
                "Who does not hold the lease must not release.");
        }

        await nodes.First.TryReleaseAsync(claimed, cancellationToken).ConfigureAwait(false);
        Expect.That(!await nodes.First.TryReleaseAsync(claimed with { Attempts = 9 }, cancellationToken).ConfigureAwait(false), "A lease ends with its release.");
        Expect.That(!await nodes.First.TryReleaseAsync(claimed with { Id = "b" }, cancellationToken).ConfigureAwait(false), "An item that is not there must not be released.");
        var stored = (await nodes.Second.ListAsync(new OutboxQuery(), cancellationToken).ConfigureAwait(false)).Single();
        Expect.Equal(0, stored.Attempts, "Attempts after a release that was refused");
    }

    private static async Task RemovedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a"), cancellationToken).ConfigureAwait(false);
        await nodes.First.ClaimAsync(Samples.Claim("owner"), cancellationToken).ConfigureAwait(false);
        Expect.That(!await nodes.Second.TryRemoveAsync("a", "other", cancellationToken).ConfigureAwait(false), "Who does not hold the lease must not remove.");
        Expect.That(await nodes.Second.TryRemoveAsync("a", "owner", cancellationToken).ConfigureAwait(false), "Who holds the lease must be able to remove.");
        Expect.That(!await nodes.Second.TryRemoveAsync("a", "owner", cancellationToken).ConfigureAwait(false), "An item is removed once.");
        await ExpectAsync(nodes, new OutboxQuery(), [], cancellationToken).ConfigureAwait(false);
    }

    private static async Task RemovedByNobodyAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a"), cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("b") with { Status = OutboxItemStatus.Failed }, cancellationToken).ConfigureAwait(false);
        var claimed = (await nodes.First.ClaimAsync(Samples.Claim("owner"), cancellationToken).ConfigureAwait(false)).Single();
        Expect.That(await nodes.First.TryRemoveAsync("a", null, cancellationToken).ConfigureAwait(false), "A leased item must be removed where no owner is named.");
        Expect.That(await nodes.First.TryRemoveAsync("b", null, cancellationToken).ConfigureAwait(false), "A failed item must be removed.");
        Expect.That(!await nodes.First.TryReleaseAsync(claimed, cancellationToken).ConfigureAwait(false), "A removed item must not come back by its worker's release.");
        await ExpectAsync(nodes, new OutboxQuery(), [], cancellationToken).ConfigureAwait(false);
    }

    private static async Task RetriedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a") with { Status = OutboxItemStatus.Failed, LastError = "refused" }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("b", "other") with { NextAttemptAt = Samples.Now.AddDays(1) }, cancellationToken).ConfigureAwait(false);
        var now = Samples.Now.AddHours(1);
        var expiresAt = Samples.Now.AddDays(9);
        foreach (var id in new[] { "a", "b" })
        {
            Expect.That(await nodes.First.TryRetryAsync(id, now, expiresAt, cancellationToken).ConfigureAwait(false), "An item that is not leased must be retried.");
        }

        Expect.That(!await nodes.First.TryRetryAsync("c", now, expiresAt, cancellationToken).ConfigureAwait(false), "An item that is not there must not be retried.");
        var claimed = await nodes.Second.ClaimAsync(Samples.Claim("owner", now), cancellationToken).ConfigureAwait(false);
        Expect.Sequence(["a", "b"], claimed.Select(item => item.Id).Order(StringComparer.Ordinal), "Items that are due after a retry");
        Expect.That(
            claimed.All(item => item.Status == OutboxItemStatus.Pending && item.ExpiresAt == expiresAt && item.NextAttemptAt == now),
            "A retried item must be pending, due at the moment of the retry and expire when the retry says.");
    }

    private static async Task RetriedWhileLeasedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a"), cancellationToken).ConfigureAwait(false);
        var claimed = (await nodes.First.ClaimAsync(Samples.Claim("owner"), cancellationToken).ConfigureAwait(false)).Single();
        Expect.That(
            !await nodes.Second.TryRetryAsync("a", Samples.Now.AddSeconds(59), Samples.Now.AddDays(9), cancellationToken).ConfigureAwait(false),
            "An item whose lease runs must not be retried.");
        Expect.That(
            await nodes.Second.TryRetryAsync("a", Samples.Now.AddSeconds(60), Samples.Now.AddDays(9), cancellationToken).ConfigureAwait(false),
            "An item whose lease has run out must be retried.");
        Expect.That(!await nodes.First.TryReleaseAsync(claimed, cancellationToken).ConfigureAwait(false), "A retry takes the item from a worker whose lease has run out.");
    }

    private static async Task RescheduledAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        OutboxItem[] items =
        [
            Samples.Item("due", "1"),
            Samples.Item("later", "2") with { NextAttemptAt = Samples.Now.AddMinutes(1) },
            Samples.Item("too late", "3") with { NextAttemptAt = Samples.Now.AddMinutes(1).AddMilliseconds(1) },
            Samples.Item("too early", "4") with { NextAttemptAt = Samples.Now.AddMilliseconds(-1) },
            Samples.Item("elsewhere", "5") with { Destination = OcmHost.Parse("elsewhere.example.org") },
            Samples.Item("failed", "6") with { Status = OutboxItemStatus.Failed },
        ];
        foreach (var item in items)
        {
            await nodes.First.AddAsync(item, cancellationToken).ConfigureAwait(false);
        }

        var aside = new OutboxReschedule(Samples.There, Samples.Now, Samples.Now.AddMinutes(1), Samples.Now.AddHours(2), 100);
        Expect.Equal(2, await nodes.First.RescheduleAsync(aside, cancellationToken).ConfigureAwait(false), "Items that were moved");
        Expect.Equal(0, await nodes.Second.RescheduleAsync(aside, cancellationToken).ConfigureAwait(false), "Items that were moved by the same call again");
        var stored = await nodes.Second.ListAsync(new OutboxQuery(), cancellationToken).ConfigureAwait(false);
        foreach (var (item, found) in items.Zip(stored))
        {
            Expect.Same(item.Id is "due" or "later" ? item with { NextAttemptAt = aside.NextAttemptAt } : item, found);
        }

        var back = new OutboxReschedule(Samples.There, aside.NextAttemptAt, aside.NextAttemptAt, Samples.Now, 100);
        Expect.Equal(2, await nodes.Second.RescheduleAsync(back, cancellationToken).ConfigureAwait(false), "Items that were moved back");
        var claimed = await nodes.First.ClaimAsync(Samples.Claim("owner"), cancellationToken).ConfigureAwait(false);
        Expect.Sequence(["due", "elsewhere", "later", "too early"], claimed.Select(item => item.Id).Order(StringComparer.Ordinal), "Items that are due");
    }

    private static async Task RescheduledInStepsAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 5; number++)
        {
            await nodes.First.AddAsync(Samples.Item($"{number}", $"{number}") with { ExpiresAt = Samples.Now.AddDays(number) }, cancellationToken).ConfigureAwait(false);
        }

        // The range reaches beyond the new moment, as that of a server does that stays away.
        var aside = new OutboxReschedule(Samples.There, DateTimeOffset.UnixEpoch, Samples.Now.AddDays(7), Samples.Now.AddDays(2), 2);
        List<int> steps = [];
        do
        {
            steps.Add(await nodes.First.RescheduleAsync(aside, cancellationToken).ConfigureAwait(false));
        }
        while (steps[^1] > 0 && steps.Count < 5);

        Expect.Sequence([2, 2, 0], steps, "Items that were moved at each step: all but the one that is due when it expires already");
        var stored = await nodes.Second.ListAsync(new OutboxQuery(), cancellationToken).ConfigureAwait(false);
        Expect.Sequence([0, 1, 2, 2, 2], stored.Select(item => (int)(item.NextAttemptAt - Samples.Now).TotalDays), "Days until the items are due");
    }

    private static async Task RescheduledWhileLeasedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a"), cancellationToken).ConfigureAwait(false);
        var claimed = (await nodes.First.ClaimAsync(Samples.Claim("owner"), cancellationToken).ConfigureAwait(false)).Single();
        await nodes.Second.RescheduleAsync(
            new OutboxReschedule(Samples.There, Samples.Now, Samples.Now, Samples.Now.AddSeconds(1), 100), cancellationToken).ConfigureAwait(false);
        var others = await nodes.Second.ClaimAsync(Samples.Claim("other", Samples.Now.AddSeconds(2)), cancellationToken).ConfigureAwait(false);
        Expect.Equal(0, others.Count, "Items that were claimed while their lease ran");
        Expect.That(await nodes.First.TryReleaseAsync(claimed, cancellationToken).ConfigureAwait(false), "Who holds the lease of an item that was moved must be able to release it.");
    }

    private static async Task DepthAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        Expect.Equal(new OutboxDepth(0, 0, null), await nodes.First.GetDepthAsync(cancellationToken).ConfigureAwait(false), "The depth of an empty outbox");
        await nodes.First.AddAsync(Samples.Item("a", "1") with { Status = OutboxItemStatus.Failed, CreatedAt = Samples.Now.AddDays(-1) }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("b", "2"), cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("c", "3") with { CreatedAt = Samples.Now.AddDays(1) }, cancellationToken).ConfigureAwait(false);
        await nodes.First.ClaimAsync(Samples.Claim("owner"), cancellationToken).ConfigureAwait(false);
        Expect.Equal(new OutboxDepth(2, 1, Samples.Now), await nodes.Second.GetDepthAsync(cancellationToken).ConfigureAwait(false), "The depth");
        await nodes.First.TryRemoveAsync("b", "owner", cancellationToken).ConfigureAwait(false);
        Expect.Equal(new OutboxDepth(1, 1, Samples.Now.AddDays(1)), await nodes.Second.GetDepthAsync(cancellationToken).ConfigureAwait(false), "The depth after a delivery");
    }

    private static async Task ExpectAsync(StoreNodes<IShareStore> nodes, OutboxQuery query, string[] ids, CancellationToken cancellationToken)
    {
        var items = await nodes.Second.ListAsync(query, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(ids, items.Select(item => item.Id), $"Outbox items listed by {query}");
    }
}
