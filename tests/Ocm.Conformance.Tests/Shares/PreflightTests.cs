using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>Whether and how a share is offered, by what the receiving server advertises: the allowed and the refused side.</summary>
internal sealed class PreflightTests
{
    private static readonly Criterion[] MustExchange = [Criterion.MustUseHttpSig, Criterion.MustExchangeToken];

    [Test]
    [Property("Requirement", "SHARE-02")]
    public async Task CreateAsync_ReceiverNotSeenBefore_IsDiscoveredFirst()
    {
        await using var test = await ServerAndPeer.StartAsync();

        await test.CreatedAsync();

        Assert.That(test.Peer.Requests.Select(request => request.Path).First(), Is.EqualTo("/.well-known/ocm"));
        Assert.That(test.SentToPeer(), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SHARE-02"), Property("Forbidden", "SHARE-02")]
    public async Task CreateAsync_ReceiverCannotBeAskedNow_WaitsAndIsNotSent()
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Status(503));

        var share = await test.CreatedAsync();

        Assert.That(share.Status, Is.EqualTo(SentShareStatus.PendingDelivery));
        Assert.That(test.Peer.Requests.Select(request => request.Path), Is.All.EqualTo("/.well-known/ocm").And.Not.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-03")]
    public async Task CreateAsync_ReceiverDemandsTheExchange_EachProtocolRequiresIt()
    {
        await using var test = await ServerAndPeer.StartAsync(Everything(options => options.PreferTokenExchange = false));
        test.WithPeer(document => Receiving(document with { Criteria = MustExchange }, "webdav", "webapp", "embedded"));

        await test.CreatedAsync();
        var protocol = test.SentToPeer().Single().GetProperty("protocol");

        Assert.That(Names(protocol), Is.EquivalentTo(new[] { "name", "webdav", "webapp" }));
        Assert.That(Requirements(protocol, "webdav"), Is.EqualTo(new[] { "must-exchange-token" }));
        Assert.That(Requirements(protocol, "webapp"), Is.EqualTo(new[] { "must-exchange-token" }));
    }

    [Test]
    [Property("Requirement", "SHARE-03"), Property("Forbidden", "SHARE-03")]
    public async Task CreateAsync_ReceiverDemandsTheExchange_NothingGoesAroundIt()
    {
        await using var test = await ServerAndPeer.StartAsync(Everything(options => options.PreferTokenExchange = false));
        test.WithPeer(document => Receiving(document with { Criteria = MustExchange }, "webdav", "embedded"));

        var share = await test.CreatedAsync(share => share with { EmbeddedJson = "{}" });
        var protocol = test.SentToPeer().Single().GetProperty("protocol");

        Assert.That(Names(protocol), Is.EquivalentTo(new[] { "name", "webdav" }), "what cannot carry the requirement is not offered");
        Assert.That(share.AllowsSecretAccess, Is.False);
        Assert.That((await OpenWithSecretAsync(test, protocol)).Status, Is.EqualTo(401));
    }

    [Test]
    [Property("Requirement", "SHARE-03")]
    public async Task CreateAsync_ReceiverDemandsNothing_SecretAloneOpens()
    {
        await using var test = await ServerAndPeer.StartAsync(Everything(options => options.PreferTokenExchange = false));
        test.WithPeer(document => Receiving(document, "webdav"));

        await test.CreatedAsync(share => share with { Protocols = [ProtocolName.WebDav] });
        var protocol = test.SentToPeer().Single().GetProperty("protocol");

        Assert.That(protocol.GetProperty("webdav").TryGetProperty("requirements", out _), Is.False);
        Assert.That((await OpenWithSecretAsync(test, protocol)).Status, Is.EqualTo(200));
    }

    [TestCase("ssh")]
    [TestCase("embedded")]
    [Property("Requirement", "SHARE-03"), Property("Forbidden", "SHARE-03")]
    public async Task CreateAsync_ChosenProtocolCannotCarryTheExchange_IsRefused(string name)
    {
        await using var test = await ServerAndPeer.StartAsync(Everything());
        test.WithPeer(document => Receiving(document with { Criteria = MustExchange }, "webdav", name));

        var result = await test.CreateAsync(share => share with { Protocols = [new ProtocolName(name)], EmbeddedJson = "{}" });

        AssertRefused(test, result, "SHARE-03", "criteria: must-exchange-token");
    }

    [Test]
    [Property("Requirement", "SHARE-04"), Property("Forbidden", "SHARE-04")]
    public async Task CreateAsync_ReceiverDemandsTheExchangeAndWeHaveNone_NothingIsCreatedAndTheCallerIsTold()
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.IssueTokens = false });
        test.WithPeer(document => document with { Criteria = MustExchange });

