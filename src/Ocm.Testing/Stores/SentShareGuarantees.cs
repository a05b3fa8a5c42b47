using Ocm.Delivery;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="ISentShareStore"/> promises about one share.</summary>
internal static class SentShareGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<IShareStore>> All =
    [
        new("Sent_AddedInFull_ComesBackInFull", "Every field of a sent share survives.", AddedInFullAsync),
        new("Sent_AddedWithTheLeast_ComesBackWithTheLeast", "What is absent in a sent share stays absent.", AddedWithTheLeastAsync),
        new("Sent_AddedWithLongIdentifiers_IsFound", "Identifiers are kept and found up to their greatest length.", LongIdentifiersAsync),
        new("Sent_AddedWithDelivery_QueuesIt", "A sent share and its outbox item are stored together.", AddedWithDeliveryAsync),
        new("Sent_TakenProviderId_IsRefused", "A provider id is unique; nothing is stored for the second.", TakenProviderIdAsync),
        new("Sent_TakenSecret_IsRefused", "A secret's hash is unique; nothing is stored for the second.", TakenSecretAsync),
        new("Sent_TakenItemId_StoresNothing", "An outbox item that cannot be stored takes the share with it.", TakenItemIdAsync),
        new("Sent_Unknown_IsNotFound", "A provider id is compared ordinally, case included.", UnknownAsync),
        new("Sent_Replaced_IsWhatWasGiven", "A replaced share has the new state and the next version.", ReplacedAsync),
        new("Sent_ReplacedWithoutSecret_HasNoneLeft", "A secret that is taken out is gone; the share is still found by its hash.", SecretRemovedAsync),
        new("Sent_ReplacedWithOldVersion_IsRefused", "A share that changed in between is not replaced, and no outbox item is added.", OldVersionAsync),
        new("Sent_ReplacedUnknown_IsRefused", "A share that is not there is not replaced, and no outbox item is added.", ReplacedUnknownAsync),
        new("Sent_ReplacedWithTakenItemId_ChangesNothing", "An outbox item that cannot be stored leaves the share as it was.", ReplaceTakenItemIdAsync),
        new("Sent_AddRace_HasOneWinner", "Of all nodes that add one provider id at once exactly one succeeds.", AddRaceAsync),
        new("Sent_ReplaceRace_HasOneWinner", "Of all nodes that replace one version at once exactly one succeeds.", ReplaceRaceAsync),
    ];

    private static async Task AddedInFullAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.FullSent(Samples.Text);
        Expect.That(await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false), "A new share must be added.");
        Expect.Same(share, await nodes.Second.FindSentAsync(share.ProviderId, cancellationToken).ConfigureAwait(false));
        Expect.Same(share, await nodes.Second.FindSentBySecretAsync(share.SecretHash, cancellationToken).ConfigureAwait(false));
        Expect.Same(share, (await nodes.Second.ListSentAsync(new SentShareQuery(), cancellationToken).ConfigureAwait(false)).Single());
    }

    private static async Task AddedWithTheLeastAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a");
        await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false);
        Expect.Same(share, await nodes.Second.FindSentAsync("a", cancellationToken).ConfigureAwait(false));
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task LongIdentifiersAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a") with
        {
            Sender = Samples.At(Samples.LongIdentifier, Samples.Here),
            Owner = Samples.At(Samples.LongIdentifier, Samples.Here),
            ShareWith = Samples.At(Samples.LongIdentifier, Samples.There),
        };
        await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false);
        var query = new SentShareQuery { Sender = share.Sender, ShareWith = share.ShareWith };
        Expect.Same(share, (await nodes.Second.ListSentAsync(query, cancellationToken).ConfigureAwait(false)).SingleOrDefault());
    }

    private static async Task AddedWithDeliveryAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var item = Samples.FullItem("item");
        await nodes.First.TryAddSentAsync(Samples.Sent("a"), item, cancellationToken).ConfigureAwait(false);
        Expect.Same(item, (await ItemsAsync(nodes, cancellationToken).ConfigureAwait(false)).SingleOrDefault());
    }

    private static async Task TakenProviderIdAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a");
        await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false);
        var second = share with { Name = "other", SecretHash = Samples.Hash("other") };
        Expect.That(
            !await nodes.Second.TryAddSentAsync(second, Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "A provider id that is taken must be refused.");
        Expect.Same(share, await nodes.Second.FindSentAsync("a", cancellationToken).ConfigureAwait(false));
        Expect.Equal(null, await nodes.Second.FindSentBySecretAsync(second.SecretHash, cancellationToken).ConfigureAwait(false), "A refused share's secret");
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task TakenSecretAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a");
        await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false);
        Expect.That(
            !await nodes.Second.TryAddSentAsync(share with { ProviderId = "b" }, Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "A secret hash that is taken must be refused.");
        Expect.Equal(null, await nodes.Second.FindSentAsync("b", cancellationToken).ConfigureAwait(false), "A refused share");
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task TakenItemIdAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.TryAddSentAsync(Samples.Sent("a"), Samples.Item("item"), cancellationToken).ConfigureAwait(false);
        await Expect.ThrowsAsync(
            async () => await nodes.First.TryAddSentAsync(Samples.Sent("b"), Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "An outbox item's id that is taken is misuse and must throw.").ConfigureAwait(false);
        Expect.Equal(null, await nodes.Second.FindSentAsync("b", cancellationToken).ConfigureAwait(false), "A share whose item could not be stored");
        await ExpectItemsAsync(nodes, 1, cancellationToken).ConfigureAwait(false);
    }

    private static async Task UnknownAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.TryAddSentAsync(Samples.Sent("Abc"), null, cancellationToken).ConfigureAwait(false);
        foreach (var providerId in new[] { "abc", "ABC", "Abc ", " Abc", "Ab", "A%", string.Empty })
        {
            Expect.Equal(null, await nodes.First.FindSentAsync(providerId, cancellationToken).ConfigureAwait(false), $"The share \"{providerId}\" where only \"Abc\" is stored");
        }

        Expect.Equal(null, await nodes.First.FindSentBySecretAsync(Samples.Hash("abc"), cancellationToken).ConfigureAwait(false), "The share of an unknown secret");
    }

    private static async Task ReplacedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a");
        await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false);
        var changed = Samples.FullSent("a") with
        {
            Sender = share.Sender,
            Owner = share.Owner,
            ShareType = share.ShareType,
            SecretHash = share.SecretHash,
            Version = share.Version,
        };
        Expect.That(
            await nodes.Second.TryReplaceSentAsync(changed with { Status = SentShareStatus.Accepted }, Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "A share with the version that is stored must be replaced.");
        Expect.Same(
            changed with { Status = SentShareStatus.Accepted, Version = share.Version + 1 },
            await nodes.First.FindSentAsync("a", cancellationToken).ConfigureAwait(false));
        await ExpectItemsAsync(nodes, 1, cancellationToken).ConfigureAwait(false);
    }

    private static async Task SecretRemovedAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a") with { Secret = new SecretString("s"), SecretHash = Samples.Hash("s") };
        await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false);
        await nodes.First.TryReplaceSentAsync(share with { Secret = null }, null, cancellationToken).ConfigureAwait(false);
        Expect.Same(
            share with { Secret = null, Version = 1 },
            await nodes.Second.FindSentBySecretAsync(share.SecretHash, cancellationToken).ConfigureAwait(false));
    }

    private static async Task OldVersionAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a");
        await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false);
        await nodes.First.TryReplaceSentAsync(share with { Name = "first" }, null, cancellationToken).ConfigureAwait(false);
        foreach (var version in new long[] { 0, 2, -1 })
        {
            Expect.That(
                !await nodes.Second.TryReplaceSentAsync(share with { Name = "second", Version = version }, Samples.Item("item"), cancellationToken).ConfigureAwait(false),
                "A share whose version is not the stored one must not be replaced.");
        }

        Expect.Same(share with { Name = "first", Version = 1 }, await nodes.First.FindSentAsync("a", cancellationToken).ConfigureAwait(false));
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ReplacedUnknownAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        Expect.That(
            !await nodes.First.TryReplaceSentAsync(Samples.Sent("a"), Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "A share that is not there must not be replaced.");
        Expect.Equal(null, await nodes.First.FindSentAsync("a", cancellationToken).ConfigureAwait(false), "A share that was replaced before it was added");
        await ExpectItemsAsync(nodes, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task ReplaceTakenItemIdAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a");
        await nodes.First.TryAddSentAsync(share, Samples.Item("item"), cancellationToken).ConfigureAwait(false);
        await Expect.ThrowsAsync(
            async () => await nodes.First.TryReplaceSentAsync(share with { Name = "b" }, Samples.Item("item"), cancellationToken).ConfigureAwait(false),
            "An outbox item's id that is taken is misuse and must throw.").ConfigureAwait(false);
        Expect.Same(share, await nodes.Second.FindSentAsync("a", cancellationToken).ConfigureAwait(false));
        await ExpectItemsAsync(nodes, 1, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddRaceAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var outcomes = await Race.RunAsync(caller => nodes.Of(caller).TryAddSentAsync(
                Samples.Sent($"{round}") with { SecretHash = $"{round}-{caller}" }, Samples.Item($"{round}-{caller}"), cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that added the same provider id");
            await ExpectItemsAsync(nodes, round + 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ReplaceRaceAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken)
    {
        var share = Samples.Sent("a");
        await nodes.First.TryAddSentAsync(share, null, cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < Race.Rounds; round++)
        {
            var outcomes = await Race.RunAsync(caller => nodes.Of(caller).TryReplaceSentAsync(
                share with { Name = $"{caller}", Version = round }, Samples.Item($"{round}-{caller}"), cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that replaced the same version");
            Expect.Same(
                share with { Name = $"{Array.IndexOf(outcomes, true)}", Version = round + 1 },
                await nodes.First.FindSentAsync("a", cancellationToken).ConfigureAwait(false));
            await ExpectItemsAsync(nodes, round + 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<OutboxItem>> ItemsAsync(StoreNodes<IShareStore> nodes, CancellationToken cancellationToken) =>
        await nodes.Second.ListAsync(new OutboxQuery { Limit = 1000 }, cancellationToken).ConfigureAwait(false);

    private static async Task ExpectItemsAsync(StoreNodes<IShareStore> nodes, int count, CancellationToken cancellationToken) =>
        Expect.Equal(count, (await ItemsAsync(nodes, cancellationToken).ConfigureAwait(false)).Count, "Items in the outbox");
}
