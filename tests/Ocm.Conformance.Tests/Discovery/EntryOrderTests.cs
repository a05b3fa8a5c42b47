using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Discovery;
using Ocm.Server;
using Ocm.Server.Discovery;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Discovery;

/// <summary>Peers look for the WebDAV path in the first entry of resourceTypes, so one that has it stands there.</summary>
internal sealed class EntryOrderTests
{
    [Test]
    [Property("Requirement", "ACC-01")]
    public async Task Get_TypeWithoutWebDavIsRegisteredFirst_EntryWithWebDavComesFirst()
    {
        await using var test = await ServerAndPeer.StartAsync(With(ocm => ocm.AddProtocol<CalendarBinding>().AddWebDav()));

        var entries = (await test.GetAsync("/.well-known/ocm")).Json.GetProperty("resourceTypes").EnumerateArray().ToList();

        Assert.That(entries.Select(entry => entry.GetProperty("name").GetString()), Does.Contain("calendar"));
        Assert.That(entries[0].GetProperty("protocols").TryGetProperty("webdav", out _), Is.True);
    }

    [Test]
    [Property("Requirement", "ACC-01"), Property("Forbidden", "ACC-01")]
    public void Start_ContributorPutsATypeWithoutWebDavFirst_NamesTheMend() => Assert.That(
        async () => await OcmTestServer.StartAsync(With(ocm => ocm.AddWebDav().AddProtocol<CalendarBinding>().AddDiscoveryContributor<CalendarFirst>())),
        Throws.InvalidOperationException.With.Message.Contains("ACC-01"));

    private static OcmTestServerSettings With(Action<IOcmServerBuilder> register) => new() { Register = ocm => register(ocm.AddUserDirectory<TestUsers>().AddInMemoryStores()) };

    private sealed class CalendarFirst : IDiscoveryContributor
    {
        public DiscoveryDocument Contribute(DiscoveryDocument document) =>
            document with { ResourceTypes = [.. document.ResourceTypes.OrderBy(entry => entry.WebDavPath is not null)] };
    }

    private sealed class CalendarBinding : ProtocolBinding
    {
        public override ProtocolName Name => new("caldav");

        public override IReadOnlyCollection<ResourceType> ResourceTypes => [new("calendar")];

        public override JsonElement? DescribeSending(ResourceType resourceType) => JsonElement.Parse("\"/caldav\"");

        public override JsonElement? DescribeReceiving(ResourceType resourceType) => JsonElement.Parse("{}");

        public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer) => protocols;
    }
}
