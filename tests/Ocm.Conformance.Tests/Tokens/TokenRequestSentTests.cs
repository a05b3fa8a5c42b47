using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Signatures;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Tokens;

namespace Ocm.Conformance.Tokens;

/// <summary>The token request that the server makes, and where it makes none.</summary>
internal sealed class TokenRequestSentTests
{
    private const string Secret = "a-secret-of-the-fake-peer";

    [Test]
    [Property("Requirement", "TOK-01")]
    public async Task ExchangeTokenAsync_Request_IsThatOfTheDraftAndSigned()
    {
        await using var test = await ServerAndPeer.StartAsync();

        var exchanged = await ExchangeAsync(test.Server, test.Peer);

        Assert.That(exchanged.Value?.AccessToken.Reveal(), Is.EqualTo("a-token-of-the-fake-peer"));
        var request = test.Peer.RequestsTo("/ocm/token").Single();
        Assert.That((request.Method, request.Header("Content-Type")), Is.EqualTo(("POST", "application/x-www-form-urlencoded")));
        Assert.That(
            request.Text.Split('&').Select(WebUtility.UrlDecode),
            Is.EquivalentTo(new[] { "grant_type=authorization_code", $"client_id={test.Server.Host}", $"code={Secret}" }));
        var keys = await test.Server.Services.GetRequiredService<ISigningKeyRing>().GetPublishedKeysAsync();
        Assert.That((await test.Peer.VerifyAsync(request, test.Server.Host, keys)).IsValid, Is.True);
    }

    [Test]
    [Property("Requirement", "TOK-01")]
    public async Task ExchangeTokenAsync_EndPointOverHttps_IsAsked()
    {
        await using var test = await TlsServerAndPeer.StartAsync();

        Assert.That((await ExchangeAsync(test.Server, test.Peer)).Failure, Is.Null);
        Assert.That(test.Peer.RequestsTo("/ocm/token").Single().Text, Does.Contain($"client_id={TlsServerAndPeer.PublicOrigin.Authority}"));
    }

    [Test]
    [Property("Requirement", "TOK-01"), Property("Forbidden", "TOK-01")]
    [Property("Requirement", "TOK-07"), Property("Forbidden", "TOK-07")]
    public async Task ExchangeTokenAsync_EndPointOverPlainHttp_SecretStaysHere()
    {
        await using var test = await TlsServerAndPeer.StartAsync();
        test.Peer.Document = test.Peer.CreateDocument() with { TokenEndPoint = $"{test.Plain.Origin}/ocm/token" };

        var exchanged = await ExchangeAsync(test.Server, test.Peer);

        Assert.That(exchanged.Failure?.ValidationErrors.Select(error => error.Name), Is.EqualTo(new[] { "tokenEndPoint" }));
        Assert.That(test.Peer.Requests.Where(request => request.Method == "POST"), Is.Empty);
        Assert.That(test.Plain.Requests, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "TOK-01"), Property("Forbidden", "TOK-01")]
    public async Task ExchangeTokenAsync_NoEndPointOrOneElsewhere_SecretStaysHere(bool isElsewhere)
    {
        await using var elsewhere = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var test = await ServerAndPeer.StartAsync();
        test.WithPeer(document => document with { TokenEndPoint = isElsewhere ? $"{elsewhere.Origin}/ocm/token" : null });

        var exchanged = await ExchangeAsync(test.Server, test.Peer);

        Assert.That(exchanged.IsSuccess, Is.False);
        Assert.That(test.Peer.Requests.Where(request => request.Method == "POST"), Is.Empty, "no place is guessed");
        Assert.That(elsewhere.Requests, Is.Empty);
    }

    private static Task<OcmResult<TokenResponse>> ExchangeAsync(OcmTestServer server, FakePeer peer) =>
        server.Services.GetRequiredService<IOcmClient>().ExchangeTokenAsync(peer.Host, new SecretString(Secret));
}
