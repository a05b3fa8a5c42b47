using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Discovery;

/// <summary>The endpoints of a server are on that server, unless the operator allows another host for it.</summary>
internal sealed class EndpointAuthorityTests
{
    [TestCase("endPoint")]
    [TestCase("jwksUri")]
    [TestCase("tokenEndPoint")]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    [Property("Requirement", "SIG-01"), Property("Forbidden", "SIG-01")]
    [Property("Requirement", "TOK-01"), Property("Forbidden", "TOK-01")]
    public async Task CreateAsync_DocumentNamesAnotherServer_NobodyIsCalled(string field)
    {
        await using var elsewhere = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(document => field switch
        {
            "endPoint" => document with { EndPoint = $"{elsewhere.Origin}/ocm" },
            "jwksUri" => document with { JwksUri = $"{elsewhere.Origin}/ocm/jwks" },
            _ => document with { TokenEndPoint = $"{elsewhere.Origin}/ocm/token" },
        });

        var result = await test.CreateAsync();

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(result.Failure.ValidationErrors.Single().Name, Is.EqualTo(field));
        Assert.That(elsewhere.Requests, Is.Empty);
        Assert.That(test.SentToPeer(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SIG-01"), Property("Forbidden", "SIG-01")]
    [Property("Requirement", "SIG-17"), Property("Forbidden", "SIG-17")]
    public async Task Shares_KeysOfAnotherServerAreNamed_Is401AndNobodyIsAskedForThem()
    {
        await using var elsewhere = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(document => document with { JwksUri = $"{elsewhere.Origin}/ocm/jwks" });

        var answer = await test.PostAsync("/ocm/shares", test.Share().ToJsonString(), key: elsewhere.Key);

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(elsewhere.Requests, Is.Empty);
    }

    [Test]
    [Property("Requirement", "DISC-14")]
    public async Task CreateAsync_OperatorAllowsTheOtherHost_IsDeliveredThere()
    {
        await using var elsewhere = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        var allowed = new Dictionary<string, IList<string>>(StringComparer.Ordinal);
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Configure<OcmClientOptions>(client => client.ForeignEndpoints[allowed.Keys.Single()] = allowed.Values.Single());
            },
        },
        prepare: peer => allowed[peer.Host.Value] = [elsewhere.Host.Value]);
        test.WithPeer(document => document with { EndPoint = $"{elsewhere.Origin}/ocm" });

        await test.CreatedAsync();

        Assert.That(elsewhere.RequestsTo("/ocm/shares"), Has.Count.EqualTo(1));
        Assert.That(test.SentToPeer(), Is.Empty);
    }
}
