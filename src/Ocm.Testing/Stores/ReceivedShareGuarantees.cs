using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IReceivedShareStore"/> promises about one share.</summary>
internal static class ReceivedShareGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<IShareStore>> All =
    [
        new("Received_AddedInFull_ComesBackInFull", "Every field of a received share survives, with unknown JSON members.", AddedInFullAsync),
        new("Received_AddedWithTheLeast_ComesBackWithTheLeast", "What is absent in a received share stays absent.", AddedWithTheLeastAsync),
        new("Received_AddedWithLongIdentifiers_IsFound", "Identifiers that strangers choose are kept and found up to their greatest length.", LongIdentifiersAsync),
        new("Received_TakenProviderId_IsRefused", "A provider id is unique at its sending server; nothing is stored for the second.", TakenAsync),
        new("Received_SameProviderIdElsewhere_IsAdded", "Two servers may use the same provider id; a port makes another server.", ElsewhereAsync),
        new("Received_TakenItemId_StoresNothing", "An outbox item that cannot be stored takes the share with it.", TakenItemIdAsync),
        new("Received_Unknown_IsNotFound", "Ids and provider ids are compared ordinally, case included.", UnknownAsync),
        new("Received_Candidates_EachServerOnce", "The sending servers of a provider id are found, each once.", CandidatesAsync),
        new("Received_Replaced_IsWhatWasGiven", "A replaced share has the new state and the next version.", ReplacedAsync),
        new("Received_ReplacedWithOldVersion_IsRefused", "A share that changed in between is not replaced, and no outbox item is added.", OldVersionAsync),
        new("Received_ReplacedUnknown_IsRefused", "A share that is not there is not replaced, and no outbox item is added.", ReplacedUnknownAsync),
        new("Received_AddRace_HasOneWinner", "Of all nodes that receive one share at once exactly one stores it.", AddRaceAsync),
        new("Received_ReplaceRace_HasOneWinner", "Of all nodes that replace one version at once exactly one succeeds.", ReplaceRaceAsync),
    ];

    private static async Task AddedInFullAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.FullReceived("a");
        var item = Samples.FullItem("item");
        Expect.That(await nodes.First.TryAddReceivedAsync(share, item, cancellationToken).ConfigureAwait(false), "A new share must be added.");
        Expect.Same(share, await nodes.Second.FindReceivedAsync("a", cancellationToken).ConfigureAwait(false));
        Expect.Same(share, await nodes.Second.FindReceivedAsync(share.SendingServer, share.ProviderId, cancellationToken).ConfigureAwait(false));
        Expect.Same(share, (await nodes.Second.ListReceivedAsync(new ReceivedShareQuery(), cancellationToken).ConfigureAwait(false)).Single());
        Expect.Same(item, (await nodes.Second.ListAsync(new OutboxQuery(), cancellationToken).ConfigureAwait(false)).SingleOrDefault());
    }

    private static async Task AddedWithTheLeastAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Received("a") with { Protocol = new ShareProtocols() };
        await nodes.First.TryAddReceivedAsync(share, null, cancellationToken).ConfigureAwait(false);
        Expect.Same(share, await nodes.Second.FindReceivedAsync("a", cancellationToken).ConfigureAwait(false));
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task LongIdentifiersAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Received("a", Samples.LongProviderId) with
        {
            Sender = Samples.At(Samples.LongIdentifier, Samples.There),
            Owner = Samples.At(Samples.LongIdentifier, Samples.There),
            ShareWith = Samples.At(Samples.LongIdentifier, Samples.Here),
            RecipientIdentifier = Samples.LongIdentifier,
        };
        var item = Samples.Item("item", Samples.LongProviderId);
        await nodes.First.TryAddReceivedAsync(share, item, cancellationToken).ConfigureAwait(false);
        Expect.Same(share, await nodes.Second.FindReceivedAsync(share.SendingServer, share.ProviderId, cancellationToken).ConfigureAwait(false));
        var query = new ReceivedShareQuery { UserIdentifier = share.RecipientIdentifier, Sender = share.Sender };
        Expect.Same(share, (await nodes.Second.ListReceivedAsync(query, cancellationToken).ConfigureAwait(false)).SingleOrDefault());
        Expect.Same(item, (await nodes.Second.ListAsync(new OutboxQuery { ProviderId = share.ProviderId }, cancellationToken).ConfigureAwait(false)).SingleOrDefault());
    }

    private static async Task TakenAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Received("a", "same");
        await nodes.First.TryAddReceivedAsync(share, null, cancellationToken).ConfigureAwait(false);
        Expect.That(
            !await nodes.Second.TryAddReceivedAsync(Samples.Received("b", "same") with { Name = "other" }, Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "A provider id that is taken at its server must be refused.");
        Expect.Equal(null, await nodes.First.FindReceivedAsync("b", cancellationToken).ConfigureAwait(false), "A refused share");
        Expect.Same(share, await nodes.Second.FindReceivedAsync(share.SendingServer, "same", cancellationToken).ConfigureAwait(false));
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ElsewhereAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var host in new[] { "there.example.org", "there.example.org:8443", "elsewhere.example.org" })
        {
            var share = Samples.Received(host, "same") with { Sender = Samples.At("albert", OcmHost.Parse(host)) };
            Expect.That(await nodes.First.TryAddReceivedAsync(share, null, cancellationToken).ConfigureAwait(false), "Another server's provider id must be added.");
        }

        var found = await nodes.Second.FindReceivedAsync(OcmHost.Parse("there.example.org"), "same", cancellationToken).ConfigureAwait(false);
        Expect.Equal("there.example.org", found?.Id, "The share of the server without a port");
    }

    private static async Task TakenItemIdAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.TryAddReceivedAsync(Samples.Received("a"), Samples.Item("item"), cancellationToken).ConfigureAwait(false);
        await Expect.ThrowsAsync(
            async () => await nodes.First.TryAddReceivedAsync(Samples.Received("b"), Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "An outbox item's id that is taken is misuse and must throw.").ConfigureAwait(false);
        Expect.Equal(null, await nodes.Second.FindReceivedAsync("b", cancellationToken).ConfigureAwait(false), "A share whose item could not be stored");
        await ExpectItemsAsync(nodes, 1, cancellationToken).ConfigureAwait(false);
    }

    private static async Task UnknownAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.TryAddReceivedAsync(Samples.Received("Id", "Abc"), null, cancellationToken).ConfigureAwait(false);
        foreach (var providerId in new[] { "abc", "ABC", "Abc ", "A%", string.Empty, Samples.Text })
        {
            var what = $"The share \"{providerId}\" where only \"Abc\" is stored";
            Expect.Equal(null, await nodes.First.FindReceivedAsync(Samples.There, providerId, cancellationToken).ConfigureAwait(false), what);
        }

        Expect.Equal(null, await nodes.First.FindReceivedAsync(Samples.Here, "Abc", cancellationToken).ConfigureAwait(false), "The share of another server");
        Expect.Equal(null, await nodes.First.FindReceivedAsync("id", cancellationToken).ConfigureAwait(false), "The share \"id\" where only \"Id\" is stored");
    }

    private static async Task CandidatesAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        string[] hosts = ["a.example.org", "b.example.org", "b.example.org:444", "c.example.org"];
        foreach (var host in hosts)
        {
            await nodes.First.TryAddReceivedAsync(
                Samples.Received(host, "same") with { Sender = Samples.At("albert", OcmHost.Parse(host)) }, null, cancellationToken).ConfigureAwait(false);
        }

        await nodes.First.TryAddReceivedAsync(Samples.Received("x", "SAME"), null, cancellationToken).ConfigureAwait(false);
        var servers = await nodes.Second.FindSendingServersAsync("same", 10, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(hosts, servers.Select(server => server.Value).Order(StringComparer.Ordinal), "The sending servers of a provider id");
        Expect.Equal(2, (await nodes.Second.FindSendingServersAsync("same", 2, cancellationToken).ConfigureAwait(false)).Count, "The sending servers where 2 were asked for");
        Expect.Equal(0, (await nodes.Second.FindSendingServersAsync("other", 2, cancellationToken).ConfigureAwait(false)).Count, "The sending servers of an unknown provider id");
    }

    private static async Task ReplacedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Received("a");
        await nodes.First.TryAddReceivedAsync(share, null, cancellationToken).ConfigureAwait(false);
        var full = Samples.FullReceived("a");
        var changed = share with
        {
            Name = full.Name,
            Description = full.Description,
            Protocol = full.Protocol,
            Reshares = full.Reshares,
            ExpiresAt = full.ExpiresAt,
            Status = ReceivedShareStatus.Accepted,
            UpdatedAt = full.UpdatedAt,
        };
        Expect.That(
            await nodes.Second.TryReplaceReceivedAsync(changed, Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "A share with the version that is stored must be replaced.");
        Expect.Same(changed with { Version = 1 }, await nodes.First.FindReceivedAsync("a", cancellationToken).ConfigureAwait(false));
        await ExpectItemsAsync(nodes, 1, cancellationToken).ConfigureAwait(false);
        await nodes.First.TryReplaceReceivedAsync(changed with { Version = 1, Reshares = [] }, null, cancellationToken).ConfigureAwait(false);
        Expect.Same(changed with { Version = 2, Reshares = [] }, await nodes.Second.FindReceivedAsync("a", cancellationToken).ConfigureAwait(false));
    }

    private static async Task OldVersionAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Received("a");
        await nodes.First.TryAddReceivedAsync(share, null, cancellationToken).ConfigureAwait(false);
        await nodes.First.TryReplaceReceivedAsync(share with { Status = ReceivedShareStatus.Accepted }, null, cancellationToken).ConfigureAwait(false);
        Expect.That(
            !await nodes.Second.TryReplaceReceivedAsync(share with { Status = ReceivedShareStatus.Declined }, Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "A share whose version is not the stored one must not be replaced.");
        Expect.Same(
            share with { Status = ReceivedShareStatus.Accepted, Version = 1 },
            await nodes.First.FindReceivedAsync("a", cancellationToken).ConfigureAwait(false));
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ReplacedUnknownAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        Expect.That(
            !await nodes.First.TryReplaceReceivedAsync(Samples.Received("a"), Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "A share that is not there must not be replaced.");
        Expect.Equal(null, await nodes.First.FindReceivedAsync("a", cancellationToken).ConfigureAwait(false), "A share that was replaced before it was added");
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddRaceAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var outcomes = await Race.RunAsync(caller => nodes.Of(caller).TryAddReceivedAsync(
                Samples.Received($"{round}-{caller}", $"{round}"), Samples.Item($"{round}-{caller}"), cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that added the same provider id of one server");
            var found = await nodes.Second.FindReceivedAsync(Samples.There, $"{round}", cancellationToken).ConfigureAwait(false);
            Expect.Equal($"{round}-{Array.IndexOf(outcomes, true)}", found?.Id, "The share of the caller that was told that it succeeded");
            await ExpectItemsAsync(nodes, round + 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ReplaceRaceAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Received("a");
        await nodes.First.TryAddReceivedAsync(share, null, cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < Race.Rounds; round++)
        {
            var outcomes = await Race.RunAsync(caller => nodes.Of(caller).TryReplaceReceivedAsync(
                share with { Name = $"{caller}", Version = round }, Samples.Item($"{round}-{caller}"), cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that replaced the same version");
            Expect.Same(
                share with { Name = $"{Array.IndexOf(outcomes, true)}", Version = round + 1 },
                await nodes.First.FindReceivedAsync("a", cancellationToken).ConfigureAwait(false));
            await ExpectItemsAsync(nodes, round + 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ExpectItemsAsync(StoreNodes<IShareStore> nodes, int count, CancellationToken cancellationToken)
    {
        var items = await nodes.Second.ListAsync(new OutboxQuery { Limit = 1000 }, cancellationToken).ConfigureAwait(false);
        Expect.Equal(count, items.Count, "Items in the outbox");
    }
}
