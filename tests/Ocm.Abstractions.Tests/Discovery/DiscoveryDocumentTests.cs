using System.Text.Json;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Discovery;

public sealed class DiscoveryDocumentTests
{
    [Test]
    [Property("Requirement", "DISC-01")]
    public void Read_Example_KnowsWhatTheServerOffers()
    {
        var document = Read(Examples.Discovery);
        Assert.That(document.Enabled, Is.True);
        Assert.That(document.ApiVersion, Is.EqualTo(DiscoveryDocument.CurrentApiVersion));
        Assert.That(document.EndPoint, Is.EqualTo("https://cloud.example.org/ocm"));
        Assert.That(document.Provider, Is.EqualTo("MyCloudStorage"));
        Assert.That(document.Has(Capability.ExchangeToken), Is.True);
        Assert.That(document.Has(Capability.EnforceMfa), Is.False);
        Assert.That(document.Has(Criterion.MustInvite), Is.True);
        Assert.That(document.Has(Criterion.MustUseHttpSig), Is.False);
        Assert.That(document.Find(ResourceType.Folder)!.ShareTypes, Is.EqualTo(new[] { ShareType.User, ShareType.Group }));
        Assert.That(document.Find(ResourceType.RoCrate), Is.Null);
    }

    [Test]
    [Property("Requirement", "DISC-07")]
    [Property("Requirement", "DISC-09")]
    public void Read_WithoutCapabilitiesAndCriteria_HasNone()
    {
        var document = Read("""{"enabled":true,"apiVersion":"1.4.0","endPoint":"x","resourceTypes":[{"name":"file","shareTypes":["user"],"protocols":{}}]}""");
        Assert.That(document.Has(Capability.HttpSig), Is.False);
        Assert.That(document.Has(Criterion.Denylist), Is.False);
    }

    [Test]
    [Property("Requirement", "DISC-05")]
    public void Entry_TellsTheRolesApart()
    {
        var file = Read(Examples.Discovery).Find(ResourceType.File)!;
        Assert.That(file.WebDavPath, Is.EqualTo("/remote/dav/ocm/"));
        Assert.That(file.WebDavUriForm, Is.EqualTo("absolute"));
        Assert.That(file.WebAppTargets, Is.EqualTo(new[] { WebAppTarget.Blank, WebAppTarget.Iframe }));
        Assert.That(file.Receives(ProtocolName.WebDav), Is.True);
        Assert.That(file.Receives(ProtocolName.Ssh), Is.False);
        var folder = Read(Examples.Discovery).Find(ResourceType.Folder)!;
        Assert.That(folder.Receives(ProtocolName.Ssh), Is.True);
        Assert.That(folder.Receives(ProtocolName.WebDav), Is.False);
        Assert.That(folder.WebDavUriForm, Is.Null);
        Assert.That(folder.WebAppTargets, Is.Empty);
    }

    [TestCase("1")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("\"\\ud800\"")]
    [TestCase("""{"uri": 1, "targets": "blank"}""")]
    [TestCase("""{"uri": "\ud800", "targets": [1, null, "", "\ud800"]}""")]
    [Property("Requirement", "DISC-06")]
    public void Entry_ProtocolValuesOfAnyKind_AreReadWithoutException(string value)
    {
        using var json = JsonDocument.Parse(value);
        var entry = new ResourceTypeEntry
        {
            Name = ResourceType.File,
            ShareTypes = [ShareType.User],
            Protocols = new Dictionary<string, JsonElement>
            {
                ["webdav"] = json.RootElement,
                ["webdav-receive"] = json.RootElement,
                ["webapp-receive"] = json.RootElement,
            },
        };
        Assert.That(entry.WebDavPath, Is.Null);
        Assert.That(entry.WebDavUriForm, Is.Null);
        Assert.That(entry.WebAppTargets, Is.Empty);
        Assert.That(entry.Receives(ProtocolName.WebDav), Is.True);
    }

    [Test]
    [Property("Requirement", "DISC-02")]
    public void Read_TwoEntriesOfOneName_NamesTheSecond() => Assert.That(
        Message.Discovery.BadFields(Examples.Discovery.Replace("\"folder\"", "\"file\"", StringComparison.Ordinal)),
        Is.EqualTo(new[] { "resourceTypes[1].name" }));

    [TestCase("""["group"]""")]
    [TestCase("""["User"]""")]
    [TestCase("[]")]
    [Property("Requirement", "DISC-03")]
    public void Read_ShareTypesWithoutUser_AreNamed(string shareTypes) => Assert.That(
        Message.Discovery.BadFields(Examples.Discovery.Replace("""["user", "group"]""", shareTypes, StringComparison.Ordinal)),
        Is.EqualTo(new[] { "resourceTypes[1].shareTypes" }));

    [Test]
    [Property("Requirement", "DISC-14")]
    public void Read_SeveralBadEntries_NamesEachByItsIndex() => Assert.That(
        Message.Discovery.BadFields("""{"enabled":true,"apiVersion":"1.4.0","endPoint":"x","resourceTypes":[{},{"name":"a","shareTypes":["user"],"protocols":[]},7]}"""),
        Is.EqualTo(new[]
        {
            "resourceTypes[0].name", "resourceTypes[0].shareTypes", "resourceTypes[0].protocols", "resourceTypes[1].protocols", "resourceTypes[2]",
        }));

    [Test]
    [Property("Requirement", "DISC-08")]
    [Property("Requirement", "DISC-10")]
    public void Read_PromiseWithoutItsEndpoint_IsReadAsItStands()
    {
        // What the publisher owes is checked where it publishes; a reader sees a capability that it cannot use.
        var json = Examples.Discovery.Replace("\"tokenEndPoint\"", "\"x-tokenEndPoint\"", StringComparison.Ordinal);
        var document = Read(json);
        Assert.That(document.Has(Capability.ExchangeToken), Is.True);
        Assert.That(document.TokenEndPoint, Is.Null);
    }

    private static DiscoveryDocument Read(string json)
    {
        var result = OcmJson.Read<DiscoveryDocument>(Examples.Utf8(json));
        Assert.That(result.IsSuccess, Is.True, string.Join(", ", result.Failure?.ValidationErrors ?? []));
        return result.Value!;
    }
}
