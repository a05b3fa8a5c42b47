using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Discovery;
using Ocm.Conformance.Rig;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Discovery;

/// <summary>What another server must say of itself before it is called, and how it is said what went wrong.</summary>
internal sealed class PeerDocumentTests
{
    private const string Path = "/.well-known/ocm";

    private static IEnumerable<TestCaseData<FakePeerAnswer, OcmFailureKind, string>> Answers()
    {
        yield return Answer("no such page", FakePeerAnswer.Status(404), OcmFailureKind.InvalidResponse, "status 404");
        yield return Answer("an error", FakePeerAnswer.Status(500), OcmFailureKind.PeerFailure, "status 500");
        yield return Answer("a redirect to another server", FakePeerAnswer.Status(302) with { Headers = new Dictionary<string, string> { ["Location"] = "https://elsewhere.example.org/" } }, OcmFailureKind.InvalidResponse, "redirects to another server");
        yield return Answer("no JSON", FakePeerAnswer.Json("{\"enabled\":true"), OcmFailureKind.InvalidResponse, "not a valid JSON object");
        yield return Answer("a page for people", FakePeerAnswer.Json("{}") with { ContentType = "text/html" }, OcmFailureKind.InvalidResponse, "content type");
        yield return Answer("a field is missing", FakePeerAnswer.Json("""{"enabled":true,"apiVersion":"1.4.0","resourceTypes":[]}"""), OcmFailureKind.InvalidResponse, "endPoint is required");
        yield return Answer("none in time", FakePeerAnswer.Json("{}") with { Gate = new TaskCompletionSource().Task }, OcmFailureKind.Timeout, "in time");
    }

    [TestCaseSource(nameof(Answers))]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    public async Task Discover_AnswerThatIsNoDocument_FailsAndSaysWhich(FakePeerAnswer answer, OcmFailureKind kind, string says)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores()
                .Services.Configure<OcmClientOptions>(client => client.Lookups.Timeout = TimeSpan.FromSeconds(kind == OcmFailureKind.Timeout ? 1 : 15)),
        });
        test.Peer.Answer(Path, answer);

        var discovered = await DiscoverAsync(test);

        Assert.That(discovered.Failure?.Kind, Is.EqualTo(kind), discovered.Failure?.ToString());
        Assert.That(discovered.Failure!.Message, Does.Contain(says));
        Assert.That(test.Peer.Requests.Select(request => request.Path), Is.All.EqualTo(Path));
    }

    private static IEnumerable<TestCaseData<Func<DiscoveryDocument, DiscoveryDocument>, string>> Broken()
    {
        yield return Document("no resource type", document => document with { ResourceTypes = [] }, "resourceTypes");
        yield return Document("one resource type twice", document => document with { ResourceTypes = [.. document.ResourceTypes, document.ResourceTypes[0]] }, "resourceTypes[2].name");
        yield return Document("no recipients of the kind user", document => document with { ResourceTypes = [document.ResourceTypes[0] with { ShareTypes = [ShareType.Group] }] }, "resourceTypes[0].shareTypes");
        yield return Document("no version", document => document with { ApiVersion = string.Empty }, "apiVersion");
    }

    [TestCaseSource(nameof(Broken))]
    [Property("Requirement", "DISC-01"), Property("Forbidden", "DISC-01")]
    [Property("Requirement", "DISC-02"), Property("Forbidden", "DISC-02")]
    [Property("Requirement", "DISC-03"), Property("Forbidden", "DISC-03")]
    public async Task CreateAsync_DocumentThatBreaksTheRules_NobodyIsCalled(Func<DiscoveryDocument, DiscoveryDocument> change, string field)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(change);

        var created = await test.CreateAsync();

        Assert.That(created.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(created.Failure!.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { field }));
        Assert.That(test.SentToPeer(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "DISC-18")]
    public async Task CreateAsync_ServerThatNamesNoCapabilityForShares_IsSentThem()
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(document => document with { Capabilities = [Capability.HttpSig] });

        await test.CreatedAsync();

        Assert.That(test.SentToPeer(), Has.Count.EqualTo(1));
    }

    private static ValueTask<OcmResult<DiscoveredServer>> DiscoverAsync(ServerAndPeer test) =>
        test.Server.WithAsync<IOcmClient, OcmResult<DiscoveredServer>>(client => client.DiscoverAsync(test.Peer.Host));

    private static TestCaseData<FakePeerAnswer, OcmFailureKind, string> Answer(string name, FakePeerAnswer answer, OcmFailureKind kind, string says) =>
        new TestCaseData<FakePeerAnswer, OcmFailureKind, string>(answer, kind, says).SetArgDisplayNames(name);

    private static TestCaseData<Func<DiscoveryDocument, DiscoveryDocument>, string> Document(
        string name, Func<DiscoveryDocument, DiscoveryDocument> change, string field) =>
        new TestCaseData<Func<DiscoveryDocument, DiscoveryDocument>, string>(change, field).SetArgDisplayNames(name);
}
