using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Server;
using Ocm.Server.Access;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Conformance.Tokens;

internal sealed class TokenEndpointTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Test]
    [Property("Requirement", "TOK-03")]
    [Property("Requirement", "TOK-02")]
    [Property("Requirement", "TOK-04")]
    [Property("Requirement", "TOK-05")]
    [Property("Requirement", "TOK-06")]
    public async Task Token_CodeOfAShare_IsExchanged()
    {
        await using var test = await PeerAndServer.StartAsync();
        var (_, secret) = await test.ShareWithPeerAsync();

        var answer = await PostAsync(test, $"grant_type=authorization_code&client_id={test.Peer.Host}&code={secret}&redirect_uri=ignored&scope=x");

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That(answer.Json.GetProperty("token_type").GetString(), Is.EqualTo("Bearer"));
        Assert.That(answer.Json.GetProperty("expires_in").GetInt64(), Is.EqualTo(300));
        Assert.That(answer.Json.TryGetProperty("refresh_token", out _), Is.False);
        Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
    }

    [TestCase("grant_type=authorization_code&client_id={client}&code=wrong", "invalid_grant")]
    [TestCase("grant_type=password&client_id={client}&code={code}", "unsupported_grant_type")]
    [TestCase("client_id={client}&code={code}", "invalid_request")]
    [TestCase("grant_type=authorization_code&code={code}", "invalid_request")]
    [TestCase("grant_type=authorization_code&client_id={client}", "invalid_request")]
    [TestCase("grant_type=authorization_code&client_id={client}&code={code}&code={code}", "invalid_request")]
    [TestCase("grant_type=authorization_code&client_id={client}&code=", "invalid_request")]
    [TestCase("grant_type=authorization_code&client_id=no%20host&code={code}", "invalid_request")]
    [TestCase("", "invalid_request")]
    [TestCase("\u00e9=1", "invalid_request")]
    [Property("Requirement", "TOK-04"), Property("Forbidden", "TOK-04")]
    public async Task Token_BadRequest_Is400WithTheCode(string form, string error)
    {
        await using var test = await PeerAndServer.StartAsync();
        var (_, secret) = await test.ShareWithPeerAsync();
        var body = form.Replace("{client}", test.Peer.Host.Value, StringComparison.Ordinal).Replace("{code}", secret, StringComparison.Ordinal);

        var answer = await PostAsync(test, body);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Json.GetProperty("error").GetString(), Is.EqualTo(error));
        Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
    }

    [Test]
    [Property("Requirement", "TOK-06"), Property("Forbidden", "TOK-06")]
    [Property("Requirement", "TOK-04"), Property("Forbidden", "TOK-04")]
    public async Task Token_Unsigned_Is400InvalidClient()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.RequireSignatures = false });
        test.Peer.Document = test.Peer.CreateDocument() with { Capabilities = [], Criteria = [], JwksUri = null };
        var (_, secret) = await test.ShareWithPeerAsync();

        var answer = await test.PostUnsignedAsync("/ocm/token", Request(test, secret), Form);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Json.GetProperty("error").GetString(), Is.EqualTo("invalid_client"));
    }

    [Test]
    [Property("Requirement", "TOK-05"), Property("Forbidden", "TOK-05")]
    [Property("Requirement", "TOK-04"), Property("Forbidden", "TOK-04")]
    public async Task Token_SignedByAnotherServerThanTheRecipients_IsInvalidGrant()
    {
        await using var test = await PeerAndServer.StartAsync();
        await using var other = await PeerAndServer.StartAsync();
        var (_, secret) = await test.ShareWithPeerAsync();
        using var request = await other.Peer.CreateSignedPostAsync(
            test.Uri("/ocm/token"), System.Text.Encoding.ASCII.GetBytes(Request(other, secret)), Form);

        var answer = await test.SendAsync(request);

        Assert.That((answer.Status, answer.Json.GetProperty("error").GetString()), Is.EqualTo((400, "invalid_grant")));
    }

    [TestCase("signed by another server")]
    [TestCase("the port is left out")]
    [Property("Requirement", "TOK-05"), Property("Forbidden", "TOK-05")]
    public async Task Token_SignerIsNotTheClient_IsInvalidClient(string what)
    {
        await using var test = await PeerAndServer.StartAsync();
        await using var other = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        var (_, secret) = await test.ShareWithPeerAsync();

        var answer = what == "the port is left out"
            ? await PostAsync(test, Request(test, secret).Replace(test.Peer.Host.Value, "localhost", StringComparison.Ordinal))
            : await test.PostAsync("/ocm/token", Request(test, secret), Form, other.Key);

        Assert.That((answer.Status, answer.Json.GetProperty("error").GetString()), Is.EqualTo((400, "invalid_client")));
    }

    [Test]
    [Property("Requirement", "TOK-06")]
    public async Task Token_SignedByAServerThatDoesNotListHttpSig_IsExchanged()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.RequireSignatures = false });
        test.Peer.Document = test.Peer.CreateDocument() with { Capabilities = [Ocm.Discovery.Capability.ExchangeToken], Criteria = [] };
        var (_, secret) = await test.ShareWithPeerAsync();

        Assert.That((await PostAsync(test, Request(test, secret))).Status, Is.EqualTo(200));
    }

    [Test]
    [Property("Requirement", "TOK-04"), Property("Forbidden", "TOK-04")]
    public async Task Token_OfAServerThatIsNotTrusted_IsUnauthorizedClient()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.Denylist = ["localhost"] });

        var answer = await PostAsync(test, Request(test, "a-code"));

        Assert.That((answer.Status, answer.Json.GetProperty("error").GetString()), Is.EqualTo((400, "unauthorized_client")));
        Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
        Assert.That(test.Peer.Requests, Is.Empty);
    }

    [Test]
    [Property("Requirement", "TOK-02"), Property("Forbidden", "TOK-02")]
    [Property("Requirement", "TOK-03"), Property("Forbidden", "TOK-03")]
    public async Task Token_ParametersThatAskForMore_AreNotObeyed()
    {
        await using var elsewhere = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Map = app => app.Map("/dav/ocm/{providerId}", (HttpContext context) => context.Response.WriteAsync($"{context.GetOcmShareAccess().CanWrite}")).RequireOcmShare(),
        });
        var (share, secret) = await test.ShareWithPeerAsync();

        var answer = await PostAsync(
            test, Request(test, secret) + $"&redirect_uri={Uri.EscapeDataString(elsewhere.Origin)}&scope=write+offline_access&permissions=write&expires_in=999999&refresh_token=x&state=s");

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That(answer.Json.EnumerateObject().Select(member => member.Name), Is.EquivalentTo(new[] { "access_token", "token_type", "expires_in" }), "no refresh token");
        Assert.That(answer.Json.GetProperty("expires_in").GetInt64(), Is.EqualTo(300));
        Assert.That((await test.GetAsync($"/dav/ocm/{share.ProviderId}", answer.Json.GetProperty("access_token").GetString())).Body, Is.EqualTo("False"));
        Assert.That(elsewhere.Requests, Is.Empty);
    }

    [Test]
    [Property("Requirement", "TOK-04"), Property("Forbidden", "TOK-04")]
    public async Task Token_OtherContentTypeOrTooLarge_Is400InvalidRequest()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.MaxRequestBytes = 2048 });

        var wrongType = await test.PostUnsignedAsync("/ocm/token", "{}");
        var tooLarge = await test.PostUnsignedAsync("/ocm/token", new string('a', 2049), Form);

        Assert.That(wrongType.Status, Is.EqualTo(400));
        Assert.That(tooLarge.Status, Is.EqualTo(400));
        Assert.That(tooLarge.Json.GetProperty("error").GetString(), Is.EqualTo("invalid_request"));
    }

    [Test]
    [Property("Requirement", "TOK-12")]
    [Property("Requirement", "ACC-10")]
    public async Task Token_OfALiveShare_OpensItAndSoDoesTheNext()
    {
        await using var test = await PeerAndServer.StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();

        string[] tokens = [await TokenAsync(test, secret), await TokenAsync(test, secret)];

        Assert.That(tokens, Is.Unique);
        foreach (var token in tokens)
        {
            Assert.That((await test.GetAsync($"/dav/ocm/{share.ProviderId}", token)).Status, Is.EqualTo(200));
        }
    }

    [Test]
    [Property("Requirement", "TOK-12"), Property("Forbidden", "TOK-12")]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    public async Task Token_OfAnEndedShare_OpensNothing()
    {
        await using var test = await PeerAndServer.StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();
        var token = await TokenAsync(test, secret);
        var before = await test.GetAsync($"/dav/ocm/{share.ProviderId}", token);

        await test.Server.WithAsync<ISentShares, Errors.OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));
        var after = await test.GetAsync($"/dav/ocm/{share.ProviderId}", token);
        var exchange = await PostAsync(test, Request(test, secret));

        Assert.That(before.Status, Is.EqualTo(200));
        Assert.That(before.Body, Is.EqualTo("/papers/one.md"));
        Assert.That(after.Status, Is.EqualTo(401));
        Assert.That(exchange.Json.GetProperty("error").GetString(), Is.EqualTo("invalid_grant"));
    }

    [Test]
    [Property("Requirement", "TOK-07"), Property("Forbidden", "TOK-07")]
    public async Task Token_PastItsLifetime_OpensNothing()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Time = time }, time);
        var (share, secret) = await test.ShareWithPeerAsync();
        var token = await TokenAsync(test, secret);

        time.Advance(TimeSpan.FromSeconds(301));

        Assert.That((await test.GetAsync($"/dav/ocm/{share.ProviderId}", token)).Status, Is.EqualTo(401));
    }

    [Test]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    [Property("Requirement", "TOK-09"), Property("Forbidden", "TOK-09")]
    public async Task Bearer_SecretOfAShareThatRequiresExchange_Is401()
    {
        await using var test = await PeerAndServer.StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();

        var answer = await test.GetAsync($"/dav/ocm/{share.ProviderId}", secret);

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer"));
    }

    [TestCase(true, 200)]
    [TestCase(false, 401)]
    [Property("Requirement", "ACC-11")]
    public async Task Bearer_SecretOfAShareToAServerWithoutExchange_OpensItUnlessSwitchedOff(bool allowed, int status)
    {
        await using var test = await PeerAndServer.StartAsync();
        test.Peer.Document = test.Peer.CreateDocument() with { Capabilities = [Ocm.Discovery.Capability.HttpSig], TokenEndPoint = null };
        var (share, secret) = await test.ShareWithPeerAsync();
        test.Server.Services.GetRequiredService<IOptions<OcmServerOptions>>().Value.AllowSecretAccess = allowed;

        Assert.That((await test.GetAsync($"/dav/ocm/{share.ProviderId}", secret)).Status, Is.EqualTo(status));
    }

    [Test]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    public async Task Bearer_TokenOfAnotherShare_Is404()
    {
        await using var test = await PeerAndServer.StartAsync();
        var (_, secret) = await test.ShareWithPeerAsync();
        var (other, _) = await test.ShareWithPeerAsync();
        var token = await TokenAsync(test, secret);

        Assert.That((await test.GetAsync($"/dav/ocm/{other.ProviderId}", token)).Status, Is.EqualTo(404));
    }

    [TestCase(null)]
    [TestCase("unknown")]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    public async Task Bearer_NoOrUnknownCredential_Is401(string? credential)
    {
        await using var test = await PeerAndServer.StartAsync();
        var (share, _) = await test.ShareWithPeerAsync();

        Assert.That((await test.GetAsync($"/dav/ocm/{share.ProviderId}", credential)).Status, Is.EqualTo(401));
    }

    private static Task<PeerAndServer.Answer> PostAsync(PeerAndServer test, string form) => test.PostAsync("/ocm/token", form, Form);

    private static string Request(PeerAndServer test, string secret) => $"grant_type=authorization_code&client_id={test.Peer.Host}&code={secret}";

    private static async Task<string> TokenAsync(PeerAndServer test, string secret) =>
        (await PostAsync(test, Request(test, secret))).Json.GetProperty("access_token").GetString()!;
}
