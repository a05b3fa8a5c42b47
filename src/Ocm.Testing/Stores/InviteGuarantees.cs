using Ocm.Invites;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IInviteStore"/> promises.</summary>
internal static class InviteGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<ContactStores>> All =
    [
        new("Invite_Added_ComesBackInFull", "An invite is found by its token's hash, with its token.", AddedAsync),
        new("Invite_Accepted_AddsTheContact", "An accepted invite names who accepted it, and the contact is there.", AcceptedAsync),
        new("Invite_AcceptedAgain_IsRefused", "An invite is accepted once; nothing changes for the second.", AcceptedAgainAsync),
        new("Invite_AcceptedTooLate_IsExpired", "An invite cannot be accepted from the moment at which it ends.", TooLateAsync),
        new("Invite_AcceptedUnknown_IsUnknown", "A token that nobody issued, or that was revoked, is unknown.", UnknownAsync),
        new("Invite_Listed_NewestFirst", "A user's invites are listed newest first, in whatever state.", ListedAsync),
        new("Invite_Revoked_ByItsUserAndBeforeAcceptance", "Only its user revokes an invite, and only while nobody accepted it.", RevokedAsync),
        new("Invite_ExpiredRemoved_InBatches", "Invites that ended are removed in batches, the others stay.", RemovedAsync),
        new("Invite_AcceptRace_HasOneWinner", "Of all nodes that accept an invite at once exactly one succeeds, and its contact alone is added.", RaceAsync),
        new("Invite_AcceptAgainstRevoke_HasOneWinner", "An invite is either accepted or revoked.", RevokeRaceAsync),
    ];

    private static async Task AddedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        var invite = Samples.Invite("token", Samples.LongIdentifier) with { GivenIdentifier = "x" + Samples.Text };
        await nodes.First.Invites.AddInviteAsync(invite, cancellationToken).ConfigureAwait(false);
        Expect.Equal(invite, await FindAsync(nodes, "token", cancellationToken).ConfigureAwait(false), "An invite that was added");
        Expect.Equal(null, await FindAsync(nodes, "Token", cancellationToken).ConfigureAwait(false), "The invite of an unknown token");
        await Expect.ThrowsAsync(
            async () => await nodes.First.Invites.AddInviteAsync(invite, cancellationToken).ConfigureAwait(false), "A token that is taken is misuse and must throw.").ConfigureAwait(false);
    }

    private static async Task AcceptedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.Invites.AddInviteAsync(Samples.Invite("token"), cancellationToken).ConfigureAwait(false);
        await nodes.First.Contacts.PutContactAsync(Samples.Contact("albert") with { Label = "old" }, cancellationToken).ConfigureAwait(false);
        var contact = Samples.Contact("albert") with { DisplayName = Samples.Text };
        var now = Samples.Now.AddHours(1);
        Expect.Equal(
            InviteAcceptanceOutcome.Accepted,
            await nodes.Second.Invites.TryAcceptInviteAsync(Samples.Hash("token"), contact, now, cancellationToken).ConfigureAwait(false),
            "The first acceptance");
        Expect.Equal(
            Samples.Invite("token") with { AcceptedBy = contact.Address, AcceptedAt = now },
            await FindAsync(nodes, "token", cancellationToken).ConfigureAwait(false),
            "An accepted invite");
        Expect.Equal(contact, await nodes.First.Contacts.FindContactAsync("marie", contact.Address, cancellationToken).ConfigureAwait(false), "The contact of an accepted invite");
    }

    private static async Task AcceptedAgainAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.Invites.AddInviteAsync(Samples.Invite("token"), cancellationToken).ConfigureAwait(false);
        await AcceptAsync(nodes, "token", "albert", cancellationToken).ConfigureAwait(false);
        var accepted = await FindAsync(nodes, "token", cancellationToken).ConfigureAwait(false);
        foreach (var identifier in new[] { "lise", "albert" })
        {
            Expect.Equal(
                InviteAcceptanceOutcome.AlreadyAccepted, await AcceptAsync(nodes, "token", identifier, cancellationToken).ConfigureAwait(false), "The second acceptance");
        }

        Expect.Equal(
            InviteAcceptanceOutcome.AlreadyAccepted,
            await nodes.First.Invites.TryAcceptInviteAsync(Samples.Hash("token"), Samples.Contact("lise"), Samples.Now.AddYears(1), cancellationToken).ConfigureAwait(false),
            "The second acceptance, after the end");
        Expect.Equal(accepted, await FindAsync(nodes, "token", cancellationToken).ConfigureAwait(false), "The invite after a second acceptance");
        Expect.Equal(
            null, await nodes.First.Contacts.FindContactAsync("marie", Samples.At("lise", Samples.There), cancellationToken).ConfigureAwait(false), "The contact of a second acceptance");
    }

    private static async Task TooLateAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        var invite = Samples.Invite("token");
        await nodes.First.Invites.AddInviteAsync(invite, cancellationToken).ConfigureAwait(false);
        Expect.Equal(
            InviteAcceptanceOutcome.Expired,
            await nodes.First.Invites.TryAcceptInviteAsync(Samples.Hash("token"), Samples.Contact("albert"), invite.ExpiresAt, cancellationToken).ConfigureAwait(false),
            "An acceptance at the invite's end");
        Expect.Equal(invite, await FindAsync(nodes, "token", cancellationToken).ConfigureAwait(false), "The invite after a late acceptance");
        Expect.Equal(0, (await nodes.First.Contacts.ListContactsAsync("marie", null, 10, cancellationToken).ConfigureAwait(false)).Count, "Contacts after a late acceptance");
        Expect.Equal(
            InviteAcceptanceOutcome.Accepted,
            await nodes.First.Invites.TryAcceptInviteAsync(
                Samples.Hash("token"), Samples.Contact("albert"), invite.ExpiresAt.AddMilliseconds(-1), cancellationToken).ConfigureAwait(false),
            "An acceptance just before the invite's end");
    }

    private static async Task UnknownAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        Expect.Equal(InviteAcceptanceOutcome.Unknown, await AcceptAsync(nodes, "token", "albert", cancellationToken).ConfigureAwait(false), "An unknown token's acceptance");
        await nodes.First.Invites.AddInviteAsync(Samples.Invite("token"), cancellationToken).ConfigureAwait(false);
        await nodes.First.Invites.TryRevokeInviteAsync(Samples.Hash("token"), "marie", cancellationToken).ConfigureAwait(false);
        Expect.Equal(InviteAcceptanceOutcome.Unknown, await AcceptAsync(nodes, "token", "albert", cancellationToken).ConfigureAwait(false), "A revoked invite's acceptance");
        Expect.Equal(0, (await nodes.First.Contacts.ListContactsAsync("marie", null, 10, cancellationToken).ConfigureAwait(false)).Count, "Contacts without an accepted invite");
    }

    private static async Task ListedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        foreach (var token in new[] { "b", "c", "a" })
        {
            await nodes.First.Invites.AddInviteAsync(Samples.Invite(token), cancellationToken).ConfigureAwait(false);
            await nodes.First.Invites.AddInviteAsync(Samples.Invite("x" + token, "pierre"), cancellationToken).ConfigureAwait(false);
        }

        await AcceptAsync(nodes, "c", "albert", cancellationToken).ConfigureAwait(false);
        var all = await nodes.Second.Invites.ListInvitesAsync("marie", 10, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(["a", "c", "b"], all.Select(invite => invite.Token.Reveal()), "A user's invites");
        Expect.Sequence([false, true, false], all.Select(invite => invite.AcceptedBy is not null), "Which invites were accepted");
        Expect.Sequence(
            ["a"], (await nodes.Second.Invites.ListInvitesAsync("marie", 1, cancellationToken).ConfigureAwait(false)).Select(invite => invite.Token.Reveal()), "The newest invite");
        var open = await nodes.Second.Invites.ListOpenInvitesAsync("marie", 10, cancellationToken).ConfigureAwait(false);
        Expect.Sequence(["a", "b"], open.Select(invite => invite.Token.Reveal()), "A user's open invites");
        Expect.Equal(1, (await nodes.Second.Invites.ListOpenInvitesAsync("marie", 1, cancellationToken).ConfigureAwait(false)).Count, "Open invites with a limit of 1");
    }

    private static async Task RevokedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        var invites = nodes.First.Invites;
        await invites.AddInviteAsync(Samples.Invite("open"), cancellationToken).ConfigureAwait(false);
        await invites.AddInviteAsync(Samples.Invite("accepted"), cancellationToken).ConfigureAwait(false);
        await AcceptAsync(nodes, "accepted", "albert", cancellationToken).ConfigureAwait(false);
        Expect.That(!await invites.TryRevokeInviteAsync(Samples.Hash("open"), "pierre", cancellationToken).ConfigureAwait(false), "Another user must not revoke an invite.");
        Expect.That(!await invites.TryRevokeInviteAsync(Samples.Hash("accepted"), "marie", cancellationToken).ConfigureAwait(false), "An accepted invite must not be revoked.");
        Expect.That(!await invites.TryRevokeInviteAsync(Samples.Hash("unknown"), "marie", cancellationToken).ConfigureAwait(false), "An unknown invite must not be revoked.");
        Expect.That(await invites.TryRevokeInviteAsync(Samples.Hash("open"), "marie", cancellationToken).ConfigureAwait(false), "An open invite must be revoked by its user.");
        Expect.That(!await invites.TryRevokeInviteAsync(Samples.Hash("open"), "marie", cancellationToken).ConfigureAwait(false), "An invite is revoked once.");
        Expect.Equal(1, (await nodes.Second.Invites.ListInvitesAsync("marie", 10, cancellationToken).ConfigureAwait(false)).Count, "Invites after one of two was revoked");
    }

    private static async Task RemovedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 5; number++)
        {
            await nodes.First.Invites.AddInviteAsync(Samples.Invite($"old {number}") with { ExpiresAt = Samples.Now }, cancellationToken).ConfigureAwait(false);
        }

        await nodes.First.Invites.AddInviteAsync(Samples.Invite("new"), cancellationToken).ConfigureAwait(false);
        Expect.Equal(0, await nodes.First.Invites.RemoveExpiredInvitesAsync(Samples.Now, 10, cancellationToken).ConfigureAwait(false), "Invites removed at the moment of their end");
        var before = Samples.Now.AddMilliseconds(1);
        List<int> batches = [];
        for (var batch = 0; batch < 3; batch++)
        {
            batches.Add(await nodes.Second.Invites.RemoveExpiredInvitesAsync(before, 3, cancellationToken).ConfigureAwait(false));
        }

        Expect.Sequence([3, 2, 0], batches, "Invites removed in batches of 3");
        Expect.Equal(1, (await nodes.First.Invites.ListInvitesAsync("marie", 10, cancellationToken).ConfigureAwait(false)).Count, "Invites that are left");
    }

    private static async Task RaceAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var token = $"token {round}";
            await nodes.First.Invites.AddInviteAsync(Samples.Invite(token), cancellationToken).ConfigureAwait(false);
            var outcomes = await Race.RunAsync(caller => nodes.Of(caller).Invites.TryAcceptInviteAsync(
                Samples.Hash(token), Samples.Contact($"{round}-{caller}"), Samples.Now, cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes.Select(outcome => outcome == InviteAcceptanceOutcome.Accepted), 1, "Callers that accepted one invite");
            Expect.Winners(outcomes.Select(outcome => outcome == InviteAcceptanceOutcome.AlreadyAccepted), Race.Callers - 1, "Callers that came too late");
            var winner = Samples.At($"{round}-{Array.IndexOf(outcomes, InviteAcceptanceOutcome.Accepted)}", Samples.There);
            Expect.Equal(winner, (await FindAsync(nodes, token, cancellationToken).ConfigureAwait(false))?.AcceptedBy, "Who accepted the invite");
            Expect.Equal(
                round + 1, (await nodes.First.Contacts.ListContactsAsync("marie", null, 100, cancellationToken).ConfigureAwait(false)).Count, "Contacts after as many invites");
        }
    }

    private static async Task RevokeRaceAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var token = $"token {round}";
            await nodes.First.Invites.AddInviteAsync(Samples.Invite(token), cancellationToken).ConfigureAwait(false);
            var outcomes = await Race.RunAsync(
                async caller => caller % 4 < 2
                    ? await nodes.Of(caller).Invites.TryRevokeInviteAsync(Samples.Hash(token), "marie", cancellationToken).ConfigureAwait(false)
                    : await AcceptAsync(nodes, token, $"{round}-{caller}", cancellationToken).ConfigureAwait(false) == InviteAcceptanceOutcome.Accepted).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that accepted or revoked one invite");
        }
    }

    private static async Task<Invite?> FindAsync(StoreNodes<ContactStores> nodes, string token, CancellationToken cancellationToken) =>
        await nodes.Second.Invites.FindInviteAsync(Samples.Hash(token), cancellationToken).ConfigureAwait(false);

    private static async Task<InviteAcceptanceOutcome> AcceptAsync(
        StoreNodes<ContactStores> nodes, string token, string identifier, CancellationToken cancellationToken) =>
        await nodes.Second.Invites.TryAcceptInviteAsync(Samples.Hash(token), Samples.Contact(identifier), Samples.Now, cancellationToken).ConfigureAwait(false);
}
