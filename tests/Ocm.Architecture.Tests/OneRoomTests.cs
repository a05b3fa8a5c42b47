using System.Reflection;
using System.Text.Json.Serialization;

namespace Ocm.Architecture;

/// <summary>Things that are done in one place only.</summary>
public sealed class OneRoomTests
{
    private static IReadOnlyList<Package> Packages => Package.All;

    [Test]
    public void WireTypes_LiveInAbstractionsOnly()
    {
        string[] filesOfThisServer = ["Ocm.Client.Signatures.SigningKeyFile"];
        var types = Package.All.SelectMany(package => package.Assembly.GetTypes())
            .Where(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Any(member => member.GetCustomAttribute<JsonPropertyNameAttribute>() is not null))
            .Where(type => !filesOfThisServer.Contains(type.FullName))
            .ToLookup(type => type.Assembly.GetName().Name == "Ocm.Abstractions", type => type.FullName);
        Assert.That(types[true], Does.Contain("Ocm.Shares.ShareCreationNotification"));
        Assert.That(types[false], Is.Empty);
    }

    [Test]
    public void Address_IsParsedByOcmAddressOnly() => Assert.That(
        Repository.CSharp("src", "samples")
            .Where(file => file.Text.Contains("IndexOf('@'", StringComparison.Ordinal) || file.Text.Contains("Split('@'", StringComparison.Ordinal))
            .Select(file => file.Path),
        Is.EquivalentTo(new[]
        {
            "src/Ocm.Abstractions/Addresses/OcmAddress.cs",
            "src/Ocm.Abstractions/Invites/InviteString.cs", "src/Ocm.Abstractions/Invites/InviteText.cs", // token@provider is no address
            "src/Ocm.Abstractions/Shares/SshAddress.cs", // nor is user@host:port/path
            "src/Ocm.Client/Dialects/LegacyAddress.cs", // older servers' spellings, brought into the one form
        }));

    [Test]
    public void PInvoke_LivesInOneFolderOnly()
    {
        var rooms = Package.All.SelectMany(package => package.Assembly.GetTypes())
            .Where(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Any(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)))
            .Select(type => type.Namespace)
            .Distinct();
        Assert.That(rooms, Is.EqualTo(new[] { "Ocm.HttpSignatures.Keys.Interop" }));
    }

    [TestCase("get_EndPoint")]
    [TestCase("get_TokenEndPoint")]
    [TestCase("get_JwksUri")]
    [TestCase("get_InviteAcceptDialog")]
    public void PeersUrl_IsReadByDiscoveryOnly(string getter)
    {
        string[] rooms = ["Ocm.Client.Discovery", "Ocm.Discovery", "Ocm.Serialization"];
        var elsewhere = Package.All.Where(package => package.Name != "Ocm.Testing")
            .SelectMany(package => Calls.To(package, "Ocm.Discovery.DiscoveryDocument", getter))
            .Where(caller => !rooms.Any(room => caller.StartsWith(room + ".", StringComparison.Ordinal)));
        Assert.That(elsewhere, Is.Empty, "a URL of the document is a claim until the discovery validator has accepted it");
    }

    [Test]
    public void PeersUrl_RuleSeesTheCallsThatThereAre()
    {
        var calls = Package.All.SelectMany(package => Calls.To(package, "Ocm.Discovery.DiscoveryDocument", "get_ResourceTypes"));
        Assert.That(calls, Has.Some.StartsWith("Ocm.Discovery.DiscoveryDocument"), "the search for calls finds at least the document's own");
    }

    [TestCaseSource(nameof(Packages))]
    public void HttpClient_IsMadeByTheFactoryOnly(object package)
    {
        // Ocm.Testing plays other servers; the product's calls go through the client with the destination guard.
        if (((Package)package).Name != "Ocm.Testing")
        {
            Assert.That(Calls.To((Package)package, "System.Net.Http.HttpClient", ".ctor"), Is.Empty);
        }
    }
}