        var result = await test.CreateAsync();
        var mine = await test.Server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("albert"));

        AssertRefused(test, result, "SHARE-04", "criteria: must-exchange-token");
        Assert.That(mine, Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-04")]
    [Property("Requirement", "TOK-13")]
    public async Task CreateAsync_WeIssueNoTokensAndNobodyDemandsThem_GoesWithoutRequirement()
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.IssueTokens = false });

        await test.CreatedAsync();
        var protocol = test.SentToPeer().Single().GetProperty("protocol");
        var discovery = (await test.GetAsync("/.well-known/ocm")).Json;

        Assert.That(protocol.GetProperty("webdav").TryGetProperty("requirements", out _), Is.False);
        Assert.That(discovery.TryGetProperty("tokenEndPoint", out _), Is.False);
        Assert.That(discovery.GetProperty("capabilities").EnumerateArray().Select(value => value.GetString()), Does.Not.Contain("exchange-token"));
        Assert.That((await test.PostUnsignedAsync("/ocm/token", "grant_type=authorization_code", "application/x-www-form-urlencoded")).Status, Is.EqualTo(404));
    }

    [TestCase("calendar", "user", "resourceTypes: no calendar")]
    [TestCase("folder", "federation", "resourceTypes.folder.shareTypes: no federation")]
    [Property("Requirement", "SHARE-05")]
    public async Task CreateAsync_CombinationThatIsNotAdvertised_IsRefused(string resourceType, string shareType, string advertised)
    {
        await using var test = await ServerAndPeer.StartAsync();

        var result = await test.CreateAsync(share => share with { ResourceType = new ResourceType(resourceType), ShareType = new ShareType(shareType) });

        AssertRefused(test, result, "SHARE-05", advertised);
    }

    [Test]
    [Property("Requirement", "SHARE-05")]
    public async Task CreateAsync_ProtocolThatIsNotReceived_IsRefusedAndTheRestIsPreviewed()
    {
        await using var test = await ServerAndPeer.StartAsync(Everything());
        test.WithPeer(document => Receiving(document, "webdav"));

        var refused = await test.CreateAsync(share => share with { Protocols = [ProtocolName.Ssh] });
        var preview = (await test.PreviewAsync()).Value!;

        AssertRefused(test, refused, "SHARE-05", "resourceTypes.folder.protocols: no ssh-receive");
        Assert.That(preview.Protocols, Is.EqualTo(new[] { ProtocolName.WebDav }));
        Assert.That(preview.LeftOut.Select(left => (left.Protocol, left.Reason.Rule)), Is.EqualTo(new[] { (ProtocolName.WebApp, "SHARE-05") }));
        Assert.That(test.SentToPeer(), Is.Empty, "a preview sends nothing");
    }

    [TestCase("file")]
    [TestCase("folder")]
    [Property("Requirement", "SHARE-05")]
    [Property("Requirement", "SHARE-10")]
    public async Task CreateAsync_LegacyReceiverThatAdvertisesNoReceiving_IsSentAFileOverWebDav(string type)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(document => document with
        {
            ResourceTypes = [document.ResourceTypes[0] with { Protocols = new Dictionary<string, JsonElement> { ["webdav"] = JsonElement.Parse("\"/dav\"") } }],
        });

        await test.CreatedAsync(share => share with { ResourceType = new ResourceType(type) });

        Assert.That(test.SentToPeer().Single().GetProperty("resourceType").GetString(), Is.EqualTo("file"));
    }

    [Test]
    [Property("Requirement", "SHARE-06")]
    public async Task CreateAsync_WebAppAndTokens_IsOffered()
    {
        await using var test = await ServerAndPeer.StartAsync(Everything());
        test.WithPeer(document => Receiving(document, "webdav", "webapp"));

        await test.CreatedAsync();
        var webapp = test.SentToPeer().Single().GetProperty("protocol").GetProperty("webapp");

        Assert.That(webapp.GetProperty("targets").EnumerateArray().Select(target => target.GetString()), Is.EqualTo(new[] { "blank" }));
    }

    [Test]
    [Property("Requirement", "SHARE-06"), Property("Forbidden", "SHARE-06")]
    public void StartAsync_WebAppWithoutTokens_DoesNotStart() => Assert.That(
        async () => await ServerAndPeer.StartAsync(Everything(options => options.IssueTokens = false)),
        Throws.InvalidOperationException.With.Message.Contains("SHARE-06").And.Message.Contains("IssueTokens"));

    [Test]
    [Property("Requirement", "TOK-11")]
    [Property("Requirement", "SHARE-06")]
    public async Task CreateAsync_ReceiverCannotExchange_WebAppIsLeftOutAndNothingIsRequired()
    {
        await using var test = await ServerAndPeer.StartAsync(Everything());
        test.WithPeer(document => Receiving(document with { Capabilities = [Capability.HttpSig] }, "webdav", "webapp"));

        var preview = (await test.PreviewAsync()).Value!;
        await test.CreatedAsync();
        var chosen = await test.CreateAsync(share => share with { Protocols = [ProtocolName.WebApp] });
        var required = await test.CreateAsync(share => share with { Requirements = [Requirement.MustExchangeToken] });

        Assert.That(preview.LeftOut.Single().Reason.Advertised, Is.EqualTo("capabilities: no exchange-token"));
        Assert.That(Names(test.SentToPeer().Single().GetProperty("protocol")), Is.EquivalentTo(new[] { "name", "webdav" }));
        Assert.That(chosen.Failure!.Rule, Is.EqualTo("TOK-11"));
        Assert.That(required.Failure!.Rule, Is.EqualTo("TOK-11"));
    }

    [Test]
    [Property("Requirement", "MFA-02")]
    public async Task CreateAsync_SecondFactorAtServerThatCannotEnforceIt_IsRefused()
    {
        await using var test = await ServerAndPeer.StartAsync();

        var result = await test.CreateAsync(share => share with { Requirements = [Requirement.MustUseMfa] });

        AssertRefused(test, result, "MFA-02", "capabilities: no enforce-mfa");
    }

    private static OcmTestServerSettings Everything(Action<OcmServerOptions>? options = null) => new()
    {
        Options = options,
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores()
                .AddWebApp(app => app.Uri = new Uri("https://apps.example.org/edit"))
                .AddSsh(ssh => ssh.Address = "ssh.example.org:22")
                .AddEmbedded(embedded => embedded.ResourceTypes.Add(ResourceType.Folder));
            ocm.Services.AddSingleton<ISshAuthorizer, HomeFolders>();
        },
    };

    private static DiscoveryDocument Receiving(DiscoveryDocument document, params string[] protocols) => document with
    {
        ResourceTypes =
        [
            .. document.ResourceTypes.Select(entry => entry with
            {
                Protocols = protocols.ToDictionary(
                    name => name + "-receive",
                    name => JsonElement.Parse(name switch { "webdav" => """{"uri":"absolute"}""", "webapp" => """{"targets":["iframe","blank"]}""", _ => "{}" })),
            }),
        ],
    };

    private static void AssertRefused(ServerAndPeer test, OcmResult<SentShare> result, string rule, string advertised)
    {
        Assert.That(result.Failure?.Rule, Is.EqualTo(rule));
        Assert.That(result.Failure!.Advertised, Is.EqualTo(advertised));
        Assert.That(test.SentToPeer(), Is.Empty);
    }

    private static async Task<Answer> OpenWithSecretAsync(ServerAndPeer test, JsonElement protocol) => await test.GetAsync(
        new Uri(protocol.GetProperty("webdav").GetProperty("uri").GetString()!).AbsolutePath,
        request => request.Headers.Authorization = new("Bearer", protocol.GetProperty("webdav").GetProperty("sharedSecret").GetString()));

    private static IEnumerable<string> Names(JsonElement protocol) => protocol.EnumerateObject().Select(member => member.Name);

    private static IEnumerable<string?> Requirements(JsonElement protocol, string name) =>
        protocol.GetProperty(name).GetProperty("requirements").EnumerateArray().Select(value => value.GetString());

    private sealed class HomeFolders : ISshAuthorizer
    {
        public (string UserName, string Path) Locate(SentShare share) => ("ocm", "papers");

        public ValueTask AuthorizeAsync(SentShare share, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask WithdrawAsync(SentShare share, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
