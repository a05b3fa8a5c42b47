using Ocm.Addresses;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.Discovery;

/// <summary>An address leads to its server: what stands after the last "@" is where discovery is asked.</summary>
internal sealed class AddressTests
{
    [Test]
    [Property("Requirement", "ADDR-05")]
    [Property("Requirement", "DISC-13")]
    [Property("Requirement", "DISC-19")]
    public async Task OwnAddress_HostAndPort_AnswerDiscovery()
    {
        await using var test = await ServerAndPeer.StartAsync();
        await test.CreatedAsync();
        var sender = OcmAddress.Parse(test.SentToPeer().Single().GetProperty("sender").GetString()!);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{sender.Host}/.well-known/ocm");
        var answer = await test.SendAsync(request, body: null);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Json.GetProperty("enabled").GetBoolean(), Is.True);
        Assert.That(new Uri(answer.Json.GetProperty("endPoint").GetString()!).Authority, Is.EqualTo(sender.Host.Value));
    }

    [Test]
    [Property("Requirement", "ADDR-05"), Property("Forbidden", "ADDR-05")]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    [Property("Requirement", "SHARE-02"), Property("Forbidden", "SHARE-02")]
    public async Task CreateAsync_AddressWhoseHostHasNoDiscovery_NothingIsCreated()
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Status(404));

        var result = await test.CreateAsync();

        Assert.That(result.Failure!.PeerStatus, Is.EqualTo(404));
        Assert.That(test.SentToPeer(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "ADDR-05"), Property("Forbidden", "ADDR-05")]
    [Property("Requirement", "SIG-17"), Property("Forbidden", "SIG-17")]
    public async Task Shares_SenderWhoseHostHasNoDiscovery_Is401()
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Status(404));

        var answer = await test.PostAsync("/ocm/shares", test.Share());

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [TestCase(null, OcmFailureKind.InvalidResponse)]
    [TestCase(false, OcmFailureKind.Disabled)]
    [Property("Requirement", "DISC-19"), Property("Forbidden", "DISC-19")]
    [Property("Requirement", "DISC-14"), Property("Forbidden", "DISC-14")]
    public async Task CreateAsync_ServerThatIsSwitchedOffOrSaysNothing_IsNotCalled(bool? enabled, OcmFailureKind kind)
    {
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Json(enabled is null ? "{}" : """{"enabled":false}"""));

        var result = await test.CreateAsync();

        Assert.That(result.Failure!.Kind, Is.EqualTo(kind));
        Assert.That(test.SentToPeer(), Is.Empty);
    }
}
