using Ocm.Addresses;
using Ocm.Contacts;

namespace Ocm.Testing.Stores;

/// <summary>What <see cref="IContactStore"/> promises.</summary>
internal static class ContactGuarantees
{
    internal static readonly IReadOnlyList<Guarantee<ContactStores>> All =
    [
        new("Contact_Put_ComesBackInFull", "Every field of a contact survives; another put replaces it.", PutAsync),
        new("Contact_Found_ByUserAndAddressOnly", "A contact is found by its user and its exact address.", FoundAsync),
        new("Contact_ListedInPages_EachOnceInOrder", "A user's contacts are listed in pages, each once, in one order.", ListedAsync),
        new("Contact_ListedOf_KnowsItsAddressBooks", "All address books that hold an address are known, as long as they do.", ListedOfAsync),
        new("Contact_Servers_AreFoundByIdentifier", "The servers of all contacts of one identifier are found, each once, by exactly that identifier.", ServersAsync),
        new("Contact_Removed_IsGone", "A contact is removed once.", RemovedAsync),
        new("Contact_AnyInvitedAt_KnowsInvitedServersOnly", "Servers of contacts from invites are known, as long as there is such a contact.", InvitedAtAsync),
        new("Contact_PutRace_LeavesOne", "Nodes that put one contact at once leave one contact.", PutRaceAsync),
    ];

