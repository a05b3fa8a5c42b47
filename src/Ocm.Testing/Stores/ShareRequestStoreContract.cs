using Ocm.ShareRequests;

namespace Ocm.Testing.Stores;

/// <summary>The guarantees of <see cref="IShareRequestStore"/>.</summary>
/// <param name="create">Makes an empty store for one case.</param>
public sealed class ShareRequestStoreContract(Func<CancellationToken, ValueTask<StoreNodes<IShareRequestStore>>> create)
    : StoreContract<IShareRequestStore>(create)
{
    private protected override IEnumerable<Guarantee<IShareRequestStore>> Guarantees() =>
    [
        new("Request_Added_ComesBackInFull", "Every field of a request survives.", AddedAsync),
        new("Request_Repeated_IsRefusedWhilePending", "The same request is kept once while it is pending, and again after it was answered.", RepeatedAsync),
        new("Request_Replaced_HasNextVersion", "A request with the stored version is replaced; any other is refused.", ReplacedAsync),
        new("Request_Listed_NewestFirst", "What was asked of a user is listed newest first.", ListedAsync),
        new("Request_RemovedOnceAnswered_PendingStay", "Requests that were answered and came before a moment go, at most as many at once as asked for; pending ones stay.", RemovedAsync),
        new("Request_AddRace_HasOneWinner", "Of all nodes that receive one request at once exactly one keeps it.", AddRaceAsync),
        new("Request_ReplaceRace_HasOneWinner", "Of all nodes that answer one request at once exactly one succeeds.", ReplaceRaceAsync),
    ];

    private static async Task AddedAsync(StoreNodes<IShareRequestStore> nodes, CancellationToken cancellationToken)
    {
        var request = Samples.Request("a") with
        {
            OwnerIdentifier = Samples.Text,
            ShareWith = Samples.At(Samples.LongIdentifier, Samples.There),
            Share = Samples.LongIdentifier,
            ResourceId = Samples.Text,
            Status = ReceivedShareRequestStatus.Granted,
            ProviderId = Samples.Text,
            Version = 3,
        };
        foreach (var stored in new[] { request, Samples.Request("b") })
        {
            Expect.That(await nodes.First.TryAddRequestAsync(stored, cancellationToken).ConfigureAwait(false), "A new request must be added.");
            Expect.Equal(stored, await nodes.Second.FindRequestAsync(stored.Id, cancellationToken).ConfigureAwait(false), "A request that was added");
        }

        Expect.Equal(null, await nodes.Second.FindRequestAsync("A", cancellationToken).ConfigureAwait(false), "An unknown request");
    }

    private static async Task RepeatedAsync(StoreNodes<IShareRequestStore> nodes, CancellationToken cancellationToken)
    {
        var request = Samples.Request("a");
        await nodes.First.TryAddRequestAsync(request, cancellationToken).ConfigureAwait(false);
        Expect.That(
            !await nodes.Second.TryAddRequestAsync(request with { Id = "b", ReceivedAt = Samples.Now.AddHours(1) }, cancellationToken).ConfigureAwait(false),
            "A request that is pending already must be refused.");
        Expect.Equal(null, await nodes.Second.FindRequestAsync("b", cancellationToken).ConfigureAwait(false), "A refused request");
        foreach (var other in new[]
        {
            request with { Id = "c", OwnerIdentifier = "pierre" },
            request with { Id = "d", ShareWith = Samples.At("lise", Samples.There) },
            request with { Id = "e", Share = "other", ResourceId = "/other.txt" },
        })
        {
            Expect.That(await nodes.First.TryAddRequestAsync(other, cancellationToken).ConfigureAwait(false), "A request of another owner, requester or resource must be added.");
        }

        await nodes.First.TryReplaceRequestAsync(request with { Status = ReceivedShareRequestStatus.Dismissed }, cancellationToken).ConfigureAwait(false);
        Expect.That(await nodes.Second.TryAddRequestAsync(request with { Id = "b" }, cancellationToken).ConfigureAwait(false), "A request must be added again after it was answered.");
    }

    private static async Task ReplacedAsync(StoreNodes<IShareRequestStore> nodes, CancellationToken cancellationToken)
    {
        var request = Samples.Request("a");
        Expect.That(!await nodes.First.TryReplaceRequestAsync(request, cancellationToken).ConfigureAwait(false), "An unknown request must not be replaced.");
        await nodes.First.TryAddRequestAsync(request, cancellationToken).ConfigureAwait(false);
        var granted = request with { Status = ReceivedShareRequestStatus.Granted, ProviderId = "share" };
        Expect.That(await nodes.First.TryReplaceRequestAsync(granted, cancellationToken).ConfigureAwait(false), "A request with the stored version must be replaced.");
        Expect.That(!await nodes.Second.TryReplaceRequestAsync(request, cancellationToken).ConfigureAwait(false), "A request with an old version must not be replaced.");
        Expect.Equal(granted with { Version = 1 }, await nodes.Second.FindRequestAsync("a", cancellationToken).ConfigureAwait(false), "A replaced request");
    }

    private static async Task ListedAsync(StoreNodes<IShareRequestStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var id in new[] { "b", "c", "a" })
        {
            await nodes.First.TryAddRequestAsync(Samples.Request(id) with { ResourceId = id, Share = id }, cancellationToken).ConfigureAwait(false);
            await nodes.First.TryAddRequestAsync(Samples.Request("x" + id) with { OwnerIdentifier = "pierre", ResourceId = id, Share = id }, cancellationToken).ConfigureAwait(false);
        }

        var listed = await nodes.Second.ListRequestsAsync("marie", 10, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(["a", "c", "b"], listed.Select(request => request.Id), "What was asked of a user");
        listed = await nodes.Second.ListRequestsAsync("marie", 2, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(["a", "c"], listed.Select(request => request.Id), "The two newest requests");
        await nodes.First.TryReplaceRequestAsync(
            listed[0] with { Status = ReceivedShareRequestStatus.Dismissed }, cancellationToken).ConfigureAwait(false);
        var pending = await nodes.Second.ListPendingRequestsAsync("marie", 2, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(["c", "b"], pending.Select(request => request.Id), "The pending requests");
    }

    private static async Task RemovedAsync(StoreNodes<IShareRequestStore> nodes, CancellationToken cancellationToken)
    {
        foreach (var id in new[] { "a", "b", "c", "d", "e" })
        {
            await nodes.First.TryAddRequestAsync(
                Samples.Request(id) with { ResourceId = id, ReceivedAt = id == "e" ? Samples.Now.AddMilliseconds(1) : Samples.Now }, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (id, status) in new[] { ("a", ReceivedShareRequestStatus.Granted), ("c", ReceivedShareRequestStatus.Dismissed), ("d", ReceivedShareRequestStatus.Granted), ("e", ReceivedShareRequestStatus.Granted) })
        {
            var request = await nodes.First.FindRequestAsync(id, cancellationToken).ConfigureAwait(false);
            await nodes.First.TryReplaceRequestAsync(request! with { Status = status }, cancellationToken).ConfigureAwait(false);
        }

        List<int> batches = [await nodes.First.RemoveAnsweredRequestsAsync(Samples.Now, 10, cancellationToken).ConfigureAwait(false)];
        for (var batch = 0; batch < 3; batch++)
        {
            batches.Add(await nodes.Second.RemoveAnsweredRequestsAsync(Samples.Now.AddMilliseconds(1), 2, cancellationToken).ConfigureAwait(false));
        }

        Expect.Sequence([0, 2, 1, 0], batches, "Requests removed in each batch");
        Expect.Equal(null, await nodes.First.FindRequestAsync("a", cancellationToken).ConfigureAwait(false), "A request that was removed");
        var listed = await nodes.First.ListRequestsAsync("marie", 10, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(["e", "b"], listed.Select(request => request.Id), "The requests that stay");
    }

    private static async Task AddRaceAsync(StoreNodes<IShareRequestStore> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var outcomes = await Race.RunAsync(caller => nodes.Of(caller).TryAddRequestAsync(
                Samples.Request($"{round}-{caller}") with { ResourceId = $"{round}", Share = $"{round}" }, cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that added the same request");
        }
    }

    private static async Task ReplaceRaceAsync(StoreNodes<IShareRequestStore> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.TryAddRequestAsync(Samples.Request("a"), cancellationToken).ConfigureAwait(false);
        for (var round = 0; round < Race.Rounds; round++)
        {
            var outcomes = await Race.RunAsync(caller => nodes.Of(caller).TryReplaceRequestAsync(
                Samples.Request("a") with { ProviderId = $"{caller}", Version = round }, cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that replaced the same version");
            var stored = await nodes.Second.FindRequestAsync("a", cancellationToken).ConfigureAwait(false);
            Expect.Equal($"{Array.IndexOf(outcomes, true)}", stored?.ProviderId, "The state of the caller that was told that it succeeded");
        }
    }
}
