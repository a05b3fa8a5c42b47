using Ocm.Client.Signatures;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Calls;

/// <summary>The code flow's request.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TokenCallTests
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
    [Property("Requirement", "TOK-01")]
    public async Task Exchange_Code_IsPostedAsAForm()
    {
        var result = await ExchangeAsync("a+b&c=d e");

        Assert.That(result.Failure, Is.Null);
        var request = _peer.RequestsTo("/ocm/token").Single();
        Assert.That(request.Header("Content-Type"), Is.EqualTo("application/x-www-form-urlencoded"));
        Assert.That(request.Text, Is.EqualTo("grant_type=authorization_code&client_id=we.test&code=a%2Bb%26c%3Dd+e"));
    }

    [Test]
    [Property("Requirement", "TOK-05")]
    public async Task Exchange_OriginWithPort_NamesThePortInClientId()
    {
        await using var client = new ClientUnderTest(_peer, o => o.PublicOrigin = "https://we.test:8443");

        await client.Client.ExchangeTokenAsync(_peer.Host, new SecretString("code"));

        Assert.That(_peer.RequestsTo("/ocm/token").Single().Text, Does.Contain("client_id=we.test%3A8443"));
    }

    [Test]
    [Property("Requirement", "TOK-06")]
    public async Task Exchange_PeerWithoutSignatures_IsSignedAllTheSame()
    {
        _peer.Document = WithoutSignatures();

        var result = await ExchangeAsync("code");

        Assert.That(result.Failure, Is.Null);
        var verdict = await _peer.VerifyAsync(_peer.RequestsTo("/ocm/token").Single(), ClientUnderTest.Host, await _client.PublishedKeysAsync());
        Assert.That(verdict.Status, Is.EqualTo(OcmSignatureStatus.Valid));
    }

    [Test]
    [Property("Requirement", "TOK-06")]
    public async Task Exchange_WithoutKeys_IsNotSent()
    {
        await using var client = new ClientUnderTest(_peer, hasKeys: false);

        var result = await client.Client.ExchangeTokenAsync(_peer.Host, new SecretString("code"));

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(_peer.RequestsTo("/ocm/token"), Is.Empty);
    }

    [Test]
    [Property("Requirement", "TOK-03")]
    public async Task Exchange_AnswerWithoutLifetime_IsGivenAShortOne()
    {
        Answer("""{"access_token":"t","token_type":"Bearer"}""");

        var result = await ExchangeAsync("code");

        Assert.That(result.Value!.ExpiresIn, Is.EqualTo(60));
    }

    [TestCase("""{"access_token":"t","token_type":"mac","expires_in":3}""")]
    [TestCase("""{"access_token":"","token_type":"Bearer","expires_in":3}""")]
    [TestCase("""{"access_token":"t","token_type":"Bearer","expires_in":0}""")]
    [TestCase("""{"access_token":"t","token_type":"Bearer","expires_in":"3"}""")]
    [TestCase("""{"token_type":"Bearer","expires_in":3}""")]
    [Property("Requirement", "TOK-03")]
    public async Task Exchange_AnswerOfAnotherShape_IsInvalidResponse(string json)
    {
        Answer(json);

        var result = await ExchangeAsync("code");

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
    }

    [TestCase("invalid_grant", OcmFailureKind.NotFound)]
    [TestCase("invalid_client", OcmFailureKind.Unauthenticated)]
    [TestCase("unauthorized_client", OcmFailureKind.Forbidden)]
    [TestCase("invalid_request", OcmFailureKind.Invalid)]
    [TestCase("unsupported_grant_type", OcmFailureKind.Invalid)]
    [TestCase("something_else", OcmFailureKind.Invalid)]
    [TestCase("\\ud800", OcmFailureKind.Invalid)]
    [Property("Requirement", "TOK-04")]
    public async Task Exchange_Refused_TellsByItsErrorCodeWhatItIsAbout(string error, OcmFailureKind kind)
    {
        Answer($$"""{"error":"{{error}}"}""", 400);

        var result = await ExchangeAsync("code");

        Assert.That(result.Failure!.Kind, Is.EqualTo(kind));
        Assert.That(result.Failure.PeerStatus, Is.EqualTo(400));
    }

    [TestCase("""{"error":"invalid_grant"}""", OcmFailureKind.Unauthenticated)]
    [TestCase("""{"error":"invalid_request"}""", OcmFailureKind.Unauthenticated)]
    [TestCase("", OcmFailureKind.Unauthenticated)]
    public async Task Exchange_RefusedWith401_SaysNothingOfTheCode(string body, OcmFailureKind kind)
    {
        Answer(body, 401);

        var result = await ExchangeAsync("code");

        Assert.That((result.Failure!.Kind, result.Failure.PeerStatus), Is.EqualTo((kind, (int?)401)));
    }

    [TestCase("""{"error":"unsupported_grant_type"}""", 3)]
    [TestCase("""{"error":"invalid_grant_type"}""", 3)]
    [TestCase("""{"message":"no"}""", 3)]
    [TestCase("""{"error":"invalid_grant"}""", 1)]
    [TestCase("""{"error":"invalid_client"}""", 1)]
    [Property("Requirement", "TOK-01")]
    public async Task Exchange_RefusedByAnOlderServer_TriesOtherNamesWhereTheGrantTypeMayBeAtFault(string json, int requests)
    {
        await using var client = new ClientUnderTest(_peer, o => o.AcceptLegacyMessages = true);
        _peer.Document = _peer.CreateDocument() with { JwksUri = null, ApiVersion = "1.3.0" };
        Answer(json, 400);

        var result = await client.Client.ExchangeTokenAsync(_peer.Host, new SecretString("code"));

        Assert.That(result.Failure?.PeerStatus, Is.EqualTo(400));
        Assert.That(_peer.RequestsTo("/ocm/token").Select(request => request.Text.Split('&')[0]).Distinct().ToList(), Has.Count.EqualTo(requests));
        Assert.That(_peer.RequestsTo("/ocm/token"), Has.Count.EqualTo(requests));
    }

    [Test]
    [Property("Requirement", "TOK-01")]
    public async Task Exchange_GrantTypeRefusedByAServerOfTheDraft_IsAskedOnce()
    {
        await using var client = new ClientUnderTest(_peer, o => o.AcceptLegacyMessages = true);
        Answer("""{"error":"unsupported_grant_type"}""", 400);

        var result = await client.Client.ExchangeTokenAsync(_peer.Host, new SecretString("code"));

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Invalid));
        Assert.That(_peer.RequestsTo("/ocm/token"), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "DISC-08")]
    public async Task Exchange_PeerWithoutTokenEndPoint_IsNotSupported()
    {
        _peer.Document = WithoutSignatures() with { TokenEndPoint = null };

        var result = await ExchangeAsync("code");

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.NotSupported));
    }

    [Test]
    public async Task Exchange_WithoutPublicOrigin_ThrowsWithTheMend()
    {
        await using var client = new ClientUnderTest(_peer, o => o.PublicOrigin = null, hasKeys: false);

        Assert.That(
            async () => await client.Client.ExchangeTokenAsync(_peer.Host, new SecretString("code")),
            Throws.InvalidOperationException.With.Message.Contains("OcmClientOptions.PublicOrigin"));
    }

    private DiscoveryDocument WithoutSignatures() => _peer.CreateDocument() with { Capabilities = [Capability.ExchangeToken] };

    private void Answer(string json, int status = 200) => _peer.Answer("/ocm/token", FakePeerAnswer.Json(json, status));

    private Task<OcmResult<TokenResponse>> ExchangeAsync(string code) =>
        _client.Client.ExchangeTokenAsync(_peer.Host, new SecretString(code));
}
