using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Parties;
using Ocm.Serialization;
using Ocm.Server.Discovery;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Peers;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Discovery;

internal sealed class DiscoveryTests
{
    private const string Path = "/.well-known/ocm";

    [Test]
    [Property("Requirement", "DISC-01")]
    [Property("Requirement", "DISC-02")]
    [Property("Requirement", "DISC-03")]
    [Property("Requirement", "DISC-04")]
    [Property("Requirement", "DISC-05")]
    [Property("Requirement", "DISC-08")]
    [Property("Requirement", "DISC-18")]
    [Property("Requirement", "NOTIF-11")]
    public async Task Get_DefaultServer_TellsWhatIsRegistered()
    {
        await using var test = await PeerAndServer.StartAsync();

        var answer = await test.GetAsync(Path);
        var document = OcmJson.Read<DiscoveryDocument>(answer.Json).Value!;

        Assert.That(answer.ContentHeaders.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(document.Enabled, Is.True);
        Assert.That(document.ApiVersion, Is.EqualTo("1.4.0"));
        Assert.That(document.EndPoint, Is.EqualTo($"http://{test.Server.Host}/ocm"));
        Assert.That(document.ResourceTypes.Select(entry => entry.Name.Value), Is.EqualTo(new[] { "file", "folder" }));
        Assert.That(document.ResourceTypes[0].WebDavPath, Is.EqualTo("/dav/ocm/"));
        Assert.That(document.ResourceTypes[0].WebDavUriForm, Is.EqualTo("absolute"));
        Assert.That(document.ResourceTypes[0].ShareTypes, Is.EqualTo(new[] { ShareType.User }));
        Assert.That(document.Criteria, Is.EqualTo(new[] { Criterion.MustUseHttpSig }));
        Assert.That(document.TokenEndPoint, Is.EqualTo($"http://{test.Server.Host}/ocm/token"));
        Assert.That(
            document.Capabilities,
            Is.EquivalentTo(new[] { Capability.ExchangeToken, Capability.HttpSig, Capability.Invites, Capability.Notifications, Capability.ProtocolObject }));
    }

    [Test]
    [Property("Requirement", "SIG-01")]
    [Property("Requirement", "SIG-20")]
    public async Task JwksUri_IsServed_WithPublicKeysOnly()
    {
        await using var test = await PeerAndServer.StartAsync();
        var document = await test.GetAsync(Path);

        var keys = await test.GetAsync(new Uri(document.Json.GetProperty("jwksUri").GetString()!).AbsolutePath);
        var key = keys.Json.GetProperty("keys").EnumerateArray().Single();

        Assert.That(key.GetProperty("kid").GetString(), Does.StartWith($"http://{test.Server.Host}/ocm#"));
        Assert.That(key.GetProperty("alg").GetString(), Is.EqualTo("Ed25519"));
        Assert.That(key.TryGetProperty("d", out _), Is.False);
    }

    [Test]
    public async Task Get_WithItsETag_Is304()
    {
        await using var test = await PeerAndServer.StartAsync();
        var first = await test.GetAsync(Path);

        var again = await test.GetAsync(Path, change: request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        var other = await test.GetAsync(Path, change: request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")));

        Assert.That(first.Headers.CacheControl!.MaxAge, Is.EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(again.Status, Is.EqualTo(304));
        Assert.That(again.Body, Is.Empty);
        Assert.That(other.Status, Is.EqualTo(200));
    }

    [Test]
    [Property("Requirement", "DISC-07")]
    [Property("Requirement", "DISC-09")]
    [Property("Requirement", "DISC-10")]
    [Property("Requirement", "DISC-11")]
    [Property("Requirement", "DISC-12")]
    [Property("Requirement", "MFA-01")]
    public async Task Get_EverythingSwitchedOn_IsAdvertised()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Options = options =>
            {
                options.ProviderName = "Acme";
                options.RequireTokenExchange = true;
                options.RequireInvites = true;
                options.Denylist = [];
                options.Allowlist = ["*.example.org"];
                options.InviteAcceptDialog = "/accept";
                options.WayfPath = "/wayf";
                options.ShareTypes.Add(ShareType.Group);
            },
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores()
                .AddMfa<NoMfa>()
                .AddEmbedded()
                .AddWebApp(app =>
                {
                    app.Uri = new Uri("https://apps.example.org/edit");
                    app.ReceiveTargets.Add(WebAppTarget.Blank);
                })
                .AddProtocol<TalkBinding>()
                .AddCriterion<TuesdayCriterion>()
                .AddDiscoveryContributor<Extra>(),
        });

        var document = OcmJson.Read<DiscoveryDocument>((await test.GetAsync(Path)).Json).Value!;
        var file = document.Find(ResourceType.File)!;

        Assert.That(document.Provider, Is.EqualTo("Acme"));
        Assert.That(document.InviteAcceptDialog, Is.EqualTo("/accept"));
        Assert.That(document.Capabilities, Does.Contain(Capability.EnforceMfa).And.Contain(Capability.InviteWayf).And.Contain(new Capability("x-extra")));
        Assert.That(
            document.Criteria!.Select(criterion => criterion.Value),
            Is.EquivalentTo(new[] { "must-use-http-sig", "must-exchange-token", "denylist", "allowlist", "must-invite", "tuesdays" }));
        Assert.That(file.Protocols.Keys, Is.EquivalentTo(new[] { "webdav", "webdav-receive", "webapp", "webapp-receive", "talk" }));
        Assert.That(file.WebAppTargets, Is.EqualTo(new[] { WebAppTarget.Blank }));
        Assert.That(document.Find(ResourceType.RoCrate)!.Protocols.Keys, Is.EquivalentTo(new[] { "embedded", "embedded-receive" }));
    }

    [Test]
    [Property("Requirement", "SHARE-26"), Property("Forbidden", "SHARE-26")]
    public async Task OwnCriterion_IsEnforced()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddCriterion<TuesdayCriterion>(),
        });

        Assert.That((await test.PostAsync("/ocm/shares", test.ShareJson())).Status, Is.EqualTo(403));
    }

    private sealed class NoMfa : IMfaVerifier
    {
        public ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken = default) => ValueTask.FromResult(false);
    }

    private sealed class TalkBinding : ProtocolBinding
    {
        public override ProtocolName Name => new("talk");

        public override IReadOnlyCollection<ResourceType> ResourceTypes => [ResourceType.File];

        public override JsonElement? DescribeSending(ResourceType resourceType) => JsonElement.Parse("\"/talk/api/\"");

        public override JsonElement? DescribeReceiving(ResourceType resourceType) => null;

        public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer) => protocols;
    }

    private sealed class TuesdayCriterion : ICriterion
    {
        public Criterion Criterion => new("tuesdays");

        public ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(question.Stage == CriterionStage.Share ? new OcmFailure(OcmFailureKind.Forbidden, "Not today.") : null);
    }

    private sealed class Extra : IDiscoveryContributor
    {
        public DiscoveryDocument Contribute(DiscoveryDocument document) =>
            document with { Capabilities = [.. document.Capabilities!, new Capability("x-extra")] };
    }
}
