using Ocm.Client.Signatures;
using Ocm.Client.Tests.Http;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Calls;

/// <summary>A server that changed since it was discovered is followed before its document has aged out.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MovedServerTests
{
    private readonly ManualClock _clock = new();
    private FakePeer _peer = null!;
    private ClientUnderTest _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _peer = await FakePeer.StartAsync(new FakePeerOptions { TimeProvider = _clock });
        _client = new ClientUnderTest(_peer, timeProvider: _clock);
        await _client.Client.DiscoverAsync(_peer.Host);
        _clock.Advance(TimeSpan.FromMinutes(1));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [TestCase(404)]
    [TestCase(405)]
    [TestCase(410)]
    public async Task SendShare_EndPointMoved_IsSentToTheNewOne(int status)
    {
        _peer.Document = _peer.CreateDocument() with { EndPoint = _peer.Origin + "/new/ocm" };
        _peer.Answer("/ocm/shares", FakePeerAnswer.Status(status));
        _peer.Answer("/new/ocm/shares", FakePeerAnswer.Json("""{"recipientDisplayName":"Marie"}""", 201));

        var result = await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.Value?.RecipientDisplayName, Is.EqualTo("Marie"));
        var verdict = await _peer.VerifyAsync(_peer.Requests[^1], ClientUnderTest.Host, await _client.PublishedKeysAsync());
        Assert.That(verdict.IsValid, Is.True);
    }

    [Test]
    [Property("Requirement", "SIG-23")]
    public async Task SendNotification_PeerTakesSignaturesNow_IsSignedAfterOneRefusal()
    {
        _peer.Document = _peer.CreateDocument() with { Capabilities = [], Criteria = [] };
        await using var client = new ClientUnderTest(_peer, timeProvider: _clock);
        await client.Client.DiscoverAsync(_peer.Host);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _peer.Document = null;
        _peer.Answer("/ocm/notifications", request => FakePeerAnswer.Status(request.Header("Signature") is null ? 401 : 201));

        var result = await client.Client.SendNotificationAsync(_peer.Host, Messages.Notification(NotificationType.ShareAccepted));

        Assert.That(result.Failure, Is.Null);
        Assert.That(_peer.RequestsTo("/ocm/notifications"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ExchangeToken_TokenEndPointMoved_IsAskedThere()
    {
        _peer.Document = _peer.CreateDocument() with { TokenEndPoint = _peer.Origin + "/new/token" };
        _peer.Answer("/ocm/token", FakePeerAnswer.Status(404));
        _peer.Answer("/new/token", FakePeerAnswer.Json("""{"access_token":"t","token_type":"Bearer","expires_in":10}"""));

        var result = await _client.Client.ExchangeTokenAsync(_peer.Host, new SecretString("code"));

        Assert.That(result.Value?.AccessToken.Reveal(), Is.EqualTo("t"));
    }

    [Test]
    public async Task SendShare_RefusedByAServerThatHasNotMoved_IsSentOnce()
    {
        _peer.Answer("/ocm/shares", FakePeerAnswer.Status(401));

        for (var i = 0; i < 3; i++)
        {
            var result = await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));
            Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Unauthenticated));
        }

        Assert.That(_peer.RequestsTo("/ocm/shares"), Has.Count.EqualTo(3));
        Assert.That(_peer.DiscoveryFetches, Is.EqualTo(2));
    }

    [Test]
    [Property("Requirement", "SIG-18")]
    public async Task ResolveKey_JwksUriMoved_IsFetchedThere()
    {
        var resolver = _client.Get<IPeerKeyResolver>();
        _peer.Document = _peer.CreateDocument() with { JwksUri = _peer.Origin + "/new/jwks" };
        _peer.Answer("/ocm/jwks", FakePeerAnswer.Status(404));
        _peer.Answer("/new/jwks", _ => new FakePeerAnswer(200, _peer.PublishedKeys.ToJson(), "application/json"));

        var result = await resolver.ResolveAsync(_peer.Host, _peer.Key.KeyId);

        Assert.That(result.Failure, Is.Null);
    }
}