    private static async Task PutAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        var contact = Samples.Contact(Samples.LongIdentifier, Samples.LongIdentifier) with
        {
            DisplayName = Samples.Text,
            Email = "a@b",
            Label = Samples.Text,
            Source = new ContactSource("x-source"),
            Trusted = true,
            GivenIdentifier = Samples.Text,
        };
        foreach (var stored in new[] { contact, contact with { Label = null, DisplayName = null, Email = null, Trusted = false, GivenIdentifier = null } })
        {
            await nodes.First.Contacts.PutContactAsync(stored, cancellationToken).ConfigureAwait(false);
            Expect.Equal(
                stored, await nodes.Second.Contacts.FindContactAsync(Samples.LongIdentifier, contact.Address, cancellationToken).ConfigureAwait(false), "A contact that was put");
        }
    }

    private static async Task FoundAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        await nodes.First.Contacts.PutContactAsync(Samples.Contact("albert"), cancellationToken).ConfigureAwait(false);
        var contacts = nodes.Second.Contacts;
        Expect.Equal(null, await contacts.FindContactAsync("pierre", Samples.At("albert", Samples.There), cancellationToken).ConfigureAwait(false), "Another user's contact");
        Expect.Equal(null, await contacts.FindContactAsync("marie", Samples.At("Albert", Samples.There), cancellationToken).ConfigureAwait(false), "A contact in other case");
        Expect.Equal(null, await contacts.FindContactAsync("marie", Samples.At("albert", Samples.Here), cancellationToken).ConfigureAwait(false), "A contact of another server");
    }

    private static async Task ListedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        string[] identifiers = ["a", "b", "c", "C", "d e", "ü", "\U0001F98A", "\uFB01", "%", "_"];
        foreach (var identifier in identifiers)
        {
            await nodes.First.Contacts.PutContactAsync(Samples.Contact(identifier), cancellationToken).ConfigureAwait(false);
            await nodes.First.Contacts.PutContactAsync(Samples.Contact("x" + identifier, "pierre"), cancellationToken).ConfigureAwait(false);
        }

        List<Contact> seen = [];
        OcmAddress? after = null;
        while (seen.Count <= identifiers.Length)
        {
            var page = await nodes.Second.Contacts.ListContactsAsync("marie", after, 3, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            Expect.That(page.Count <= 3, "A page must not be longer than was asked for.");
            seen.AddRange(page);
            after = page[^1].Address;
        }

        Expect.Sequence(
            identifiers.Order(StringComparer.Ordinal), seen.Select(contact => contact.Address.Identifier).Order(StringComparer.Ordinal), "The contacts of all pages");
        Expect.Sequence(
            ["a", "b", "c"], seen.Select(contact => contact.Address.Identifier).Where(name => name is "a" or "b" or "c"), "The order of contacts");
    }

    private static async Task ListedOfAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        var contacts = nodes.First.Contacts;
        string[] users = ["marie", "pierre", Samples.LongIdentifier];
        foreach (var user in users)
        {
            await contacts.PutContactAsync(Samples.Contact(Samples.LongIdentifier, user), cancellationToken).ConfigureAwait(false);
            await contacts.PutContactAsync(Samples.Contact("albert", user), cancellationToken).ConfigureAwait(false);
        }

        var address = Samples.At(Samples.LongIdentifier, Samples.There);
        await ExpectBooksAsync(nodes, address, users, cancellationToken).ConfigureAwait(false);
        Expect.Equal(2, (await nodes.Second.Contacts.ListContactsOfAsync(address, 2, cancellationToken).ConfigureAwait(false)).Count, "Address books with a limit of 2");
        await ExpectBooksAsync(nodes, Samples.At("Albert", Samples.There), [], cancellationToken).ConfigureAwait(false);
        await ExpectBooksAsync(nodes, Samples.At("albert", Samples.Here), [], cancellationToken).ConfigureAwait(false);
        await contacts.TryRemoveContactAsync("pierre", address, cancellationToken).ConfigureAwait(false);
        await ExpectBooksAsync(nodes, address, ["marie", Samples.LongIdentifier], cancellationToken).ConfigureAwait(false);
    }

    private static async Task ServersAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        // Alike at their start, in other cases, with an "@", and with what a careless pattern would take for a wildcard.
        string[] identifiers = [Samples.LongIdentifier, Samples.LongIdentifier[..^1], "albert", "Albert", "albert@office", "albert_", "albertx", "\U0001F98A"];
        foreach (var identifier in identifiers)
        {
            await nodes.First.Contacts.PutContactAsync(Samples.Contact(identifier), cancellationToken).ConfigureAwait(false);
            await nodes.First.Contacts.PutContactAsync(Samples.Contact(identifier, "pierre"), cancellationToken).ConfigureAwait(false);
        }

        var here = Samples.Contact("albert") with { Address = Samples.At("albert", Samples.Here) };
        await nodes.First.Contacts.PutContactAsync(here, cancellationToken).ConfigureAwait(false);
        foreach (var identifier in identifiers.Where(identifier => identifier != "albert"))
        {
            await ExpectServersAsync(nodes, identifier, [Samples.There], cancellationToken).ConfigureAwait(false);
        }

        await ExpectServersAsync(nodes, "albert", [Samples.Here, Samples.There], cancellationToken).ConfigureAwait(false);
        await ExpectServersAsync(nodes, "alber", [], cancellationToken).ConfigureAwait(false);
        await ExpectServersAsync(nodes, "%", [], cancellationToken).ConfigureAwait(false);
        Expect.Sequence(
            [Samples.Here.Value],
            (await nodes.Second.Contacts.FindContactServersAsync("albert", 1, cancellationToken).ConfigureAwait(false)).Select(server => server.Value),
            "The first server of contacts");
        await nodes.First.Contacts.TryRemoveContactAsync("marie", here.Address, cancellationToken).ConfigureAwait(false);
        await ExpectServersAsync(nodes, "albert", [Samples.There], cancellationToken).ConfigureAwait(false);
    }

    private static async Task RemovedAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        var contact = Samples.Contact("albert");
        await nodes.First.Contacts.PutContactAsync(contact, cancellationToken).ConfigureAwait(false);
        Expect.That(!await nodes.First.Contacts.TryRemoveContactAsync("pierre", contact.Address, cancellationToken).ConfigureAwait(false), "Another user's contact must not be removed.");
        Expect.That(await nodes.First.Contacts.TryRemoveContactAsync("marie", contact.Address, cancellationToken).ConfigureAwait(false), "A contact must be removed.");
        Expect.That(!await nodes.Second.Contacts.TryRemoveContactAsync("marie", contact.Address, cancellationToken).ConfigureAwait(false), "A contact is removed once.");
        Expect.Equal(null, await nodes.Second.Contacts.FindContactAsync("marie", contact.Address, cancellationToken).ConfigureAwait(false), "A removed contact");
    }

    private static async Task InvitedAtAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        var contacts = nodes.First.Contacts;
        await contacts.PutContactAsync(Samples.Contact("albert") with { Source = ContactSource.DirectEntry }, cancellationToken).ConfigureAwait(false);
        await ExpectInvitedAsync(nodes, Samples.There, false, cancellationToken).ConfigureAwait(false);
        await contacts.PutContactAsync(Samples.Contact("albert"), cancellationToken).ConfigureAwait(false);
        await contacts.PutContactAsync(Samples.Contact("albert"), cancellationToken).ConfigureAwait(false);
        await contacts.PutContactAsync(Samples.Contact("lise", "pierre"), cancellationToken).ConfigureAwait(false);
        await ExpectInvitedAsync(nodes, Samples.There, true, cancellationToken).ConfigureAwait(false);
        await ExpectInvitedAsync(nodes, OcmHost.Parse(Samples.There.Name), false, cancellationToken).ConfigureAwait(false);
        await contacts.TryRemoveContactAsync("marie", Samples.At("albert", Samples.There), cancellationToken).ConfigureAwait(false);
        await ExpectInvitedAsync(nodes, Samples.There, true, cancellationToken).ConfigureAwait(false);
        await contacts.PutContactAsync(Samples.Contact("lise", "pierre") with { Source = ContactSource.Share }, cancellationToken).ConfigureAwait(false);
        await ExpectInvitedAsync(nodes, Samples.There, false, cancellationToken).ConfigureAwait(false);
    }

    private static async Task PutRaceAsync(StoreNodes<ContactStores> nodes, CancellationToken cancellationToken)
    {
        await Race.RunAsync(async caller =>
        {
            await nodes.Of(caller).Contacts.PutContactAsync(Samples.Contact("albert") with { Label = $"{caller}" }, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        Expect.Equal(1, (await nodes.First.Contacts.ListContactsAsync("marie", null, 10, cancellationToken).ConfigureAwait(false)).Count, "Contacts after a race for one");
    }

    private static async Task ExpectBooksAsync(
        StoreNodes<ContactStores> nodes, OcmAddress address, IEnumerable<string> users, CancellationToken cancellationToken)
    {
        var contacts = await nodes.Second.Contacts.ListContactsOfAsync(address, 100, cancellationToken).ConfigureAwait(false);
        Expect.That(contacts.All(contact => contact.Address == address), "Only contacts of the address must be listed.");
        Expect.Sequence(
            users.Order(StringComparer.Ordinal), contacts.Select(contact => contact.UserIdentifier).Order(StringComparer.Ordinal), "The address books of a contact");
    }

    private static async Task ExpectServersAsync(
        StoreNodes<ContactStores> nodes, string identifier, IEnumerable<OcmHost> servers, CancellationToken cancellationToken) =>
        Expect.Sequence(
            servers.Select(server => server.Value),
            (await nodes.Second.Contacts.FindContactServersAsync(identifier, 100, cancellationToken).ConfigureAwait(false)).Select(server => server.Value),
            "The servers of contacts");

    private static async Task ExpectInvitedAsync(StoreNodes<ContactStores> nodes, OcmHost server, bool expected, CancellationToken cancellationToken) =>
        Expect.Equal(expected, await nodes.Second.Contacts.AnyInvitedAtAsync(server, cancellationToken).ConfigureAwait(false), "Whether anybody at the server was invited");
}
