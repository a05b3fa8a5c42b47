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

    private static IEnumerable<TestCaseData<string[]?, string[], bool>> Sets()
    {
        yield return Case("the same", [Exchange], [Exchange], true);
        yield return Case("in another order", [Exchange, Mfa], [Mfa, Exchange], true);
        yield return Case("webdav requires nothing", null, [Exchange], false);
        yield return Case("webapp requires more", [Exchange], [Exchange, Mfa], false);
        yield return Case("webdav requires more", [Exchange, Mfa], [Exchange], false);
        yield return Case("no exchange", [Mfa], [Mfa], false);
    }

    [TestCaseSource(nameof(Sets))]
    [Property("Requirement", "SHARE-19")]
    public async Task Shares_RequirementsOfWebDavAndWebApp_AreTakenOnlyIfTheyAgree(string[]? webdav, string[] webapp, bool agree)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddWebApp(app => app.ReceiveTargets.Add(WebAppTarget.Blank))
                .AddMfa<Anybody>().AddUserDirectory<TestUsers>().AddInMemoryStores(),
        });
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

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(agree ? 201 : 400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(agree ? [] : new[] { "protocol.webapp.requirements" }));
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(agree ? 1 : 0));
    }

    private static JsonArray Array(string[] values) => [.. values.Select(value => JsonValue.Create(value))];

    private static TestCaseData<string[]?, string[], bool> Case(string name, string[]? webdav, string[] webapp, bool agree) =>
        new TestCaseData<string[]?, string[], bool>(webdav, webapp, agree).SetArgDisplayNames(name);

    private sealed class Anybody : IMfaVerifier
    {
        public ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken) => ValueTask.FromResult(true);
    }
}
