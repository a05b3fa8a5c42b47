using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>What stands in a share creation notification, sent and received.</summary>
internal sealed class NotificationShapeTests
{
    private static readonly string[] Required = ["shareWith", "name", "providerId", "owner", "sender", "shareType", "resourceType", "protocol"];

    [Test]
    [Property("Requirement", "SHARE-07")]
    [Property("Requirement", "SHARE-33")]
    public async Task CreateAsync_LeastThatCanBeSaid_HoldsEveryRequiredField()
    {
        await using var test = await ServerAndPeer.StartAsync();

        var share = await test.CreatedAsync();
        var sent = test.SentToPeer().Single();

        Assert.That(Required, Is.SubsetOf(sent.EnumerateObject().Select(member => member.Name)));
        Assert.That(sent.GetProperty("shareWith").GetString(), Is.EqualTo(test.Recipient.ToString()));
        Assert.That(sent.GetProperty("sender").GetString(), Is.EqualTo(test.Server.Address("albert").ToString()));
        Assert.That(sent.GetProperty("owner").GetString(), Is.EqualTo(test.Server.Address("albert").ToString()));
        Assert.That(sent.GetProperty("providerId").GetString(), Is.EqualTo(share.ProviderId));
        Assert.That(sent.GetProperty("shareType").GetString(), Is.EqualTo("user"));
        Assert.That(sent.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Null), Is.Empty, "absent, never null");
    }

    [TestCaseSource(nameof(Required))]
    [Property("Requirement", "SHARE-07")]
    [Property("Requirement", "SHARE-22")]
    public async Task Shares_RequiredFieldIsMissing_Is400AndNamesIt(string field)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var share = test.Share();
        share.Remove(field);

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { field }));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-07")]
    [Property("Requirement", "SHARE-08")]
    public async Task Shares_AllFields_AreTaken()
    {
        await using var test = await ServerAndPeer.StartAsync();
        var share = test.Share();
        share["description"] = "two\nlines";
        share["ownerDisplayName"] = "Owner";
        share["senderDisplayName"] = "Sender";
        share["expiration"] = DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds();

        var answer = await test.PostAsync("/ocm/shares", share);
        var stored = (await test.ReceivedAsync()).Single();

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That((stored.Description, stored.OwnerDisplayName, stored.SenderDisplayName), Is.EqualTo(("two\nlines", "Owner", "Sender")));
        Assert.That(stored.ExpiresAt?.ToUnixTimeSeconds(), Is.EqualTo(share["expiration"]!.GetValue<long>()));
    }

    [Test]
    [Property("Requirement", "SHARE-09")]
    public async Task CreateAsync_OneResourceManyTimesAtOnce_EachShareHasItsOwnProviderId()
    {
        await using var test = await ServerAndPeer.StartAsync();

        var shares = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => test.CreatedAsync()));
        var sent = test.SentToPeer().Select(share => share.GetProperty("providerId").GetString()).ToList();

        Assert.That(sent, Is.Unique.And.EquivalentTo(shares.Select(share => share.ProviderId)));
        Assert.That(sent, Has.All.Length.GreaterThanOrEqualTo(22), "128 bits cannot be guessed");
    }

    [Test]
    [Property("Requirement", "SHARE-09")]
    [Property("Requirement", "SHARE-27")]
    public async Task CreateAsync_AnswerIsLost_IsSentAgainUnderTheSameProviderId()
    {
        await using var test = await ServerAndPeer.StartAsync();
        var calls = 0;
        test.Peer.Answer("/ocm/shares", _ => Interlocked.Increment(ref calls) == 1
            ? Testing.Peers.FakePeerAnswer.Status(503)
            : Testing.Peers.FakePeerAnswer.Json("""{"recipientDisplayName":"E"}""", 201));

        var share = await test.CreatedAsync();

        Assert.That(() => test.SentToPeer().Count, Is.GreaterThanOrEqualTo(2).After(20_000, 50));
        Assert.That(test.SentToPeer().Select(sent => sent.GetProperty("providerId").GetString()), Is.All.EqualTo(share.ProviderId));
        Assert.That(test.SentToPeer().Select(sent => sent.ToString()).Distinct().Count(), Is.EqualTo(1), "the same payload");
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "SHARE-12")]
    public async Task CreateAsync_OneOrMoreProtocols_GoUnderTheNameMulti(bool several)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddProtocol<TalkBinding>(),
        });
        if (several)
        {
            test.WithPeer(document => document with
            {
                ResourceTypes = [.. document.ResourceTypes.Select(entry => entry with { Protocols = new Dictionary<string, JsonElement>(entry.Protocols) { ["talk-receive"] = JsonElement.Parse("true") } })],
            });
        }

        await test.CreatedAsync();
        var protocol = test.SentToPeer().Single().GetProperty("protocol");

        Assert.That(protocol.GetProperty("name").GetString(), Is.EqualTo("multi"));
        Assert.That(protocol.TryGetProperty("talk", out var talk), Is.EqualTo(several));
        Assert.That(several ? talk.GetProperty("room").GetString() : "papers", Is.EqualTo("papers"));
    }

    [TestCase("""{"name":"webdav","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"]}}""", 201)]
    [TestCase("""{"name":"multi","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"]},"talk":{}}""", 201)]
    [TestCase("""{"name":"multi"}""", 400)]
    [TestCase("""{"name":"webdav"}""", 400)]
    [TestCase("""{"name":"talk","talk":{}}""", 501)]
    [Property("Requirement", "SHARE-11")]
    [Property("Requirement", "SHARE-12")]
    public async Task Shares_ProtocolShape_IsUnderstoodOrRefused(string protocol, int status)
    {
        await using var test = await ServerAndPeer.StartAsync();
        var share = test.Share();
        share["protocol"] = JsonNode.Parse(protocol);

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(status == 201 ? 1 : 0));
    }

    private sealed class TalkBinding : ProtocolBinding
    {
        public override ProtocolName Name => new("talk");

        public override IReadOnlyCollection<ResourceType> ResourceTypes => [ResourceType.Folder];

        public override JsonElement? DescribeSending(ResourceType resourceType) => JsonElement.Parse("\"/talk\"");

        public override JsonElement? DescribeReceiving(ResourceType resourceType) => null;

        public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer) =>
            protocols with { Others = new Dictionary<string, JsonElement> { ["talk"] = JsonElement.Parse($$"""{"room":"{{offer.Share.Name}}"}""") } };
    }
}
