using Ocm.Signatures;

namespace Ocm.Testing.Stores;

/// <summary>The guarantees of <see cref="ISignatureReplayStore"/>.</summary>
/// <param name="create">Makes an empty store for one case.</param>
public sealed class ReplayStoreContract(Func<CancellationToken, ValueTask<StoreNodes<ISignatureReplayStore>>> create)
    : StoreContract<ISignatureReplayStore>(create)
{
    private protected override IEnumerable<Guarantee<ISignatureReplayStore>> Guarantees() =>
    [
        new("Replay_Used_IsRefusedOnEveryNode", "A signature that was used on one node is refused on all.", UsedAsync),
        new("Replay_ExpiredForgotten_InBatches", "Signatures that are too old are forgotten in batches, the others stay.", ForgottenAsync),
        new("Replay_Race_HasOneWinner", "Of all nodes that see one signature at once exactly one accepts it.", RaceAsync),
        new("Replay_ManyAtOnce_EachHasOneWinner", "Many signatures that come at once on all nodes are each accepted once.", ManyAtOnceAsync),
    ];

    private static async Task UsedAsync(StoreNodes<ISignatureReplayStore> nodes, CancellationToken cancellationToken)
    {
        var longest = new string('x', 64);
        foreach (var fingerprint in new[] { "a", "A", longest })
        {
            Expect.That(await nodes.First.TryUseAsync(fingerprint, Samples.Now, cancellationToken).ConfigureAwait(false), "A new signature must be accepted.");
            Expect.That(!await nodes.Second.TryUseAsync(fingerprint, Samples.Now, cancellationToken).ConfigureAwait(false), "A used signature must be refused.");
            Expect.That(!await nodes.First.TryUseAsync(fingerprint, Samples.Now.AddDays(1), cancellationToken).ConfigureAwait(false), "A used signature must be refused.");
        }
    }

    private static async Task ForgottenAsync(StoreNodes<ISignatureReplayStore> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 5; number++)
        {
            await nodes.First.TryUseAsync($"old {number}", Samples.Now, cancellationToken).ConfigureAwait(false);
        }

        await nodes.First.TryUseAsync("new", Samples.Now.AddMinutes(1), cancellationToken).ConfigureAwait(false);
        Expect.Equal(0, await nodes.First.RemoveExpiredSignaturesAsync(Samples.Now.AddMinutes(-1), 10, cancellationToken).ConfigureAwait(false), "Signatures forgotten too early");
        List<int> batches = [];
        for (var batch = 0; batch < 3; batch++)
        {
            batches.Add(await nodes.Second.RemoveExpiredSignaturesAsync(Samples.Now.AddMilliseconds(1), 3, cancellationToken).ConfigureAwait(false));
        }

        Expect.Sequence([3, 2, 0], batches, "Signatures forgotten in batches of 3");
        Expect.That(!await nodes.First.TryUseAsync("new", Samples.Now.AddMinutes(1), cancellationToken).ConfigureAwait(false), "A signature that is not too old must stay refused.");
    }

    private static async Task RaceAsync(StoreNodes<ISignatureReplayStore> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var outcomes = await Race.RunAsync(
                caller => nodes.Of(caller).TryUseAsync($"{round}", Samples.Now, cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that used one signature");
        }
    }

    private static async Task ManyAtOnceAsync(StoreNodes<ISignatureReplayStore> nodes, CancellationToken cancellationToken)
    {
        const int Signatures = 201;
        const int Callers = 3;
        var uses = Enumerable.Range(0, Signatures * Callers)
            .Select(call => nodes.Of(call).TryUseAsync($"{call % Signatures}", Samples.Now, cancellationToken).AsTask())
            .ToArray();
        var outcomes = await Task.WhenAll(uses).ConfigureAwait(false);
        for (var signature = 0; signature < Signatures; signature++)
        {
            Expect.Winners([.. Enumerable.Range(0, Callers).Select(caller => outcomes[signature + (caller * Signatures)])], 1, "Callers that used one of many signatures");
        }
    }
}
