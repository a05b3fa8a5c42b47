using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server;
using Ocm.Server.Discovery;
using Ocm.Server.Peers;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Discovery;

/// <summary>A vendor adds resource types, protocols, capabilities and criteria; what nothing serves or enforces stops the start.</summary>
internal sealed class OwnAdditionsTests
{
    [Test]
    [Property("Requirement", "DISC-06")]
    [Property("Requirement", "SHARE-30")]
    [Property("Requirement", "SHARE-26")]
    public async Task Server_WithAdditionsOfItsVendor_AdvertisesServesAndEnforcesThem()
    {
        await using var test = await ServerAndPeer.StartAsync(With(ocm => ocm
            .AddProtocol<CalendarBinding>()
            .AddCriterion<NotSecretCriterion>()
            .AddDiscoveryContributor<Contributor>()
            .Services.AddSingleton(new Change(document => document with { Capabilities = [.. document.Capabilities!, new Capability("x-calendars")] }))));
        var share = test.Share();
        share["resourceType"] = "calendar";
        share["protocol"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "multi", ["caldav"] = new System.Text.Json.Nodes.JsonObject { ["collection"] = 7 } };

        var document = (await test.GetAsync("/.well-known/ocm")).Json;
        var taken = await test.PostAsync("/ocm/shares", share);
        share["name"] = "secret";
        share["providerId"] = "id-2";
        var refused = await test.PostAsync("/ocm/shares", share);

        Assert.That(document.GetProperty("capabilities").EnumerateArray().Select(value => value.GetString()), Does.Contain("x-calendars"));
        Assert.That(document.GetProperty("criteria").EnumerateArray().Select(value => value.GetString()), Does.Contain("x-no-secrets"));
        Assert.That(
            document.GetProperty("resourceTypes").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == "calendar").GetProperty("protocols").ToString(),
            Is.EqualTo("""{"caldav":"/caldav","caldav-receive":{}}"""));
        Assert.That(taken.Status, Is.EqualTo(201), taken.Body);
        Assert.That((await test.ReceivedAsync()).Single().Protocol.Others!["caldav"].GetProperty("collection").GetInt32(), Is.EqualTo(7));
        Assert.That(refused.Status, Is.EqualTo(403));
    }

    private static IEnumerable<TestCaseData<Action<IOcmServerBuilder>, string>> Promises()
    {
        yield return Promise("capability without a check of second factors", d => d with { Capabilities = [.. d.Capabilities!, Capability.EnforceMfa] }, "AddMfa");
        yield return Promise("capability that is served is removed", d => d with { Capabilities = [] }, "removed the capability");
        yield return Promise("criterion without enforcement", d => d with { Criteria = [.. d.Criteria!, Criterion.MustInvite] }, "AddCriterion");
        yield return Promise("criterion that is enforced is removed", d => d with { Criteria = [] }, "removed the criterion");
        yield return Promise("resource type without a protocol", d => d with { ResourceTypes = [.. d.ResourceTypes, d.ResourceTypes[0] with { Name = new ResourceType("calendar") }] }, "AddProtocol");
        yield return Promise("resource type is removed", d => d with { ResourceTypes = [d.ResourceTypes[0]] }, "removed a resource type");
        yield return Promise("share type that is not taken", d => d with { ResourceTypes = [.. d.ResourceTypes.Select(e => e with { ShareTypes = [ShareType.User, ShareType.Group] })] }, "ShareTypes");
        yield return Promise(
            "protocol without a binding",
            d => d with { ResourceTypes = [.. d.ResourceTypes.Select(e => e with { Protocols = new Dictionary<string, JsonElement>(e.Protocols) { ["talk"] = JsonElement.Parse("1") } })] },
            "AddProtocol");
        yield return Promise(
            "receiving role of a protocol that is only sent",
            d => d with { ResourceTypes = [.. d.ResourceTypes.Select(e => e with { Protocols = new Dictionary<string, JsonElement>(e.Protocols) { ["talk-receive"] = JsonElement.Parse("{}") } })] },
            "AddProtocol",
            ocm => ocm.AddProtocol<FileTalkBinding>());
        yield return Promise("no version", d => d with { ApiVersion = string.Empty }, "apiVersion");
        yield return Promise("end point elsewhere", d => d with { EndPoint = "https://elsewhere.example.org/ocm" }, "PublicOrigin");
        yield return Promise("token end point is removed", d => d with { TokenEndPoint = null }, "IssueTokens");
        yield return Promise("resource type twice", d => d with { ResourceTypes = [.. d.ResourceTypes, d.ResourceTypes[0]] }, "unique");
        yield return Promise("no recipients of the kind user", d => d with { ResourceTypes = [.. d.ResourceTypes.Select(e => e with { ShareTypes = [ShareType.Group] })] }, "must contain user");
        yield return Case("files without webdav", ocm => ocm.AddProtocol<CalendarBinding>().Services.Configure<WebDavOptions>(o => o.ResourceTypes.Clear()).AddSingleton<ProtocolBinding, FileTalkBinding>(), "AddWebDav");
        yield return Case("no protocol at all", ocm => ocm.Services.Configure<WebDavOptions>(o => o.ResourceTypes.Clear()), "AddWebDav");
        yield return Case("one protocol twice for one resource type", ocm => ocm.AddProtocol<CalendarBinding>().AddProtocol<OtherCalendarBinding>(), "twice");
        yield return Case("protocol with a reserved name", ocm => ocm.AddProtocol<MultiBinding>(), "ProtocolBinding.Name");
        yield return Case("protocol with the name of a receiving role", ocm => ocm.AddProtocol<ReceiveBinding>(), "ProtocolBinding.Name");
    }

    [TestCaseSource(nameof(Promises))]
    [Property("Requirement", "SHARE-26"), Property("Forbidden", "SHARE-26")]
    [Property("Requirement", "DISC-02"), Property("Forbidden", "DISC-02")]
    [Property("Requirement", "DISC-03"), Property("Forbidden", "DISC-03")]
    [Property("Requirement", "DISC-04"), Property("Forbidden", "DISC-04")]
    [Property("Requirement", "DISC-05"), Property("Forbidden", "DISC-05")]
    [Property("Requirement", "DISC-07")]
    [Property("Requirement", "DISC-08"), Property("Forbidden", "DISC-08")]
    [Property("Requirement", "DISC-09")]
    [Property("Requirement", "MFA-01"), Property("Forbidden", "MFA-01")]
    [Property("Requirement", "DISC-01"), Property("Forbidden", "DISC-01")]
    [Property("Requirement", "DISC-18"), Property("Forbidden", "DISC-18")]
    public void Start_PromisesWhatNothingKeeps_NamesTheMend(Action<IOcmServerBuilder> register, string mend) => Assert.That(
        async () => await OcmTestServer.StartAsync(With(register)), Throws.InvalidOperationException.With.Message.Contains(mend));

    [Test]
    [Property("Requirement", "SHARE-26"), Property("Forbidden", "SHARE-26")]
    public void Start_MustInviteWithoutContacts_NamesTheStore() => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.RequireInvites = true,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Remove(ocm.Services.Single(service => service.ServiceType == typeof(IContactStore)));
                ocm.Services.Remove(ocm.Services.Single(service => service.ServiceType == typeof(IInviteStore)));
            },
        }),
        Throws.InvalidOperationException.With.Message.Contains("AddContactStore"));

    [Test]
    [Property("Requirement", "DISC-10"), Property("Forbidden", "DISC-10")]
    public void Start_DemandsTheExchangeButIssuesNoTokens_DoesNotStart() => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => (options.RequireTokenExchange, options.IssueTokens) = (true, false),
        }),
        Throws.Exception.With.Message.Contains("DISC-10"));

    private static TestCaseData<Action<IOcmServerBuilder>, string> Promise(
        string name, Func<DiscoveryDocument, DiscoveryDocument> change, string mend, Action<IOcmServerBuilder>? register = null) =>
        Case(
            name,
            ocm =>
            {
                register?.Invoke(ocm);
                ocm.AddDiscoveryContributor<Contributor>().Services.AddSingleton(new Change(change));
            },
            mend);

    private static TestCaseData<Action<IOcmServerBuilder>, string> Case(string name, Action<IOcmServerBuilder> register, string mend) =>
        new TestCaseData<Action<IOcmServerBuilder>, string>(register, mend).SetArgDisplayNames(name);

    private static OcmTestServerSettings With(Action<IOcmServerBuilder> register) => new()
    {
        Register = ocm => register(ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores()),
    };

    private sealed record Change(Func<DiscoveryDocument, DiscoveryDocument> Of);

    private sealed class Contributor(Change change) : IDiscoveryContributor
    {
        public DiscoveryDocument Contribute(DiscoveryDocument document) => change.Of(document);
    }

    private class CalendarBinding : ProtocolBinding
    {
        public override ProtocolName Name => new("caldav");

        public override IReadOnlyCollection<ResourceType> ResourceTypes => [new("calendar")];

        public override JsonElement? DescribeSending(ResourceType resourceType) => JsonElement.Parse("\"/caldav\"");

        public override JsonElement? DescribeReceiving(ResourceType resourceType) => JsonElement.Parse("{}");

        public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer) => protocols;

        public override bool CanUse(ShareProtocols protocols) => protocols.Others?.ContainsKey("caldav") == true;
    }

    private sealed class OtherCalendarBinding : CalendarBinding;

    private sealed class FileTalkBinding : CalendarBinding
    {
        public override ProtocolName Name => new("talk");

        public override IReadOnlyCollection<ResourceType> ResourceTypes => [ResourceType.File];

        public override JsonElement? DescribeReceiving(ResourceType resourceType) => null;
    }

    private sealed class MultiBinding : CalendarBinding
    {
        public override ProtocolName Name => ProtocolName.Multi;
    }

    private sealed class ReceiveBinding : CalendarBinding
    {
        public override ProtocolName Name => new("caldav-receive");
    }

    private sealed class NotSecretCriterion : ICriterion
    {
        public Criterion Criterion => new("x-no-secrets");

        public ValueTask<OcmFailure?> CheckAsync(CriterionQuestion question, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(question.Share?.Name == "secret" ? new OcmFailure(OcmFailureKind.Forbidden, "No secrets here.") : null);
    }
}
