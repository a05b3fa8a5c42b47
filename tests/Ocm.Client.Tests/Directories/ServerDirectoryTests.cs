using Ocm.Addresses;
using Ocm.Client.Directories;
using Ocm.Errors;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Directories;

/// <summary>Directory services over the network.</summary>
[TestFixture]
internal sealed class ServerDirectoryTests
{
    private static readonly OcmHost A = OcmHost.Parse("a.example");

    [Test]
    [Property("Requirement", "DIR-01")]
    public async Task List_SignedDocument_GivesItsServers(
        [Values("Ed25519", "EdDSA", "ES256", "RS256", "PS256")] string algorithm, [Values] JwsSerialization serialization)
    {
        await using var directory = await DirectoryPeer.StartAsync(algorithm);
        await using var client = DirectoryPeer.Client(directory);
        await directory.PublishAsync(
            DirectoryPeer.Json("The federation", DirectoryPeer.Server("https://a.example", "Server A"), DirectoryPeer.Server("https://b.example:4443")), serialization);

        var listing = await client.Get<IServerDirectory>().ListAsync();

        Assert.That(listing.Services.Single().Failure, Is.Null);
        Assert.That(listing.Servers.Select(server => server.Host.Value), Is.EqualTo(new[] { "a.example", "b.example:4443" }));
        Assert.That(listing.Find(A)!.DisplayName, Is.EqualTo("Server A"));
        Assert.That(listing.Find(A)!.Federations, Is.EqualTo(new[] { "The federation" }));
        Assert.That(listing.Find(OcmHost.Parse("c.example")), Is.Null);
        var request = directory.Peer.RequestsTo(DirectoryPeer.Path).Single();
        Assert.That((request.Method, request.Header("Authorization"), request.Header("Signature")), Is.EqualTo(("GET", (string?)null, (string?)null)), "anonymous");
    }

    [Test]
    [Property("Requirement", "DIR-01")]
    public async Task List_SignedByAnotherKey_GivesNothingAndSaysSo()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(directory);
        await directory.PublishAsync(DirectoryPeer.Json("F", DirectoryPeer.Server("https://a.example")), key: LocalSigningKey.Generate("directory#1"));

        var listing = await client.Get<IServerDirectory>().ListAsync();

        Assert.That(listing.Servers, Is.Empty);
        Assert.That(listing.Services.Single().Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(client.Log.Entries.Count(entry => entry.Id.Id == 1500 && entry.Text.Contains("none of the configured keys", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [TestCase("""{"federation":"F","servers":[{"url":"https://a.example","displayName":"A"}]}""", TestName = "List_Unsigned_GivesNothing")]
    [TestCase("""{"payload":{"federation":"F","servers":[]},"protected":{"alg":"ES256"},"signature":"AAAA"}""", TestName = "List_DecodedExampleOfTheDraft_GivesNothing")]
    [TestCase("no", TestName = "List_Text_GivesNothing")]
    [TestCase("", TestName = "List_EmptyAnswer_GivesNothing")]
    [Property("Requirement", "DIR-01")]
    public async Task List_NoSignature_GivesNothing(string body)
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(directory);
        directory.Peer.Answer(DirectoryPeer.Path, FakePeerAnswer.Json(body));
        var listing = await client.Get<IServerDirectory>().ListAsync();
        Assert.That(listing.Servers, Is.Empty);
        Assert.That(listing.Services.Single().Failure!.Rule, Is.EqualTo("DIR-01"));
    }

    [TestCase("""{"servers":[]}""")]
    [TestCase("""{"federation":"F"}""")]
    [TestCase("""{"federation":"","servers":[]}""")]
    [TestCase("""{"federation":7,"servers":[]}""")]
    [TestCase("""{"federation":"F","servers":{}}""")]
    [TestCase("""{"federation":"F","federation":"G","servers":[]}""")]
    [TestCase("""{"federation":"a\nb","servers":[]}""")]
    [TestCase("[]")]
    [Property("Requirement", "DIR-01")]
    public async Task List_SignedContentWithoutWhatIsRequired_GivesNothing(string json)
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(directory);
        await directory.PublishAsync(json);
        var listing = await client.Get<IServerDirectory>().ListAsync();
        Assert.That(listing.Services.Single().Failure!.Rule, Is.EqualTo("DIR-01"));
    }

    [TestCase("""{"url":"https://b.example/ocm","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"https://u@b.example","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"https://b.example?x=1","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"https://b.example/?","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"https://b.example#x","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"https://b.example:99999","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"https:b.example","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"https://","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"ftp://b.example","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"javascript://b.example","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"http://b.example","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"b.example","displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":"https://a.example:443","displayName":"twice"}""", "servers[1].url")]
    [TestCase("""{"url":"https://b.example"}""", "servers[1].displayName")]
    [TestCase("""{"url":"https://b.example","displayName":""}""", "servers[1].displayName")]
    [TestCase("""{"url":"https://b.example","displayName":"a\u0007b"}""", "servers[1].displayName")]
    [TestCase("""{"displayName":"B"}""", "servers[1].url")]
    [TestCase("""{"url":null,"displayName":"B"}""", "servers[1].url")]
    [TestCase("\"https://b.example\"", "servers[1]")]
    [Property("Requirement", "DIR-02")]
    public async Task List_EntryThatBreaksTheRules_IsDroppedAndReportedAndTheOthersStay(string entry, string field)
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(directory);
        await directory.PublishServersAsync(DirectoryPeer.Server("https://a.example"), entry, DirectoryPeer.Server("https://c.example:8443/"));

        var listing = await client.Get<IServerDirectory>().ListAsync();

        Assert.That(listing.Servers.Select(server => server.Host.Value), Is.EqualTo(new[] { "a.example", "c.example:8443" }));
        var service = listing.Services.Single();
        Assert.That((service.DroppedCount, service.Dropped.Single().Name, service.ServerCount), Is.EqualTo((1, field, 2)));
        Assert.That(client.Log.Entries.Select(entry => entry.Text), Has.Some.Contains($"the first is {field}:"));
    }

    [Test]
    [Property("Requirement", "DIR-02")]
    public async Task List_HttpServerInATestSetup_IsTaken()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(null, null, http => http.AllowHttp = true, directory);
        await directory.PublishServersAsync(DirectoryPeer.Server("http://192.168.1.1:8080"), DirectoryPeer.Server("http://b.example"));
        var listing = await client.Get<IServerDirectory>().ListAsync();
        Assert.That(listing.Servers.Select(server => server.Host.Value), Is.EqualTo(new[] { "192.168.1.1:8080", "b.example:80" }));
    }

