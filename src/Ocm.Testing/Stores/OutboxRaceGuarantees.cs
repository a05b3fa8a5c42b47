using System.Collections.Concurrent;
using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IOutboxStore"/> promises to many workers on several nodes.</summary>
internal static class OutboxRaceGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<IShareStore>> All =
    [
        new("ClaimRace_OneItem_HasOneWinner", "However many workers claim at once, an item is leased to one.", OneItemAsync),
        new("ClaimRace_ExpiredLease_HasOneWinner", "Of all workers that take over an ended lease exactly one gets it.", ExpiredLeaseAsync),
        new("ClaimRace_WorkersDrainTheQueue_EachItemOnceInOrder", "Workers on two nodes deliver each item once and each order key in order.", DrainAsync),
        new("ClaimRace_ItemsAddedMeanwhile_NoneIsLost", "Items that are added while workers run are delivered, too.", AddedMeanwhileAsync),
    ];

    private static async Task OneItemAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            await nodes.First.AddAsync(Samples.Item($"{round}", $"{round}"), cancellationToken).ConfigureAwait(false);
            var claims = await Race.RunAsync(
                caller => nodes.Of(caller).ClaimAsync(Samples.Claim($"{caller}"), cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(claims.Select(claim => claim.Count > 0), 1, "Workers that were given one item");
        }
    }

    private static async Task ExpiredLeaseAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.AddAsync(Samples.Item("a"), cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < Race.Rounds; round++)
        {
            var now = Samples.Now.AddMinutes(round);
            var claims = await Race.RunAsync(
                caller => nodes.Of(caller).ClaimAsync(Samples.Claim($"{round}-{caller}", now) with { OrderKey = "share" }, cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(claims.Select(claim => claim.Count > 0), 1, "Workers that were given the item after its lease ended");
        }
    }

    private static async Task DrainAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 120; number++)
        {
            await nodes.Of(number / 12).AddAsync(Samples.Item($"{number}", $"key {number % 12}"), cancellationToken).ConfigureAwait(false);
        }

        var delivered = await DrainAsync(nodes, 120, cancellationToken).ConfigureAwait(false);
        ExpectOrder(delivered);
        Expect.Equal(new OutboxDepth(0, 0, null), await nodes.First.GetDepthAsync(cancellationToken).ConfigureAwait(false), "The depth after all was delivered");
    }

    private static async Task AddedMeanwhileAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var adding = Race.RunAsync(
            async caller =>
            {
                for (var number = 0; number < 20; number++)
                {
                    await nodes.Of(caller).AddAsync(Samples.Item($"{caller}-{number}", $"key {caller}"), cancellationToken).ConfigureAwait(false);
                }

                return true;
            },
            callers: 4);
        var delivered = await DrainAsync(nodes, 80, cancellationToken).ConfigureAwait(false);
        await adding.ConfigureAwait(false);
        ExpectOrder(delivered);
    }

    private static async Task<OutboxItem[]> DrainAsync(StoreNodes<IShareStore> nodes, int count, CancellationToken cancellationToken)
    {
        var delivered = new ConcurrentQueue<OutboxItem>();
        await Race.RunAsync(
            async worker =>
            {
                while (delivered.Count < count)
                {
                    var items = await nodes.Of(worker).ClaimAsync(Samples.Claim($"worker {worker}", max: 3), cancellationToken).ConfigureAwait(false);
                    foreach (var item in items)
                    {
                        delivered.Enqueue(item);
                        Expect.That(
                            await nodes.Of(worker).TryRemoveAsync(item.Id, item.LeaseOwner, cancellationToken).ConfigureAwait(false),
                            "A worker must be able to remove what it has leased.");
                    }
                }

                return true;
            },
            callers: 4).ConfigureAwait(false);
        Expect.Equal(count, delivered.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count(), "Different items delivered");
        Expect.Equal(count, delivered.Count, "Items delivered");
        return [.. delivered];
    }

    private static void ExpectOrder(IEnumerable<OutboxItem> delivered)
    {
        foreach (var key in delivered.GroupBy(item => item.OrderKey, StringComparer.Ordinal))
        {
            var sequences = key.Select(item => item.Sequence).ToList();
            Expect.Sequence(sequences.Order(), sequences, "The order in which items of one key were delivered");
        }
    }
}
