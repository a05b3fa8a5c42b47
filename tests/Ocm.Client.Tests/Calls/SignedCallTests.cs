using System.Text;
using System.Text.Json;
using Ocm.Client.Signatures;
using Ocm.Errors;
using Ocm.Notifications;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Calls;

/// <summary>What each call sends, and what it makes of the answer.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SignedCallTests
{
    private FakePeer _peer = null!;
    private ClientUnderTest _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _peer = await FakePeer.StartAsync();
        _client = new ClientUnderTest(_peer);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _client.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Test]
    [Property("Requirement", "SIG-23")]
    public async Task SendShare_PeerTakesSignatures_SendsTheMessageSigned()
    {
        var share = Messages.Share(_peer.Host);

        var result = await _client.Client.SendShareAsync(_peer.Host, share);

        Assert.That(result.Failure, Is.Null);
        Assert.That(result.Value!.RecipientDisplayName, Is.EqualTo("The Recipient"));
        var request = _peer.RequestsTo("/ocm/shares").Single();
        Assert.That(request.Method, Is.EqualTo("POST"));
        Assert.That(request.Header("Content-Type"), Is.EqualTo("application/json"));
        Assert.That(request.Header("Accept"), Is.EqualTo("application/json"));
        using var sent = JsonDocument.Parse(request.Body);
        Assert.That(sent.RootElement.GetProperty("shareWith").GetString(), Is.EqualTo($"marie@{_peer.Host}"));
        Assert.That(sent.RootElement.GetProperty("protocol").GetProperty("webdav").GetProperty("sharedSecret").GetString(), Is.EqualTo(Messages.Secret));
        Assert.That(await VerifyAsync(request), Is.EqualTo(OcmSignatureStatus.Valid));
    }

    [Test]
    [Property("Requirement", "SIG-23")]
    public async Task EveryCall_PeerTakesSignatures_IsSigned()
    {
        var shares = await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));
        var notification = await _client.Client.SendNotificationAsync(_peer.Host, Messages.Notification(NotificationType.ShareUnshared));
        var invite = await _client.Client.AcceptInviteAsync(_peer.Host, Messages.Acceptance());
        var request = await _client.Client.RequestShareAsync(_peer.Host, Messages.Request(_peer.Host));
        var token = await _client.Client.ExchangeTokenAsync(_peer.Host, new SecretString(Messages.Secret));

        Assert.That(
            new OcmFailure?[] { shares.Failure, notification.Failure, invite.Failure, request.Failure, token.Failure },
            Is.All.Null);
        Assert.That(invite.Value!.UserId, Is.EqualTo("inviter"));
        var calls = _peer.Requests.Where(r => r.Method == "POST").ToList();
        Assert.That(
            calls.Select(r => r.Path),
            Is.EqualTo(new[] { "/ocm/shares", "/ocm/notifications", "/ocm/invite-accepted", "/ocm/request-share", "/ocm/token" }));
        foreach (var call in calls)
        {
            Assert.That(await VerifyAsync(call), Is.EqualTo(OcmSignatureStatus.Valid), call.Path);
        }
    }

    [Test]
    [Property("Requirement", "SIG-23")]
    public async Task Fetches_OfDiscoveryDocuments_AreNotSigned()
    {
        await _client.Client.DiscoverAsync(_peer.Host);

        Assert.That(_peer.Requests.Single().Header("Signature"), Is.Null);
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task SendShare_Twice_MakesTwoDistinctSignatures()
    {
        var share = Messages.Share(_peer.Host);

        await _client.Client.SendShareAsync(_peer.Host, share);
        await _client.Client.SendShareAsync(_peer.Host, share);

        var requests = _peer.RequestsTo("/ocm/shares");
        Assert.That(requests[0].Body.ToArray(), Is.EqualTo(requests[1].Body.ToArray()));
        Assert.That(await VerifyAsync(requests[0]), Is.EqualTo(OcmSignatureStatus.Valid));
        Assert.That(await VerifyAsync(requests[1]), Is.EqualTo(OcmSignatureStatus.Valid));
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task ExchangeToken_PeerFailsOnce_RepeatsWithASignatureOfItsOwn()
    {
        var attempts = 0;
        _peer.Answer("/ocm/token", _ => Interlocked.Increment(ref attempts) == 1
            ? FakePeerAnswer.Status(503)
            : FakePeerAnswer.Json("""{"access_token":"t","token_type":"bearer","expires_in":10}"""));

        var result = await _client.Client.ExchangeTokenAsync(_peer.Host, new SecretString(Messages.Secret));

        Assert.That(result.Value?.AccessToken.Reveal(), Is.EqualTo("t"));
        var requests = _peer.RequestsTo("/ocm/token");
        Assert.That(requests, Has.Count.EqualTo(2));
        Assert.That(requests[0].Header("Signature-Input"), Is.Not.EqualTo(requests[1].Header("Signature-Input")));
        Assert.That(await VerifyAsync(requests[0]), Is.EqualTo(OcmSignatureStatus.Valid));
        Assert.That(await VerifyAsync(requests[1]), Is.EqualTo(OcmSignatureStatus.Valid));
    }

    [Test]
    public async Task SendShare_PeerFails_IsNotRepeated()
    {
        _peer.Answer("/ocm/shares", FakePeerAnswer.Status(503));

        var result = await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Unavailable));
        Assert.That(_peer.RequestsTo("/ocm/shares"), Has.Count.EqualTo(1));
    }

    [TestCase(200)]
    [TestCase(201)]
    public async Task SendShare_AnsweredWithASuccess_IsTaken(int status)
    {
        _peer.Answer("/ocm/shares", FakePeerAnswer.Json("""{"recipientDisplayName":""}""", status));

        var result = await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.IsSuccess, Is.True);
    }

    [TestCase("""{"recipientDisplayName":""}""", "application/json", 202)]
    [TestCase("""{"recipientDisplayName":7}""", "application/json", 201)]
    [TestCase("""{"recipientDisplayName":"a","recipientDisplayName":"b"}""", "application/json", 201)]
    [TestCase("{}", "application/json", 201)]
    [TestCase("[]", "application/json", 201)]
    [TestCase("not json", "application/json", 201)]
    [TestCase("""{"recipientDisplayName":""}""", "text/html", 201)]
    [TestCase("", null, 201)]
    public async Task SendShare_AnswerOfAnotherShape_IsInvalidResponse(string body, string? contentType, int status)
    {
        _peer.Answer("/ocm/shares", new FakePeerAnswer(status, Encoding.UTF8.GetBytes(body), contentType));

        var result = await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(result.Failure.PeerStatus, Is.EqualTo(status));
    }

    [Test]
    public async Task AcceptInvite_AnsweredWith201_IsInvalidResponse()
    {
        _peer.Answer("/ocm/invite-accepted", FakePeerAnswer.Json("""{"userID":"u","email":"","name":""}""", 201));

        var result = await _client.Client.AcceptInviteAsync(_peer.Host, Messages.Acceptance());

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [TestCase(400, OcmFailureKind.Invalid)]
    [TestCase(401, OcmFailureKind.Unauthenticated)]
    [TestCase(403, OcmFailureKind.Forbidden)]
    [TestCase(409, OcmFailureKind.Conflict)]
    [TestCase(501, OcmFailureKind.NotSupported)]
    public async Task SendNotification_Refused_FailsWithTheStatusAndThePeersWords(int status, OcmFailureKind kind)
    {
        _peer.Answer("/ocm/notifications", FakePeerAnswer.Json("""{"message":"No thanks."}""", status));

        var result = await _client.Client.SendNotificationAsync(_peer.Host, Messages.Notification(NotificationType.ShareAccepted));

        Assert.That(result.Failure!.Kind, Is.EqualTo(kind));
        Assert.That(result.Failure.PeerStatus, Is.EqualTo(status));
        Assert.That(result.Failure.PeerMessage, Is.EqualTo("No thanks."));
    }

    [Test]
    public async Task SendShare_AnsweredWithARedirect_IsNotFollowed()
    {
        _peer.Answer("/ocm/shares", new FakePeerAnswer(307, default, null)
        {
            Headers = new Dictionary<string, string> { ["Location"] = "/ocm/elsewhere" },
        });

        var result = await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(_peer.RequestsTo("/ocm/elsewhere"), Is.Empty);
    }

    [Test]
    public void SendShare_ForAnotherServer_Throws() => Assert.That(
        async () => await _client.Client.SendShareAsync(_peer.Host, Messages.Share(ClientUnderTest.Host)),
        Throws.ArgumentException);

    [Test]
    public void RequestShare_OwnerAtAnotherServer_Throws() => Assert.That(
        async () => await _client.Client.RequestShareAsync(_peer.Host, Messages.Request(ClientUnderTest.Host)),
        Throws.ArgumentException);

    [Test]
    [Property("Requirement", "SIG-17")]
    public async Task SendShare_KeyIdInSignature_IsTheActiveKeyOfThisServer()
    {
        await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));

        var active = await _client.Ring.GetActiveKeyAsync();
        Assert.That(active!.KeyId, Does.StartWith(ClientUnderTest.Origin + "/ocm#"));
        Assert.That(_peer.RequestsTo("/ocm/shares").Single().Header("Signature-Input"), Does.Contain($"keyid=\"{active.KeyId}\""));
    }

    [Test]
    public async Task Calls_WithEndPointWithTrailingSlash_HitTheSamePaths()
    {
        _peer.Document = _peer.CreateDocument() with { EndPoint = _peer.Origin + "/index.php/ocm/" };
        _peer.Answer("/index.php/ocm/notifications", FakePeerAnswer.Status(201));

        var result = await _client.Client.SendNotificationAsync(_peer.Host, Messages.Notification(NotificationType.ShareAccepted));

        Assert.That(result.Failure, Is.Null);
        Assert.That(_peer.Requests[^1].TargetUri, Is.EqualTo($"{_peer.Origin}/index.php/ocm/notifications"));
    }

    [Test]
    public async Task Calls_WithSecrets_LeaveNoneOfThemInTheLog()
    {
        _peer.Answer("/ocm/token", FakePeerAnswer.Json("""{"error":"invalid_grant","error_description":"unknown very-secret-shared-secret"}""", 400));

        await _client.Client.SendShareAsync(_peer.Host, Messages.Share(_peer.Host));
        await _client.Client.AcceptInviteAsync(_peer.Host, Messages.Acceptance());
        var refused = await _client.Client.ExchangeTokenAsync(_peer.Host, new SecretString(Messages.Secret));

        Assert.That(refused.Failure!.ToString(), Does.Not.Contain(Messages.Secret));
        var lines = _client.Log.Entries.Select(entry => entry.Text).ToList();
        Assert.That(lines, Is.Not.Empty);
        Assert.That(lines, Has.None.Contains(Messages.Secret));
        Assert.That(lines, Has.None.Contains("unknown "));
    }

    private async Task<OcmSignatureStatus> VerifyAsync(FakePeerRequest request) =>
        (await _peer.VerifyAsync(request, ClientUnderTest.Host, await _client.PublishedKeysAsync())).Status;
}