    [Test]
    [Property("Requirement", "DIR-03")]
    public async Task List_SeveralServices_GivesTheirUnion()
    {
        await using var one = await DirectoryPeer.StartAsync();
        await using var other = await DirectoryPeer.StartAsync("ES256");
        await using var client = DirectoryPeer.Client(one, other);
        await one.PublishAsync(DirectoryPeer.Json("One", DirectoryPeer.Server("https://a.example", "First name"), DirectoryPeer.Server("https://b.example")));
        await other.PublishAsync(DirectoryPeer.Json("Other", DirectoryPeer.Server("https://c.example"), DirectoryPeer.Server("https://A.example", "Second name")), JwsSerialization.Compact);

        var listing = await client.Get<IServerDirectory>().ListAsync();

        Assert.That(listing.Servers.Select(server => server.Host.Value), Is.EqualTo(new[] { "a.example", "b.example", "c.example" }));
        Assert.That(listing.Find(A)!.DisplayName, Is.EqualTo("First name"));
        Assert.That(listing.Find(A)!.Federations, Is.EqualTo(new[] { "One", "Other" }));
        Assert.That(listing.Find(A)!.Services, Is.EqualTo(new[] { one.Url, other.Url }));
    }

    [Test]
    public async Task List_OneServiceDown_GivesTheOthers()
    {
        await using var one = await DirectoryPeer.StartAsync();
        await using var other = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(one, other);
        one.Peer.Answer(DirectoryPeer.Path, FakePeerAnswer.Status(503));
        await other.PublishServersAsync(DirectoryPeer.Server("https://a.example"));

        var listing = await client.Get<IServerDirectory>().ListAsync();

        Assert.That(listing.Servers.Select(server => server.Host), Is.EqualTo(new[] { A }));
        Assert.That(listing.Services.Select(service => service.Failure?.Kind), Is.EqualTo(new OcmFailureKind?[] { OcmFailureKind.Unavailable, null }));
    }

    [Test]
    public async Task List_NothingConfigured_IsEmpty()
    {
        await using var client = DirectoryPeer.Client();
        var directory = client.Get<IServerDirectory>();
        Assert.That(directory.IsConfigured, Is.False);
        Assert.That((await directory.ListAsync()).Servers, Is.Empty);
    }

    [Test]
    public async Task List_DocumentOverTheLimits_IsRefusedOrCut()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        var servers = Enumerable.Range(0, 30).Select(i => DirectoryPeer.Server($"https://s{i}.example")).ToArray();
        await directory.PublishServersAsync(servers);
        await using var small = DirectoryPeer.Client(null, options => options.MaxDocumentBytes = 1024, null, directory);
        Assert.That((await small.Get<IServerDirectory>().ListAsync()).Services.Single().Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));

        await using var few = DirectoryPeer.Client(null, options => options.MaxServers = 10, null, directory);
        var listing = await few.Get<IServerDirectory>().ListAsync();
        Assert.That((listing.Servers.Count, listing.Services.Single().DroppedCount), Is.EqualTo((10, 20)));
    }

    [Test]
    public async Task List_DirectoryOnAForbiddenAddress_IsBlockedByTheDestinationGuard()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(null, null, http => http.AllowedDestinations.Clear(), directory);
        await directory.PublishServersAsync(DirectoryPeer.Server("https://a.example"));
        Assert.That((await client.Get<IServerDirectory>().ListAsync()).Services.Single().Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(directory.Fetches, Is.Zero);
    }
}
