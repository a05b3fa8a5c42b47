using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Contacts;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Contacts;

/// <summary>Address books: cards in and out, removal with shares, contacts by shares, trust.</summary>
[TestFixture]
internal sealed class ContactTests
{
    [Test]
    [Property("Requirement", "CONT-01")]
    public async Task ExportAndImport_OwnExport_RestoresTheAddressBook()
    {
        await using var servers = await TwoServers.StartAsync();
        await servers.InviteAsync();
        await PutAsync(servers.Sending, Contact("albert", "lise@elsewhere.example") with { Trusted = true, Label = "Lise" });
        for (var i = 0; i < 250; i++)
        {
            await PutAsync(servers.Sending, Contact("albert", $"user-{i:000}@elsewhere.example"));
        }

        var cards = await servers.Sending.WithAsync<IContacts, IReadOnlyList<JsContactCard>>(contacts => contacts.ExportAsync("albert"));
        await ImportAsync(servers.Receiving, "albert", cards, isOwnExport: true);

        var before = await AllAsync(servers.Sending, "albert");
        var after = await AllAsync(servers.Receiving, "albert");
        Assert.That(before, Has.Count.EqualTo(252));
        Assert.That(after.Select(contact => (contact.Address, contact.Source, contact.Trusted, contact.Label, contact.DisplayName)),
            Is.EqualTo(before.Select(contact => (contact.Address, contact.Source, contact.Trusted, contact.Label, contact.DisplayName))));
    }

    [Test]
    [Property("Requirement", "CONT-01")]
    public async Task Import_CardOfSomebodyElse_GivesNoTrust()
    {
        await using var server = await OcmTestServer.StartAsync();
        var claim = JsContactCard.Of(Contact("x", "mallory@evil.example") with { Trusted = true, Source = ContactSource.Invite });

        var contact = (await ImportAsync(server, "marie", [claim])).Single();

        Assert.That((contact.UserIdentifier, contact.Trusted, contact.Source), Is.EqualTo(("marie", false, ContactSource.DirectEntry)));
        Assert.That(await AllAsync(server, "marie"), Is.EqualTo(new[] { contact }));
    }

    [Test]
    [Property("Requirement", "CONT-01")]
    public async Task Import_KnownContact_KeepsItsTrustAndSource()
    {
        await using var server = await OcmTestServer.StartAsync();
        var known = Contact("marie", "lise@elsewhere.example") with { Source = ContactSource.Invite, Trusted = true, Email = "lise@example.org" };
        await PutAsync(server, known);

        await ImportAsync(server, "marie", [JsContactCard.Of(known with { Source = ContactSource.Share, Trusted = false, Label = "Physics", Email = null })]);

        Assert.That((await AllAsync(server, "marie")).Single(), Is.EqualTo(known with { Label = "Physics" }));
    }

    [Test]
    [Property("Requirement", "INV-10")]
    public async Task Remove_WithShares_EndsThemOnBothSidesAndNoOthers()
    {
        await using var servers = await TwoServers.StartAsync();
        await servers.InviteAsync();
        var toMarie = await servers.SharedAsync();
        var toAlbert = await servers.SharedAsync(share => share with { ShareWith = servers.Receiving.Address("albert"), ResourceId = "/other" });
        var fromMarie = await servers.Receiving.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(servers.NewShare() with
        {
            SenderIdentifier = "marie",
            ShareWith = servers.Sending.Address("albert"),
        }));
        Assert.That(fromMarie.Failure, Is.Null);

        var result = await RemoveAsync(servers.Sending, ContactRemoval.Unshare | ContactRemoval.DiscardReceived, servers.Receiving.Address("marie"));
        var again = await RemoveAsync(servers.Sending, ContactRemoval.Unshare | ContactRemoval.DiscardReceived, servers.Receiving.Address("marie"));

