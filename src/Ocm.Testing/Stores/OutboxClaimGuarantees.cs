using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IOutboxStore.ClaimAsync"/> promises to one caller.</summary>
internal static class OutboxClaimGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<IShareStore>> All =
    [
        new("Claim_NotDue_IsLeft", "An item is not claimed before its moment.", NotDueAsync),
        new("Claim_Leased_IsLeftUntilTheLeaseEnds", "A leased item is nobody else's until the lease ends; then it is.", LeasedAsync),
        new("Claim_SameKey_OnlyTheFirst", "Of each order key only the first pending item is claimed, also where it is not due.", OnlyTheFirstAsync),
        new("Claim_AfterTheFirstIsGone_TheNext", "The next item of an order key follows once the first was removed or given up.", TheNextAsync),
        new("Claim_WhileAnotherOfItsKeyIsUnderWay_IsLeft", "An order key has one item under way at most, also where an earlier one was retried.", UnderWayAsync),
        new("Claim_Failed_IsLeft", "A failed item is not claimed and does not hold up its order key.", FailedAsync),
        new("Claim_ByKey_AlsoBeforeItIsDue", "A claim for one order key takes its first item, due or not, but not under a lease.", ByKeyAsync),
        new("Claim_ExceptDestinations_OthersOnly", "Items for servers that are excepted stay; the others are claimed.", ExceptAsync),
        new("Claim_SilentDestinations_OnlyWhatHasExpired", "Of the items for servers that do not answer only those that have expired are claimed.", SilentAsync),
        new("Claim_Max_IsKept", "A claim takes at most as many items as it asks for.", MaxAsync),
    ];

    private static async Task NotDueAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a", "1") with { NextAttemptAt = Samples.Now.AddMilliseconds(1) }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("b", "2"), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one"), ["b"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("two", Samples.Now.AddMilliseconds(1)), ["a"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task LeasedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a"), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one"), ["a"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("two", Samples.Now.AddSeconds(59)), [], cancellationToken).ConfigureAwait(false);
        var again = await nodes.First.ClaimAsync(Samples.Claim("two", Samples.Now.AddSeconds(60)), cancellationToken).ConfigureAwait(false);
        Expect.Equal("two", again.SingleOrDefault()?.LeaseOwner, "The owner of a lease that followed one that ended");
        Expect.That(
            !await nodes.First.TryRemoveAsync("a", "one", cancellationToken).ConfigureAwait(false)
                && !await nodes.First.TryReleaseAsync(again[0] with { LeaseOwner = "one" }, cancellationToken).ConfigureAwait(false),
            "Who lost the lease must neither remove nor release.");
        Expect.That(await nodes.Second.TryRemoveAsync("a", "two", cancellationToken).ConfigureAwait(false), "Who has the lease must be able to remove.");
    }

    private static async Task OnlyTheFirstAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a1", "a"), cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("a2", "a"), cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("b1", "b") with { NextAttemptAt = Samples.Now.AddHours(1) }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("b2", "b"), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one"), ["a1"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("two"), [], cancellationToken).ConfigureAwait(false);
    }

    private static async Task TheNextAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var id in new[] { "first", "second", "third" })
        {
            await nodes.First.AddAsync(Samples.Item(id), cancellationToken).ConfigureAwait(false);
        }

        await ExpectAsync(nodes, Samples.Claim("one"), ["first"], cancellationToken).ConfigureAwait(false);
        await nodes.First.TryRemoveAsync("first", "one", cancellationToken).ConfigureAwait(false);
        var second = (await nodes.Second.ClaimAsync(Samples.Claim("two"), cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        Expect.Equal("second", second?.Id, "The item after the first");
        await nodes.First.TryReleaseAsync(second! with { Status = OutboxItemStatus.Failed, LastError = "refused" }, cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("three"), ["third"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task UnderWayAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("first") with { Status = OutboxItemStatus.Failed }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("second"), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one"), ["second"], cancellationToken).ConfigureAwait(false);
        await nodes.First.TryRetryAsync("first", Samples.Now, Samples.Now.AddDays(1), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("two"), [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("two") with { OrderKey = "share" }, [], cancellationToken).ConfigureAwait(false);
        await nodes.First.TryRemoveAsync("second", "one", cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("two"), ["first"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task FailedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("failed") with { Status = OutboxItemStatus.Failed }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("next"), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one"), ["next"], cancellationToken).ConfigureAwait(false);
        await nodes.First.TryRemoveAsync("next", "one", cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one") with { OrderKey = "share" }, [], cancellationToken).ConfigureAwait(false);
    }

    private static async Task ByKeyAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a1", "a") with { NextAttemptAt = Samples.Now.AddHours(1) }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("a2", "a"), cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("b1", "b"), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one") with { OrderKey = "A" }, [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one") with { OrderKey = "a", ExceptDestinations = [Samples.There.Value] }, [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one") with { OrderKey = "a" }, ["a1"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("two") with { OrderKey = "a" }, [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("two", Samples.Now.AddMinutes(1)) with { OrderKey = "a" }, ["a1"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExceptAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        string[] hosts = ["a.example.org", "b.example.org", "b.example.org:444", "c.example.org"];
        foreach (var host in hosts)
        {
            await nodes.First.AddAsync(Samples.Item(host, host) with { Destination = OcmHost.Parse(host) }, cancellationToken).ConfigureAwait(false);
        }

        // More than one hundred servers can be down at once; the claim is as large as such a list makes it.
        string[] dead = [.. Enumerable.Range(0, 300).Select(number => $"dead{number}.example.org"), "a.example.org", "b.example.org"];
        await ExpectAsync(nodes, Samples.Claim("one", max: 2) with { ExceptDestinations = dead }, ["b.example.org:444", "c.example.org"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, Samples.Claim("one"), ["a.example.org", "b.example.org"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task SilentAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("expired", "1") with { ExpiresAt = Samples.Now.AddMinutes(5) }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("waits", "2") with { ExpiresAt = Samples.Now.AddMinutes(5).AddMilliseconds(1) }, cancellationToken).ConfigureAwait(false);
        await nodes.First.AddAsync(Samples.Item("busy", "3") with { ExpiresAt = Samples.Now.AddMinutes(5), Destination = OcmHost.Parse("busy.example.org") }, cancellationToken).ConfigureAwait(false);
        var claim = Samples.Claim("one", Samples.Now.AddMinutes(5)) with { SilentDestinations = [Samples.There.Value], ExceptDestinations = ["busy.example.org"] };
        await ExpectAsync(nodes, claim, ["expired"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task MaxAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 5; number++)
        {
            await nodes.First.AddAsync(Samples.Item($"{number}", $"{number}"), cancellationToken).ConfigureAwait(false);
        }

        var first = await nodes.First.ClaimAsync(Samples.Claim("one", max: 3), cancellationToken).ConfigureAwait(false);
        var second = await nodes.Second.ClaimAsync(Samples.Claim("two", max: 3), cancellationToken).ConfigureAwait(false);
        Expect.Sequence([3, 2], [first.Count, second.Count], "Items of two claims of at most 3 of 5");
        Expect.Equal(5, first.Concat(second).Select(item => item.Id).Distinct(StringComparer.Ordinal).Count(), "Different items in two claims");
    }

    private static async Task ExpectAsync(StoreNodes<IShareStore> nodes, OutboxClaim claim, string[] ids, CancellationToken cancellationToken)
    {
        var items = await nodes.Second.ClaimAsync(claim, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(ids, items.Select(item => item.Id).Order(StringComparer.Ordinal), "Items that were claimed");
        Expect.That(
            items.All(item => item.LeaseOwner == claim.LeaseOwner && item.LeasedUntil == claim.LeasedUntil),
            "A claimed item must carry its lease.");
    }
}
