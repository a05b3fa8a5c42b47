using Ocm.Invites;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IInviteAcceptanceStore"/> promises.</summary>
internal static class InviteAcceptanceGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<ContactStores>> All =
    [
        new("Acceptance_Added_ComesBackInFull", "An acceptance is listed for its user with its token, newest first.", AddedAsync),
        new("Acceptance_AddRace_HasOneWinner", "Of all nodes that add the same acceptance at once exactly one succeeds.", AddRaceAsync),
        new("Acceptance_Claimed_WhenDueAndOnce", "An acceptance is claimed when it is due, or by its id, and is nobody else's until the lease ends.", ClaimedAsync),
        new("Acceptance_ClaimRace_HasOneWinner", "Of all nodes that claim one acceptance at once exactly one gets it.", ClaimRaceAsync),
        new("Acceptance_Released_HasItsNewState", "What an attempt found is stored by whoever has the lease, and by nobody else.", ReleasedAsync),
        new("Acceptance_Failed_IsLeft", "A failed acceptance is not claimed, and goes in batches once it is old.", FailedAsync),
        new("Acceptance_Completed_IsGoneAndItsContactThere", "With the answer the contact is there and the acceptance gone; also where it was gone before.", CompletedAsync),
        new("Acceptance_Removed_ByItsUserOnly", "Only its user removes an acceptance.", RemovedAsync),
    ];

    private static async Task AddedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        var full = Samples.Acceptance("b", Samples.LongIdentifier) with
        {
            GivenIdentifier = Samples.Text,
            Attempts = 3,
            LastError = Samples.Text,
            NextAttemptAt = Samples.Now.AddMilliseconds(1),
            Status = InviteAcceptanceStatus.Failed,
        };
        var newest = Samples.Acceptance("a", Samples.LongIdentifier);
        foreach (var acceptance in new[] { full, newest, Samples.Acceptance("c") })
        {
            Expect.That(
                await nodes.First.Acceptances.TryAddAcceptanceAsync(acceptance, cancellationToken).ConfigureAwait(false), "A new acceptance must be added.");
        }

        var listed = await nodes.Second.Acceptances.ListAcceptancesAsync(Samples.LongIdentifier, 10, cancellationToken).ConfigureAwait(false);
        Expect.Sequence([newest, full], listed, "A user's acceptances");
        Expect.Equal(
            1, (await nodes.First.Acceptances.ListAcceptancesAsync(Samples.LongIdentifier, 1, cancellationToken).ConfigureAwait(false)).Count, "Acceptances with a limit of 1");
        Expect.Equal(0, (await nodes.First.Acceptances.ListAcceptancesAsync("Marie", 10, cancellationToken).ConfigureAwait(false)).Count, "Acceptances of an unknown user");
    }

    private static async Task AddRaceAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var id = $"acceptance {round}";
            var outcomes = await Race.RunAsync(
                caller => nodes.Of(caller).Acceptances.TryAddAcceptanceAsync(Samples.Acceptance(id), cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that added one acceptance");
        }
    }

    private static async Task ClaimedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        await AddAsync(nodes, Samples.Acceptance("late") with { NextAttemptAt = Samples.Now.AddMilliseconds(1) }, cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Acceptance("due"), cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("one"), ["due"], cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("two"), [], cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("two") with { Id = "due" }, [], cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("two") with { Id = "late" }, ["late"], cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("three", Samples.Now.AddMinutes(1), max: 1), ["due"], cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("three", Samples.Now.AddMinutes(1)), ["late"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task ClaimRaceAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var id = $"acceptance {round}";
            await AddAsync(nodes, Samples.Acceptance(id), cancellationToken).ConfigureAwait(false);
            var claimed = await Race.RunAsync(caller => nodes.Of(caller).Acceptances.ClaimAcceptancesAsync(
                Samples.AcceptanceClaim($"{round}-{caller}"), cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Sequence([id], claimed.SelectMany(list => list).Select(acceptance => acceptance.Id), "What callers claimed of one acceptance");
        }
    }

    private static async Task ReleasedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        await AddAsync(nodes, Samples.Acceptance("a"), cancellationToken).ConfigureAwait(false);
        var claimed = (await nodes.First.Acceptances.ClaimAcceptancesAsync(Samples.AcceptanceClaim("one"), cancellationToken).ConfigureAwait(false))[0];
        var changed = claimed with { Attempts = 1, LastError = Samples.Text, NextAttemptAt = Samples.Now.AddHours(1), ExpiresAt = Samples.Now.AddDays(1) };
        Expect.That(
            !await nodes.Second.Acceptances.TryReleaseAcceptanceAsync(changed with { LeaseOwner = "two" }, cancellationToken).ConfigureAwait(false)
                && !await nodes.Second.Acceptances.TryReleaseAcceptanceAsync(changed with { LeaseOwner = null }, cancellationToken).ConfigureAwait(false),
            "Who has no lease must not release.");
        Expect.That(await nodes.Second.Acceptances.TryReleaseAcceptanceAsync(changed, cancellationToken).ConfigureAwait(false), "Who has the lease must be able to release.");
        Expect.That(!await nodes.First.Acceptances.TryReleaseAcceptanceAsync(changed, cancellationToken).ConfigureAwait(false), "A lease is released once.");
        Expect.Sequence(
            [changed with { LeaseOwner = null, LeasedUntil = null }],
            await nodes.First.Acceptances.ListAcceptancesAsync("marie", 10, cancellationToken).ConfigureAwait(false),
            "An acceptance after its release");
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("two"), [], cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("two", Samples.Now.AddHours(1)), ["a"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task FailedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 3; number++)
        {
            await AddAsync(
                nodes, Samples.Acceptance($"{number}") with { Status = InviteAcceptanceStatus.Failed, ExpiresAt = Samples.Now }, cancellationToken).ConfigureAwait(false);
        }

        await AddAsync(nodes, Samples.Acceptance("pending") with { ExpiresAt = Samples.Now }, cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("one") with { Id = "0" }, [], cancellationToken).ConfigureAwait(false);
        await ExpectClaimAsync(nodes, Samples.AcceptanceClaim("one"), ["pending"], cancellationToken).ConfigureAwait(false);
        Expect.Equal(0, await nodes.First.Acceptances.RemoveFailedAcceptancesAsync(Samples.Now, 10, cancellationToken).ConfigureAwait(false), "Acceptances removed at their end");
        List<int> batches = [];
        for (var batch = 0; batch < 3; batch++)
        {
            batches.Add(await nodes.Second.Acceptances.RemoveFailedAcceptancesAsync(Samples.Now.AddMilliseconds(1), 2, cancellationToken).ConfigureAwait(false));
        }

        Expect.Sequence([2, 1, 0], batches, "Acceptances removed in batches of 2");
        Expect.Sequence(
            ["pending"], (await nodes.First.Acceptances.ListAcceptancesAsync("marie", 10, cancellationToken).ConfigureAwait(false)).Select(left => left.Id), "Acceptances that are left");
    }

    private static async Task CompletedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        await AddAsync(nodes, Samples.Acceptance("a"), cancellationToken).ConfigureAwait(false);
        await AddAsync(nodes, Samples.Acceptance("b"), cancellationToken).ConfigureAwait(false);
        await nodes.First.Contacts.PutContactAsync(Samples.Contact("albert") with { Label = "old" }, cancellationToken).ConfigureAwait(false);
        foreach (var name in new[] { "first", "second" })
        {
            var contact = Samples.Contact("albert") with { DisplayName = name };
            await nodes.First.Acceptances.CompleteAcceptanceAsync("a", contact, cancellationToken).ConfigureAwait(false);
            Expect.Equal(
                contact, await nodes.Second.Contacts.FindContactAsync("marie", contact.Address, cancellationToken).ConfigureAwait(false), "The contact of an answered acceptance");
        }

        Expect.Sequence(
            ["b"], (await nodes.Second.Acceptances.ListAcceptancesAsync("marie", 10, cancellationToken).ConfigureAwait(false)).Select(left => left.Id), "Acceptances after an answer");
        Expect.That(await nodes.Second.Contacts.AnyInvitedAtAsync(Samples.There, cancellationToken).ConfigureAwait(false), "The inviting server is one with an invited contact.");
    }

    private static async Task RemovedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        await AddAsync(nodes, Samples.Acceptance("a"), cancellationToken).ConfigureAwait(false);
        await nodes.First.Acceptances.ClaimAcceptancesAsync(Samples.AcceptanceClaim("one"), cancellationToken).ConfigureAwait(false);
        Expect.That(!await nodes.Second.Acceptances.TryRemoveAcceptanceAsync("a", "pierre", cancellationToken).ConfigureAwait(false), "Another user must not remove an acceptance.");
        Expect.That(await nodes.Second.Acceptances.TryRemoveAcceptanceAsync("a", "marie", cancellationToken).ConfigureAwait(false), "Its user removes an acceptance.");
        Expect.That(!await nodes.Second.Acceptances.TryRemoveAcceptanceAsync("a", "marie", cancellationToken).ConfigureAwait(false), "An acceptance is removed once.");
        Expect.Equal(0, (await nodes.First.Acceptances.ListAcceptancesAsync("marie", 10, cancellationToken).ConfigureAwait(false)).Count, "Acceptances after the removal");
    }

    private static async Task AddAsync(StoreNodes<ContactStores> nodes, InviteAcceptance acceptance, CancellationToken cancellationToken) =>
        await nodes.First.Acceptances.TryAddAcceptanceAsync(acceptance, cancellationToken).ConfigureAwait(false);

    private static async Task ExpectClaimAsync(
        StoreNodes<ContactStores> nodes, InviteAcceptanceClaim claim, string[] expected, CancellationToken cancellationToken)
    {
        var claimed = await nodes.Second.Acceptances.ClaimAcceptancesAsync(claim, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(expected, claimed.Select(acceptance => acceptance.Id), "What a claim gets");
        Expect.That(
            claimed.All(acceptance => acceptance.LeaseOwner == claim.LeaseOwner && acceptance.LeasedUntil == claim.LeasedUntil), "A claimed acceptance must carry the lease.");
    }
}