        Assert.That(result, Is.EqualTo(new ContactRemovalResult(WasContact: true, Unshared: 1, Discarded: 1, Failed: 0)));
        Assert.That(again, Is.EqualTo(new ContactRemovalResult(WasContact: false, Unshared: 0, Discarded: 0, Failed: 0)));
        Assert.That(await AllAsync(servers.Sending, "albert"), Is.Empty);
        Assert.That((await servers.SentAsync(toMarie.ProviderId)).Status, Is.EqualTo(SentShareStatus.Unshared));
        Assert.That((await servers.SentAsync(toAlbert.ProviderId)).Status, Is.Not.EqualTo(SentShareStatus.Unshared));
        Assert.That((await servers.ReceivedAsync()).Status, Is.EqualTo(ReceivedShareStatus.Unshared), "marie's server was told");
        Assert.That((await servers.Receiving.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(fromMarie.Value!.ProviderId)))!.Status, Is.EqualTo(SentShareStatus.Declined));
        Assert.That((await AllAsync(servers.Receiving, "marie")).Select(contact => contact.Address), Is.EqualTo(new[] { servers.Sending.Address("albert") }), "the other side's book is its own");
    }

    [Test]
    public async Task Remove_ContactOnly_LeavesTheShares()
    {
        await using var servers = await TwoServers.StartAsync();
        await servers.InviteAsync();
        var share = await servers.SharedAsync();
        Assert.That((await RemoveAsync(servers.Sending, ContactRemoval.ContactOnly, servers.Receiving.Address("marie"))).WasContact, Is.True);
        Assert.That((await servers.SentAsync(share.ProviderId)).Status, Is.EqualTo(SentShareStatus.Sent));
    }

    [Test]
    [Property("Requirement", "CONT-01")]
    public async Task AcceptedShare_ContactsOfShares_AddsTheSenderUntrusted()
    {
        await using var servers = await TwoServers.StartAsync(receiving: Receiving(ocm => ocm.AddContactsOfShares()));
        await servers.SharedAsync();
        Assert.That(await AllAsync(servers.Receiving, "marie"), Is.Empty, "not before it is accepted");
        await servers.AcceptAsync();
        var contact = (await AllAsync(servers.Receiving, "marie")).Single();
        Assert.That((contact.Address, contact.Source, contact.Trusted), Is.EqualTo((servers.Sending.Address("albert"), ContactSource.Share, false)));
    }

    [Test]
    [Property("Requirement", "SHARE-28")]
    public async Task ReceivedShare_TrustedContact_IsAcceptedWithoutAskingAndOthersAreNot()
    {
        await using var servers = await TwoServers.StartAsync(receiving: Receiving(ocm => ocm.AutoAcceptFromTrustedContacts()));
        await servers.SharedAsync();
        Assert.That((await servers.ReceivedAsync()).Status, Is.EqualTo(ReceivedShareStatus.Pending));

        await PutAsync(servers.Receiving, Contact("marie", servers.Sending.Address("albert").ToString()) with { Trusted = true });
        await servers.SharedAsync(share => share with { ResourceId = "/other" });
        Assert.That((await servers.ReceivedAsync()).Status, Is.EqualTo(ReceivedShareStatus.Accepted));
    }

    private static OcmTestServerSettings Receiving(Action<IOcmServerBuilder> more) => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            more(ocm);
        },
    };

    private static Contact Contact(string user, string address) => new()
    {
        UserIdentifier = user,
        Address = OcmAddress.Parse(address),
        Source = ContactSource.DirectEntry,
        AddedAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static ValueTask<ContactRemovalResult> RemoveAsync(OcmTestServer server, ContactRemoval removal, OcmAddress address) =>
        server.WithAsync<IContacts, ContactRemovalResult>(contacts => contacts.RemoveAsync("albert", address, removal));

    private static ValueTask<IReadOnlyList<Contact>> ImportAsync(OcmTestServer server, string user, IEnumerable<JsContactCard> cards, bool isOwnExport = false) =>
        server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ImportAsync(user, cards, isOwnExport));

    private static ValueTask<IReadOnlyList<Contact>> AllAsync(OcmTestServer server, string user) =>
        server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync(user, limit: 1000));

    private static async Task PutAsync(OcmTestServer server, Contact contact) => await server.WithAsync<IContacts, bool>(async contacts =>
    {
        await contacts.PutAsync(contact);
        return true;
    });
}
