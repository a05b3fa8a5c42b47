using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Discovery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>In which form and over which protocols a share goes out, by what each of the two servers says of its roles.</summary>
internal sealed class AdvertisedRoleTests
{
    [TestCase("""{"uri":"absolute"}""")]
    [TestCase("{}")]
    [Property("Requirement", "SHARE-16")]
    public async Task CreateAsync_ReceiverTakesAbsoluteUris_GetsOne(string value)
    {
        await using var test = await ServerAndPeer.StartAsync();

        var (share, uri) = await SendUriAsync(test, value);

        Assert.That(uri, Is.EqualTo($"{test.Server.Origin}dav/ocm/{share.ProviderId}"));
    }

    [Test]
    [Property("Requirement", "SHARE-16"), Property("Forbidden", "SHARE-16")]
    public async Task CreateAsync_ReceiverTakesRelativeUrisOnly_GetsNoAbsoluteOne()
    {
        await using var test = await ServerAndPeer.StartAsync();

        var (share, uri) = await SendUriAsync(test, """{"uri":"relative"}""");

        Assert.That(uri, Is.EqualTo(share.ProviderId));
    }

    [TestCase("webapp", "{}")]
    [TestCase("x-app", "\"/app\"")]
    [Property("Requirement", "DISC-05"), Property("Forbidden", "DISC-05")]
    public async Task CreateAsync_ProtocolThatTheReceiverOnlySends_IsNotOffered(string name, string sending)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddProtocol<TokenBinding>().AddWebApp(app => app.Uri = new Uri("https://apps.example.org/edit")),
        });
        test.WithPeer(document => Advertising(document, name, sending));

        var chosen = await test.CreateAsync(share => share with { Protocols = [new ProtocolName(name)] });
        var sentBefore = test.SentToPeer().Count;
        await test.CreatedAsync();

        Assert.That((chosen.Failure?.Advertised, sentBefore), Is.EqualTo(($"resourceTypes.folder.protocols: no {name}-receive", 0)));
        Assert.That(Names(test.SentToPeer().Single().GetProperty("protocol")), Is.EquivalentTo(new[] { "name", "webdav" }));
    }

    [Test]
    [Property("Requirement", "SHARE-06"), Property("Forbidden", "SHARE-06")]
    public async Task CreateAsync_ProtocolByTokenAloneAndWeHaveNone_IsNotOffered()
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.IssueTokens = false,
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddProtocol<TokenBinding>(),
        });
        test.WithPeer(document => Advertising(document, "x-app-receive", "{}"));

        var chosen = await test.CreateAsync(share => share with { Protocols = [new ProtocolName("x-app")] });
        var sentBefore = test.SentToPeer().Count;
        await test.CreatedAsync();

        Assert.That((chosen.Failure?.Rule, sentBefore), Is.EqualTo(("SHARE-06", 0)));
        Assert.That(Names(test.SentToPeer().Single().GetProperty("protocol")), Is.EquivalentTo(new[] { "name", "webdav" }));
    }

    private static async Task<(SentShare Share, string? Uri)> SendUriAsync(ServerAndPeer test, string receives)
    {
        test.WithPeer(document => Advertising(document, "webdav-receive", receives));
        var share = await test.CreatedAsync();
        return (share, test.SentToPeer().Single().GetProperty("protocol").GetProperty("webdav").GetProperty("uri").GetString());
    }

    private static DiscoveryDocument Advertising(DiscoveryDocument document, string member, string value) => document with
    {
        ResourceTypes = [.. document.ResourceTypes.Select(entry => entry with { Protocols = new Dictionary<string, JsonElement>(entry.Protocols) { [member] = JsonElement.Parse(value) } })],
    };

    private static IEnumerable<string> Names(JsonElement protocol) => protocol.EnumerateObject().Select(member => member.Name);

    /// <summary>As a web application: it is opened by an exchanged token only.</summary>
    private sealed class TokenBinding : ProtocolBinding
    {
        public override ProtocolName Name => new("x-app");

        public override IReadOnlyCollection<ResourceType> ResourceTypes => [ResourceType.Folder];

        public override bool NeedsTokenExchange => true;

        public override JsonElement? DescribeSending(ResourceType resourceType) => JsonElement.Parse("{}");

        public override JsonElement? DescribeReceiving(ResourceType resourceType) => null;

        public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer) =>
            protocols with { Others = new Dictionary<string, JsonElement> { ["x-app"] = JsonElement.Parse("{}") } };
    }
}
