using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IReceivedShareStore.ListReceivedAsync"/> promises.</summary>
internal static class ReceivedShareListGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<IShareStore>> All =
    [
        new("Received_Listed_NewestFirst", "Received shares are listed newest first, at most as many as were asked for.", NewestFirstAsync),
        new("Received_ListedForUser_WithItsGroupsOnly", "A user sees its own shares and those of the groups that were named.", RecipientsAsync),
        new("Received_ListedByCondition_MatchesAll", "Every condition of a query holds for every share that is listed.", ConditionsAsync),
        new("Received_ListedInPages_MissesAndRepeatsNothing", "Pages continue where the last one ended, whatever is added in between.", PagesAsync),
    ];

    private static async Task NewestFirstAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await AddAsync(nodes, Samples.Received("b"), cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("c"), cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("a"), cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new ReceivedShareQuery(), ["a", "c", "b"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new ReceivedShareQuery { UserIdentifier = "marie", Limit = 2 }, ["a", "c"], cancellationToken).ConfigureAwait(false);
        await nodes.First.TryReplaceReceivedAsync(Samples.Received("b") with { UpdatedAt = Samples.Now.AddDays(1) }, null, cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new ReceivedShareQuery(), ["a", "c", "b"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task RecipientsAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await AddAsync(nodes, Samples.Received("user"), cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("other") with { RecipientIdentifier = "pierre" }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("group") with { RecipientIdentifier = "physics", ShareType = ShareType.Group }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("namesake") with { RecipientIdentifier = "marie", ShareType = ShareType.Group }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("case") with { RecipientIdentifier = "Marie" }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("user2"), cancellationToken).ConfigureAwait(false);

        await ExpectAsync(nodes, new ReceivedShareQuery { UserIdentifier = "marie" }, ["user2", "user"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(
            nodes, new ReceivedShareQuery { UserIdentifier = "marie", GroupIdentifiers = ["physics", "chemistry", "physics"] }, ["user2", "group", "user"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new ReceivedShareQuery { GroupIdentifiers = ["physics", "marie"] }, ["namesake", "group"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new ReceivedShareQuery { UserIdentifier = "physics" }, [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(
            nodes,
            new ReceivedShareQuery { UserIdentifier = "marie", GroupIdentifiers = ["physics"], After = "user2", Limit = 1 },
            ["group"],
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task ConditionsAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var elsewhere = OcmHost.Parse("elsewhere.example.org");
        await AddAsync(nodes, Samples.Received("plain"), cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("elsewhere") with { Sender = Samples.At("albert", elsewhere) }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("lise") with { Sender = Samples.At("lise", elsewhere) }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("accepted") with { Status = ReceivedShareStatus.Accepted, ExpiresAt = Samples.Now }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("expired") with { Status = ReceivedShareStatus.Expired, ExpiresAt = Samples.Now }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Received("later") with { ExpiresAt = Samples.Now.AddMilliseconds(1) }, cancellationToken).ConfigureAwait(false);

        await ExpectAsync(nodes, new ReceivedShareQuery { SendingServer = elsewhere }, ["lise", "elsewhere"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new ReceivedShareQuery { Sender = Samples.At("lise", elsewhere), UserIdentifier = "marie" }, ["lise"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new ReceivedShareQuery { Sender = Samples.At("lise", Samples.There) }, [], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(
            nodes,
            new ReceivedShareQuery { Statuses = [ReceivedShareStatus.Accepted, ReceivedShareStatus.Expired], UserIdentifier = "marie" },
            ["expired", "accepted"],
            cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, new ReceivedShareQuery { ExpiresBy = Samples.Now }, ["expired", "accepted"], cancellationToken).ConfigureAwait(false);
        await ExpectAsync(
            nodes,
            new ReceivedShareQuery { ExpiresBy = Samples.Now.AddDays(1), Statuses = [ReceivedShareStatus.Pending, ReceivedShareStatus.Accepted] },
            ["later", "accepted"],
            cancellationToken).ConfigureAwait(false);
        await nodes.First.TryReplaceReceivedAsync(
            Samples.Received("accepted") with { Status = ReceivedShareStatus.Expired, ExpiresAt = Samples.Now }, null, cancellationToken).ConfigureAwait(false);
        await ExpectAsync(
            nodes,
            new ReceivedShareQuery { ExpiresBy = Samples.Now.AddDays(1), Statuses = [ReceivedShareStatus.Pending, ReceivedShareStatus.Accepted] },
            ["later"],
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task PagesAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 25; number++)
        {
            await AddAsync(nodes, Samples.Received($"share {number}"), cancellationToken).ConfigureAwait(false);
        }

        List<string> seen = [];
        string? after = null;
        while (seen.Count <= 25)
        {
            var page = await nodes.Second.ListReceivedAsync(
                new ReceivedShareQuery { UserIdentifier = "marie", After = after, Limit = 10 }, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            seen.AddRange(page.Select(share => share.Id));
            after = seen[^1];
            await AddAsync(nodes, Samples.Received("new " + after), cancellationToken).ConfigureAwait(false);
        }

        Expect.Sequence(Enumerable.Range(0, 25).Reverse().Select(number => $"share {number}"), seen, "The pages of 25 shares");
        await ExpectAsync(nodes, new ReceivedShareQuery { After = "unknown" }, [], cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddAsync(StoreNodes<IShareStore> nodes, ReceivedShare share, CancellationToken cancellationToken) =>
        await nodes.First.TryAddReceivedAsync(share, null, cancellationToken).ConfigureAwait(false);

    private static async Task ExpectAsync(StoreNodes<IShareStore> nodes, ReceivedShareQuery query, string[] ids, CancellationToken cancellationToken)
    {
        var shares = await nodes.Second.ListReceivedAsync(query, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(ids, shares.Select(share => share.Id), $"Received shares listed by {query}");
    }
}
