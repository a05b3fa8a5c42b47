using Ocm.Contacts;

namespace Ocm.Testing.Stores;

/// <summary>The guarantees of <see cref="IGivenIdentifierStore"/>.</summary>
/// <param name="create">Makes an empty store for one case.</param>
public sealed class GivenIdentifierStoreContract(Func<CancellationToken, ValueTask<StoreNodes<IGivenIdentifierStore>>> create)
    : StoreContract<IGivenIdentifierStore>(create)
{
    private protected override IEnumerable<Guarantee<IGivenIdentifierStore>> Guarantees() =>
    [
        new("Given_Added_StandsForItsUser", "An identifier that was given stands for its user, byte for byte, also when it is added again.", AddedAsync),
        new("Given_Taken_IsRefused", "An identifier that stands for a user never comes to stand for another.", TakenAsync),
        new("Given_UserRemoved_StandsForNobody", "With a user all identifiers of that user go, and no others.", RemovedAsync),
        new("Given_AddRace_HasOneUser", "Of all nodes that give one identifier to different users at once exactly one succeeds.", AddRaceAsync),
    ];

    private static async Task AddedAsync(StoreNodes<IGivenIdentifierStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var (identifier, user) in new[] { ("a", "marie"), ("b", "marie"), (Samples.LongIdentifier, Samples.LongIdentifier), (Samples.Text, Samples.Text) })
        {
            foreach (var node in new[] { nodes.First, nodes.Second })
            {
                Expect.That(await node.TryAddGivenIdentifierAsync(identifier, user, cancellationToken).ConfigureAwait(false), "A new identifier must be added, and the same again change nothing.");
            }

            await ExpectAsync(nodes, identifier, user, cancellationToken).ConfigureAwait(false);
        }

        await ExpectAsync(nodes, "A", null, cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, "marie", null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task TakenAsync(StoreNodes<IGivenIdentifierStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.TryAddGivenIdentifierAsync("a", "marie", cancellationToken).ConfigureAwait(false);
        Expect.That(!await nodes.Second.TryAddGivenIdentifierAsync("a", "pierre", cancellationToken).ConfigureAwait(false), "Another user's identifier must be refused.");
        await ExpectAsync(nodes, "a", "marie", cancellationToken).ConfigureAwait(false);
    }

    private static async Task RemovedAsync(StoreNodes<IGivenIdentifierStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var (identifier, user) in new[] { ("a", "marie"), ("b", "marie"), ("c", "Marie") })
        {
            await nodes.First.TryAddGivenIdentifierAsync(identifier, user, cancellationToken).ConfigureAwait(false);
        }

        Expect.Equal(2, await nodes.Second.RemoveGivenIdentifiersAsync("marie", cancellationToken).ConfigureAwait(false), "Identifiers that were removed");
        Expect.Equal(0, await nodes.First.RemoveGivenIdentifiersAsync("marie", cancellationToken).ConfigureAwait(false), "Identifiers that were removed again");
        await ExpectAsync(nodes, "a", null, cancellationToken).ConfigureAwait(false);
        await ExpectAsync(nodes, "c", "Marie", cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddRaceAsync(StoreNodes<IGivenIdentifierStore> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var outcomes = await Race.RunAsync(
                caller => nodes.Of(caller).TryAddGivenIdentifierAsync($"{round}", $"user {caller}", cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that gave one identifier to different users");
            await ExpectAsync(nodes, $"{round}", $"user {Array.IndexOf(outcomes, true)}", cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ExpectAsync(StoreNodes<IGivenIdentifierStore> nodes, string identifier, string? user, CancellationToken cancellationToken) =>
        Expect.Equal(user, await nodes.Second.FindUserOfGivenIdentifierAsync(identifier, cancellationToken).ConfigureAwait(false), "The user of an identifier");
}
