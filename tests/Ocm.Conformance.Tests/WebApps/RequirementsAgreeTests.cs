using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Parties;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.WebApps;

/// <summary>webdav and webapp of one share require the same.</summary>
internal sealed class RequirementsAgreeTests
{
    private const string Exchange = "must-exchange-token";
    private const string Mfa = "must-use-mfa";

    private static readonly OcmTestServerSettings Settings = new()
    {
        Register = ocm => ocm.AddWebDav().AddWebApp(app => app.ReceiveTargets.Add(WebAppTarget.Blank))
            .AddMfa<Anybody>().AddUserDirectory<TestUsers>().AddInMemoryStores(),
    };

    private static IEnumerable<TestCaseData<string[]?, string[]>> Same()
    {
        yield return Case("the same", [Exchange], [Exchange]);
        yield return Case("in another order", [Exchange, Mfa], [Mfa, Exchange]);
    }

    private static IEnumerable<TestCaseData<string[]?, string[]>> Different()
    {
        yield return Case("webdav requires nothing", null, [Exchange]);
        yield return Case("webapp requires more", [Exchange], [Exchange, Mfa]);
        yield return Case("webdav requires more", [Exchange, Mfa], [Exchange]);
        yield return Case("no exchange", [Mfa], [Mfa]);
    }

    [TestCaseSource(nameof(Same))]
    [Property("Requirement", "SHARE-19")]
    public async Task Shares_RequirementsOfWebDavAndWebAppAgree_AreTaken(string[]? webdav, string[] webapp)
    {
        await using var test = await ServerAndPeer.StartAsync(Settings);

        var answer = await PostAsync(test, webdav, webapp);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That((await test.ReceivedAsync()).Single().Protocol.Requirements.Select(requirement => requirement.Value), Is.EquivalentTo(webapp));
    }

    [TestCaseSource(nameof(Different))]
    [Property("Requirement", "SHARE-19"), Property("Forbidden", "SHARE-19")]
    public async Task Shares_RequirementsOfWebDavAndWebAppDiffer_Is400AndNotStored(string[]? webdav, string[] webapp)
    {
        await using var test = await ServerAndPeer.StartAsync(Settings);

        var answer = await PostAsync(test, webdav, webapp);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "protocol.webapp.requirements" }));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static Task<Answer> PostAsync(ServerAndPeer test, string[]? webdav, string[] webapp)
    {
        var share = test.Share();
        var protocol = share["protocol"]!.AsObject();
        protocol["webapp"] = new JsonObject
        {
            ["uri"] = $"{test.Peer.Origin}/app/1",
            ["sharedSecret"] = "a-secret-of-the-fake-peer",
            ["targets"] = new JsonArray("blank"),
            ["permissions"] = new JsonArray("view"),
            ["requirements"] = Array(webapp),
        };
        protocol["webdav"]!.AsObject().Remove("requirements");
        if (webdav is not null)
        {
            protocol["webdav"]!["requirements"] = Array(webdav);
        }

        return test.PostAsync("/ocm/shares", share);
    }

    private static JsonArray Array(string[] values) => [.. values.Select(value => JsonValue.Create(value))];

    private static TestCaseData<string[]?, string[]> Case(string name, string[]? webdav, string[] webapp) =>
        new TestCaseData<string[]?, string[]>(webdav, webapp).SetArgDisplayNames(name);

    private sealed class Anybody : IMfaVerifier
    {
        public ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken) => ValueTask.FromResult(true);
    }
}
