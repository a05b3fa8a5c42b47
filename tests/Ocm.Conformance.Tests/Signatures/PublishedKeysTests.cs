using Ocm.Conformance.Rig;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.Signatures;

/// <summary>A server that says that it signs publishes its keys, at its jwksUri and over https.</summary>
internal sealed class PublishedKeysTests
{
    [Test]
    [Property("Requirement", "SIG-01"), Property("Forbidden", "SIG-01")]
    public async Task Shares_SenderListsHttpSigButPublishesNoKeys_Is401AndNothingStored()
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(document => document with { JwksUri = null });

        var answer = await test.PostAsync(HandSigning.Path, test.Share());

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
        Assert.That(test.Peer.Requests.Select(request => request.Path).Distinct(), Is.EqualTo(new[] { "/.well-known/ocm" }), "no place is guessed");
    }

    [TestCase("""{"kty":"OKP"}""")]
    [TestCase("[]")]
    [TestCase("-----BEGIN PUBLIC KEY-----")]
    [Property("Requirement", "SIG-01"), Property("Forbidden", "SIG-01")]
    public async Task Shares_NoJwkSetAtTheJwksUri_Is401AndNothingStored(string answer)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/ocm/jwks", FakePeerAnswer.Json(answer));

        Assert.That((await test.PostAsync(HandSigning.Path, test.Share())).Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
        Assert.That(test.Peer.KeyFetches, Is.Positive);
    }

    [Test]
    [Property("Requirement", "SIG-01")]
    public async Task Shares_KeysOverHttps_AreFetchedAndTheShareIsTaken()
    {
        await using var test = await TlsServerAndPeer.StartAsync();

        var answer = await test.PostAsync(HandSigning.Path, test.Share().ToJsonString());

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(test.Peer.KeyFetches, Is.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SIG-01"), Property("Forbidden", "SIG-01")]
    public async Task Shares_KeysOverPlainHttp_Is401AndTheyAreNotFetched()
    {
        await using var test = await TlsServerAndPeer.StartAsync();
        test.Peer.Document = test.Peer.CreateDocument() with { JwksUri = $"{test.Plain.Origin}/ocm/jwks" };

        Assert.That((await test.PostAsync(HandSigning.Path, test.Share().ToJsonString())).Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
        Assert.That(test.Plain.Requests, Is.Empty);
    }
}
