using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="ISentShareStore.ListSentAsync"/> promises.</summary>
internal static class SentShareListGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<IShareStore>> All =
    [
        new("Sent_Listed_NewestFirst", "Sent shares are listed newest first, at most as many as were asked for.", NewestFirstAsync),
        new("Sent_ListedByCondition_MatchesAll", "Every condition of a query holds for every share that is listed.", ConditionsAsync),
        new("Sent_ListedInPages_MissesAndRepeatsNothing", "Pages continue where the last one ended, whatever is added in between.", PagesAsync),
    ];

    private static readonly OcmHost Elsewhere = OcmHost.Parse("elsewhere.example.org");

    private static async Task NewestFirstAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await AddAsync(nodes.First, ["b", "c", "a"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new SentShareQuery(), ["a", "c", "b"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new SentShareQuery { Limit = 2 }, ["a", "c"], cancellationToken).ConfigureAwait(false);
        var share = (await nodes.First.FindSentAsync("b", cancellationToken).ConfigureAwait(false))!;
        await nodes.First.TryReplaceSentAsync(share with { UpdatedAt = Samples.Now.AddDays(1) }, null, cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new SentShareQuery(), ["a", "c", "b"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task ConditionsAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var store = nodes.First;
        var pierre = Samples.At("pierre", Samples.Here);
        var lise = Samples.At("lise", Elsewhere);
        await store.TryAddSentAsync(Samples.Sent("plain"), null, cancellationToken).ConfigureAwait(false);
        await store.TryAddSentAsync(Samples.Sent("pierre") with { Sender = pierre }, null, cancellationToken).ConfigureAwait(false);
        await store.TryAddSentAsync(Samples.Sent("lise") with { ShareWith = lise }, null, cancellationToken).ConfigureAwait(false);
        await store.TryAddSentAsync(Samples.Sent("accepted") with { Status = SentShareStatus.Accepted }, null, cancellationToken).ConfigureAwait(false);
        await store.TryAddSentAsync(Samples.Sent("unshared") with { Status = SentShareStatus.Unshared, ExpiresAt = Samples.Now }, null, cancellationToken).ConfigureAwait(false);
        await store.TryAddSentAsync(Samples.Sent("ending") with { ExpiresAt = Samples.Now }, null, cancellationToken).ConfigureAwait(false);
        await store.TryAddSentAsync(Samples.Sent("later") with { Sender = pierre, ExpiresAt = Samples.Now.AddMilliseconds(1) }, null, cancellationToken).ConfigureAwait(false);

        await ExpectAsync(nodes, new SentShareQuery { Sender = pierre }, ["later", "pierre"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new SentShareQuery { ShareWith = lise }, ["lise"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new SentShareQuery { ShareWith = Samples.At("LISE", Elsewhere) }, [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new SentShareQuery { ReceivingServer = Elsewhere }, ["lise"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new SentShareQuery { ReceivingServer = OcmHost.Parse("there.example.org") }, [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(
            nodes, new SentShareQuery { Statuses = [SentShareStatus.Accepted, SentShareStatus.Unshared] }, ["unshared", "accepted"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new SentShareQuery { ExpiresBy = Samples.Now }, ["ending", "unshared"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(
            nodes,
            new SentShareQuery { ExpiresBy = Samples.Now.AddDays(1), Statuses = [SentShareStatus.PendingDelivery, SentShareStatus.Sent] },
            ["later", "ending"],
            cancellationToken).ConfigureAwait(false);
        await ExpectAsync(
            nodes,
            new SentShareQuery { Sender = pierre, ShareWith = Samples.At("albert", Samples.There), ExpiresBy = Samples.Now.AddDays(1), Statuses = [SentShareStatus.PendingDelivery] },
            ["later"],
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task PagesAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var sender = Samples.At("marie", Samples.Here);
        await AddAsync(nodes.First, [.. Enumerable.Range(0, 25).Select(number => $"share {number}")], cancellationToken).ConfigureAwait(false);
        List<string> seen = [];
        string? after = null;
        while (seen.Count <= 25)
        {
            var page = await nodes.Second.ListSentAsync(new SentShareQuery { Sender = sender, After = after, Limit = 10 }, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            seen.AddRange(page.Select(share => share.ProviderId));
            after = seen[^1];
            await AddAsync(nodes.First, ["new " + after], cancellationToken).ConfigureAwait(false);
        }

        Expect.Sequence(Enumerable.Range(0, 25).Reverse().Select(number => $"share {number}"), seen, "The pages of 25 shares");
        await ExpectAsync(nodes, new SentShareQuery { After = "unknown" }, [], cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddAsync(IShareStore store, string[] providerIds, CancellationToken cancellationToken)
    {
        foreach (var providerId in providerIds)
        {
            await store.TryAddSentAsync(Samples.Sent(providerId), null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ExpectAsync(StoreNodes<IShareStore> nodes, SentShareQuery query, string[] providerIds, CancellationToken cancellationToken)
    {
        var shares = await nodes.Second.ListSentAsync(query, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(providerIds, shares.Select(share => share.ProviderId), $"Sent shares listed by {query}");
    }
}
