using Ocm.Conformance.Rig;
using Ocm.Server;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Dialects;

/// <summary>Tolerance follows discovery: whoever publishes <c>jwksUri</c> is held to the draft, and nobody gets more by it.</summary>
internal sealed class LegacyFormTests
{
    [TestCase("sharedBy for sender")]
    [TestCase("scheme in an address")]
    [TestCase("number as providerId")]
    [Property("Requirement", "SHARE-22"), Property("Forbidden", "SHARE-22")]
    public async Task Shares_OldFormOfAServerOfTheDraft_Is400(string form)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        var share = test.Share();
        switch (form)
        {
            case "sharedBy for sender":
                share["sharedBy"] = share["sender"]!.GetValue<string>();
                share.Remove("sender");
                break;
            case "scheme in an address":
                share["sender"] = share["sender"]!.GetValue<string>().Replace("@", "@https://", StringComparison.Ordinal);
                break;
            default:
                share["providerId"] = 17;
                break;
        }

        var answer = await test.PostAsync("/ocm/shares", share.ToJsonString());

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    public async Task Shares_DraftFormThatAnOldServerWouldMeanOtherwise_IsTakenAsItIs()
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        var share = test.Share();
        share["name"] = "/notes.md";

        var answer = await test.PostAsync("/ocm/shares", share.ToJsonString());

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That((await test.ReceivedAsync()).Single().Name, Is.EqualTo("/notes.md"));
    }
}
