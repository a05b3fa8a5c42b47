using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Conformance.Rig;
using Ocm.Discovery;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
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
    [Property("Requirement", "SHARE-07"), Property("Forbidden", "SHARE-07")]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
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

    [TestCase("")]
    [TestCase("two\nlines")]
    [Property("Requirement", "SHARE-07"), Property("Forbidden", "SHARE-07")]
    public async Task CreateAsync_RequiredFieldSaysNothing_IsNotSent(string name)
    {
        await using var test = await ServerAndPeer.StartAsync();

        var result = await test.CreateAsync(share => share with { Name = name });

        var preview = await test.PreviewAsync(share => share with { Name = name });

        Assert.That(result.Failure?.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { "name" }));
        Assert.That(preview.Failure?.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { "name" }));
        Assert.That(test.SentToPeer(), Is.Empty);
        Assert.That(await test.Server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("albert")), Is.Empty);
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
    public async Task Shares_ProviderIdOfAnotherServersShare_IsAnotherShare()
    {
        await using var test = await ServerAndPeer.StartAsync();
        await using var other = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        var share = test.Share();
        (share["sender"], share["owner"]) = ($"einstein@{other.Host}", $"einstein@{other.Host}");

        var first = await test.PostAsync("/ocm/shares", test.Share());
        using var request = await other.CreateSignedPostAsync(test.Uri("/ocm/shares"), System.Text.Encoding.UTF8.GetBytes(share.ToJsonString()));
        var second = await test.SendAsync(request, share.ToJsonString());

        Assert.That((first.Status, second.Status), Is.EqualTo((201, 201)), second.Body);
        Assert.That((await test.ReceivedAsync()).Select(received => received.Sender.Host), Is.EquivalentTo(new[] { test.Peer.Host, other.Host }));
    }

    [TestCase("name", "other.md")]
    [TestCase("shareWith", "albert@{host}")]
    [Property("Requirement", "SHARE-09"), Property("Forbidden", "SHARE-09")]
    public async Task Shares_ProviderIdOfAnotherShare_Is409AndTheFirstOneStays(string field, string value)
    {
        await using var test = await ServerAndPeer.StartAsync();
        await test.PostAsync("/ocm/shares", test.Share());
        var other = test.Share();
        other[field] = value.Replace("{host}", test.Server.Host.Value, StringComparison.Ordinal);

        var answer = await test.PostAsync("/ocm/shares", other);

        Assert.That(answer.Status, Is.EqualTo(409), answer.Body);
        Assert.That((await test.ReceivedAsync()).Single().Name, Is.EqualTo("notes.md"));
        Assert.That(await test.ReceivedAsync("albert"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-09")]
    [Property("Requirement", "SHARE-27")]
    public async Task CreateAsync_AnswerIsLost_IsSentAgainUnderTheSameProviderId()
    {
        await using var test = await ServerAndPeer.StartAsync();
        var calls = 0;
        test.Peer.Answer("/ocm/shares", _ => Interlocked.Increment(ref calls) == 1
            ? FakePeerAnswer.Status(503)
            : FakePeerAnswer.Json("""{"recipientDisplayName":"E"}""", 201));

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
            test.WithPeer(WithTalk);
        }

        await test.CreatedAsync();
        var protocol = test.SentToPeer().Single().GetProperty("protocol");

        Assert.That(protocol.GetProperty("name").GetString(), Is.EqualTo("multi"));
        Assert.That(protocol.TryGetProperty("talk", out var talk), Is.EqualTo(several));
        Assert.That(several ? talk.GetProperty("room").GetString() : "papers", Is.EqualTo("papers"));
    }

    private static IEnumerable<TestCaseData<PeerProfile>> OfOneForm() =>
        from profile in new[] { PeerProfile.Ocm10, PeerProfile.Nextcloud, PeerProfile.NextcloudWithTokens }
        select new TestCaseData<PeerProfile>(profile).SetArgDisplayNames(profile.Name);

    [TestCaseSource(nameof(OfOneForm))]
    [Property("Requirement", "SHARE-12"), Property("Forbidden", "SHARE-12")]
    public async Task CreateAsync_SeveralProtocolsToAServerThatIsWrittenToInTheFirstForm_GoUnderNoOtherNameThanMulti(PeerProfile profile)
    {
        await using var test = await StartWithTalkAsync(profile);
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Status(501));

        var result = await test.CreateAsync(share => share with { Protocols = [ProtocolName.WebDav, new ProtocolName("talk")] });

        Assert.That(result.Failure?.PeerStatus, Is.EqualTo(501));
        var protocol = test.SentToPeer().Single().GetProperty("protocol");
        Assert.That(protocol.GetProperty("name").GetString(), Is.EqualTo("multi"));
        Assert.That(protocol.TryGetProperty("webdav", out _) && protocol.TryGetProperty("talk", out _), Is.True);
    }

    [TestCaseSource(nameof(OfOneForm))]
    [Property("Requirement", "SHARE-03"), Property("Forbidden", "SHARE-03")]
    public async Task CreateAsync_ExchangeDemandedByAServerThatIsWrittenToInTheFirstForm_StillStandsThere(PeerProfile profile)
    {
        await using var test = await StartWithTalkAsync(profile);
        test.WithPeer(document => document with { Criteria = [Criterion.MustUseHttpSig, Criterion.MustExchangeToken] });

        var share = await test.CreatedAsync(share => share with { Protocols = [ProtocolName.WebDav] });

        var webdav = test.SentToPeer().Single().GetProperty("protocol").GetProperty("webdav");
        Assert.That(webdav.GetProperty("requirements").EnumerateArray().Select(value => value.GetString()), Is.EqualTo(new[] { "must-exchange-token" }));
        Assert.That(share.AllowsSecretAccess, Is.False);
    }

    private static async Task<ServerAndPeer> StartWithTalkAsync(PeerProfile profile)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = OcmPosture.Interoperable,
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddProtocol<TalkBinding>()
                .Services.Configure<OcmClientOptions>(client => client.PeerProfileRules.Add(new PeerProfileRule(_ => true, profile))),
        });
        return test.WithPeer(WithTalk);
    }

    private static DiscoveryDocument WithTalk(DiscoveryDocument document) => document with
    {
        ResourceTypes = [.. document.ResourceTypes.Select(entry => entry with { Protocols = new Dictionary<string, JsonElement>(entry.Protocols) { ["talk-receive"] = JsonElement.Parse("true") } })],
    };

    [TestCase("""{"name":"webdav","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"]}}""")]
    [TestCase("""{"name":"multi","webdav":{"uri":"x","sharedSecret":"a-long-secret","permissions":["read"]},"talk":{}}""")]
    [Property("Requirement", "SHARE-11")]
    [Property("Requirement", "SHARE-12")]
    public async Task Shares_ProtocolShape_IsUnderstood(string protocol)
    {
        await using var test = await ServerAndPeer.StartAsync();

        var answer = await PostProtocolAsync(test, protocol);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That((await test.ReceivedAsync()).Single().Protocol.WebDav!.Uri, Is.EqualTo("x"));
    }

    [TestCase("""{"name":"multi"}""", 400, "protocol.name")]
    [TestCase("{}", 400, "protocol.name")]
    [TestCase("""{"name":"webdav"}""", 400, "protocol.options")]
    [TestCase("""{"name":"webdav","talk":{}}""", 400, "protocol.options")]
    [TestCase("""{"name":"webdav","webdav":"x"}""", 400, "protocol.webdav")]
    [TestCase("""{"name":"webdav","options":{"permissions":"{}"}}""", 400, "protocol.options.sharedSecret")]
    [TestCase("""{"name":"options","options":{"sharedSecret":"a-long-secret"}}""", 400, "protocol.name")]
    [TestCase("""{"name":"talk","talk":{}}""", 501, null)]
    [Property("Requirement", "SHARE-11"), Property("Forbidden", "SHARE-11")]
    public async Task Shares_ProtocolInNoShape_IsRefusedAndNotStored(string protocol, int status, string? field)
    {
        await using var test = await ServerAndPeer.StartAsync();

        var answer = await PostProtocolAsync(test, protocol);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(field is null ? [] : new[] { field }));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static Task<Answer> PostProtocolAsync(ServerAndPeer test, string protocol)
    {
        var share = test.Share();
        share["protocol"] = JsonNode.Parse(protocol);
        return test.PostAsync("/ocm/shares", share);
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
