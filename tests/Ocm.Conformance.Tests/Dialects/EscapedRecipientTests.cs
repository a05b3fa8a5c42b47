using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Parties;
using Ocm.Server;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Dialects;

/// <summary>Recipients whose identifier holds a percent sign: as their own name, or escaped by an older server.</summary>
internal sealed class EscapedRecipientTests
{
    [TestCase("a%62@", "a%62", TestName = "Share_ForAUserWithAPercentSign_IsThatUsers")]
    [TestCase("a%62@https://", "a%62", TestName = "Share_ForAUserWithAPercentSignAndAScheme_IsThatUsers")]
    [TestCase("%61b@", "ab", TestName = "Share_ForAnEscapedUser_IsTheUsers")]
    [TestCase("%61b@https://", "ab", TestName = "Share_ForAnEscapedUserWithAScheme_IsTheUsers")]
    [Property("Requirement", "ADDR-02")]
    public async Task Share_OfAnOlderServer_IsOfTheUserAsWrittenFirst(string recipient, string user)
    {
        await using var test = await StartAsync(isOfTheDraft: false);

        Assert.That(await PostAsync(test, recipient), Is.EqualTo(201));
        Assert.That((await PostAsync(test, recipient), await PostAsync(test, recipient, "another")), Is.EqualTo((201, 409)), "the same again, and another one");
        var share = (await test.ReceivedAsync(user)).Single();
        Assert.That(share.ShareWith, Is.EqualTo(test.Server.Address(user)));
    }

    [TestCase("%61b@", 400)]
    [TestCase("a%62@", 201)]
    [Property("Requirement", "ADDR-02")]
    public async Task Share_OfAServerOfTheDraft_IsOfTheUserAsWritten(string recipient, int status)
    {
        await using var test = await StartAsync(isOfTheDraft: true);

        Assert.That(await PostAsync(test, recipient), Is.EqualTo(status));
        Assert.That(await test.ReceivedAsync("ab"), Is.Empty);
    }

    private static async Task<ServerAndPeer> StartAsync(bool isOfTheDraft)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = OcmPosture.Interoperable,
            Register = ocm => ocm.AddWebDav().AddUserDirectory<Users>().AddInMemoryStores(),
        });
        if (!isOfTheDraft)
        {
            test.SpeaksTheDraft = false;
            test.WithPeer(document => document with { JwksUri = null, ApiVersion = "1.3.0" });
            test.Peer.Answer("/.well-known/jwks.json", _ => new FakePeerAnswer(200, test.Peer.PublishedKeys.ToJson(), "application/json"));
        }

        return test;
    }

    private static async Task<int> PostAsync(ServerAndPeer test, string recipient, string name = "notes.md")
    {
        JsonObject share = test.Share();
        share["shareWith"] = recipient + test.Server.Host;
        share["name"] = name;
        return (await test.PostAsync("/ocm/shares", share)).Status;
    }

    /// <summary>A directory in which one user's name is another's, escaped.</summary>
    private sealed class Users : IUserDirectory
    {
        public ValueTask<Party?> FindUserAsync(string identifier, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(identifier is "a%62" or "ab" ? new Party(identifier, "A. B.") : null);
    }
}
