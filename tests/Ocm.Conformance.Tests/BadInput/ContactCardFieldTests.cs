using System.Text;
using Ocm.Conformance.Contacts;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Serialization;
using Ocm.Server.Contacts;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// Each field of a JSContact card in each bad form, on its way into an address book: the product learns the field's name, and the
/// contact that the card is about stays as it was.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Property("Requirement", "CONT-01")]
internal sealed class ContactCardFieldTests
{
    private readonly HttpClient _http = new();
    private OcmTestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await OcmTestServer.StartAsync(new OcmTestServerSettings { Map = CardEndpoints.Map });
        Assert.That((await PostAsync(MessageFields.ContactExample)).Status, Is.EqualTo(200));
        Assert.That(await ContactAsync(), Is.EqualTo(Imported));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private const string Imported = "einstein@cloud.example.org, Albert Einstein, albert@example.org, Berlin, direct entry, False";

    private static IEnumerable<TestCaseData<string, string>> Bad() =>
        from field in MessageFields.Contact
        from variant in FieldVariants.Of(MessageFields.ContactExample, field)
        where variant.Bad
        select new TestCaseData<string, string>(field.Path, variant.Json).SetArgDisplayNames(field.Path, variant.What);

    [TestCaseSource(nameof(Bad))]
    public async Task Import_BadField_IsRefusedByItsNameAndChangesNoContact(string field, string card)
    {
        var answer = await PostAsync(card);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { field }));
        await AssertNothingHappenedAsync(answer);
    }

    private static IEnumerable<TestCaseData<string>> Twice() =>
        MessageFields.Contact.Select(field => new TestCaseData<string>(FieldVariants.Twice(MessageFields.ContactExample, field.Path)).SetArgDisplayNames(field.Path));

    [TestCaseSource(nameof(Twice))]
    public async Task Import_FieldTwice_IsRefusedAsAWhole(string card)
    {
        var answer = await PostAsync(card);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { string.Empty }));
        await AssertNothingHappenedAsync(answer);
    }

    // A text that means nothing here is kept: where a contact comes from is an open list.
    [Test]
    public async Task Import_UnknownSource_IsKept()
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings { Map = CardEndpoints.Map });

        using var response = await _http.PostAsync(
            new Uri(server.Origin, CardEndpoints.Path),
            new StringContent(FieldVariants.With(MessageFields.ContactExample, "ietf.org:ocmAddresses.primary.source", "\"x-unknown\""), Encoding.UTF8, "application/json"));

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That((await ListAsync(server)).Single().Source.Value, Is.EqualTo("x-unknown"));
    }

    private async Task AssertNothingHappenedAsync(Answer answer)
    {
        Assert.That(answer.Body, Does.Not.Contain(FieldVariants.Marker), "what was sent is not repeated");
        Assert.That(await ContactAsync(), Is.EqualTo(Imported));
    }

    private async Task<Answer> PostAsync(string card)
    {
        using var response = await _http.PostAsync(new Uri(_server.Origin, CardEndpoints.Path), new StringContent(card, Encoding.UTF8, "application/json"));
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    private async Task<string> ContactAsync() => string.Join('\n', (await ListAsync(_server)).Select(contact =>
        $"{contact.Address}, {contact.DisplayName}, {contact.Email}, {contact.Label}, {contact.Source.Value}, {contact.Trusted}"));

    private static ValueTask<IReadOnlyList<Contact>> ListAsync(OcmTestServer server) =>
        server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync("marie"));
}
