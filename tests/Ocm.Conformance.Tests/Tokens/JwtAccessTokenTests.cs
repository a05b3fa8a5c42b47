using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Server.Tokens;
using Ocm.Shares;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Conformance.Tokens;

/// <summary>Access tokens as JSON Web Tokens (RFC 9068): what is in them, what is refused, and that they end with their share.</summary>
internal sealed class JwtAccessTokenTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [TestCase("Ed25519")]
    [TestCase("ES256")]
    [TestCase("PS256")]
    [Property("Requirement", "TOK-03")]
    public async Task Token_ByOption_IsAnAccessTokenOfRfc9068(string algorithm)
    {
        await using var test = await StartAsync(algorithm: algorithm);
        var (share, secret) = await test.ShareWithPeerAsync();

        var response = await ExchangeAsync(test, secret);
        var token = response.GetProperty("access_token").GetString()!;
        var (header, claims) = Read(token);
        var opened = await test.GetAsync($"/dav/ocm/{share.ProviderId}", token);

        Assert.That(opened.Status, Is.EqualTo(200));
        Assert.That(opened.Body, Is.EqualTo("/papers/one.md"));
        Assert.That((header.GetProperty("typ").GetString(), header.GetProperty("alg").GetString()), Is.EqualTo(("at+jwt", algorithm)));
        var origin = test.Server.Origin.GetLeftPart(UriPartial.Authority);
        Assert.That((Text(claims, "iss"), Text(claims, "aud"), Text(claims, "client_id"), Text(claims, "sub")), Is.EqualTo(
            (origin, origin, test.Peer.Host.Value, $"bob@{test.Peer.Host}")));
        Assert.That(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), Is.EqualTo(response.GetProperty("expires_in").GetInt64()));
        Assert.That(Text(claims, "jti"), Has.Length.EqualTo(22));
        Assert.That(token, Does.Not.Contain(secret));
        Assert.That(await VerifiesWithPublishedKeysAsync(test, token, Text(header, "kid")!), Is.True);
    }

    [Test]
    public async Task Token_ByDefault_IsOpaque()
    {
        await using var test = await PeerAndServer.StartAsync();
        var (_, secret) = await test.ShareWithPeerAsync();

        Assert.That((await ExchangeAsync(test, secret)).GetProperty("access_token").GetString(), Does.Match("^[A-Za-z0-9]{43}$"));
    }

    [Test]
    public async Task Token_ByDefault_AJwtOpensNothing()
    {
        await using var test = await PeerAndServer.StartAsync();
        var (share, _) = await test.ShareWithPeerAsync();

        Assert.That((await OpenAsync(test, share, await ForgeAsync(test, share))).Status, Is.EqualTo(401));
    }

    [Test]
    [Property("Requirement", "TOK-12"), Property("Forbidden", "TOK-12")]
    public async Task Token_AfterUnshare_OpensNothing()
    {
        await using var test = await StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();
        var token = (await ExchangeAsync(test, secret)).GetProperty("access_token").GetString()!;

        await test.Server.WithAsync<ISentShares, Errors.OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        Assert.That((await OpenAsync(test, share, token)).Status, Is.EqualTo(401));
    }

    [Test]
    [Property("Requirement", "TOK-07"), Property("Forbidden", "TOK-07")]
    public async Task Token_PastItsLifetime_OpensNothing()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = await StartAsync(time);
        var (share, secret) = await test.ShareWithPeerAsync();
        var token = (await ExchangeAsync(test, secret)).GetProperty("access_token").GetString()!;

        time.Advance(TimeSpan.FromSeconds(299));
        var before = await OpenAsync(test, share, token);
        time.Advance(TimeSpan.FromSeconds(2));
        var after = await OpenAsync(test, share, token);

        Assert.That((before.Status, after.Status), Is.EqualTo((200, 401)));
    }

    [Test]
    public async Task Token_AfterAKeyRotation_IsStillGood()
    {
        await using var test = await StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();
        var token = (await ExchangeAsync(test, secret)).GetProperty("access_token").GetString()!;

        await test.Server.Services.GetRequiredService<ISigningKeyRing>().RotateAsync();

        Assert.That((await OpenAsync(test, share, token)).Status, Is.EqualTo(200));
    }

    // Each is signed by this server's own key, so that nothing but the change can be the reason.
    [TestCase("header", "typ", "JWT")]
    [TestCase("header", "typ", null)]
    [TestCase("header", "alg", "none")]
    [TestCase("header", "alg", "HS256")]
    [TestCase("header", "alg", "ES256")]
    [TestCase("header", "alg", null)]
    [TestCase("header", "kid", "https://elsewhere.example.org/ocm#1")]
    [TestCase("header", "kid", null)]
    [TestCase("header", "crit", "exp")]
    [TestCase("claims", "iss", "https://elsewhere.example.org")]
    [TestCase("claims", "aud", "https://elsewhere.example.org")]
    [TestCase("claims", "aud", null)]
    [TestCase("claims", "client_id", "elsewhere.example.org")]
    [TestCase("claims", "client_id", null)]
    [TestCase("claims", "ocm_provider_id", "another")]
    [TestCase("claims", "ocm_provider_id", null)]
    [TestCase("claims", "exp", null)]
    [TestCase("claims", "exp", "tomorrow")]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    public async Task Token_WrongClaimOrHeader_OpensNothing(string part, string name, string? value)
    {
        await using var test = await StartAsync();
        var (share, _) = await test.ShareWithPeerAsync();

        var good = await OpenAsync(test, share, await ForgeAsync(test, share));
        var bad = await OpenAsync(test, share, await ForgeAsync(test, share, (header, claims) =>
        {
            var target = part == "header" ? header : claims;
            target.Remove(name);
            if (value is not null)
            {
                target[name] = value;
            }
        }));

        Assert.That((good.Status, bad.Status), Is.EqualTo((200, 401)));
    }

    [Test]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    public async Task Token_ChangedAfterSigning_OpensNothing()
    {
        await using var test = await StartAsync();
        var (share, secret) = await test.ShareWithPeerAsync();
        var token = (await ExchangeAsync(test, secret)).GetProperty("access_token").GetString()!;
        var parts = token.Split('.');
        var longer = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        longer["exp"] = 4_000_000_000;
        string[] changed =
        [
            $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(longer.ToJsonString()))}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.",
            $"{parts[0]}.{parts[1]}",
            $"{parts[0]}.{parts[1]}.{parts[2]}.x",
            $"{parts[0]}.{parts[1]}.{parts[2]}=",
            $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(new byte[64])}",
            $"..{parts[2]}",
            "a.b.c",
        ];

        foreach (var text in changed)
        {
            Assert.That((await OpenAsync(test, share, text)).Status, Is.EqualTo(401), text);
        }
    }

    [Test]
    public async Task Token_SignedByThePeer_OpensNothing()
    {
        await using var test = await StartAsync();
        var (share, _) = await test.ShareWithPeerAsync();

        Assert.That((await OpenAsync(test, share, await ForgeAsync(test, share, key: test.Peer.Key))).Status, Is.EqualTo(401));
    }

    private static Task<PeerAndServer> StartAsync(TimeProvider? time = null, string algorithm = "Ed25519") => PeerAndServer.StartAsync(
        new OcmTestServerSettings
        {
            Time = time,
            Options = options => options.AccessTokenFormat = AccessTokenFormat.Jwt,
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.Configure<Client.OcmClientOptions>(client => client.SigningKeys.Algorithm = algorithm);
            },
        },
        time);

    private static Task<PeerAndServer.Answer> OpenAsync(PeerAndServer test, SentShare share, string token) => test.GetAsync($"/dav/ocm/{share.ProviderId}", token);

    private static async Task<JsonElement> ExchangeAsync(PeerAndServer test, string secret) =>
        (await test.PostAsync("/ocm/token", $"grant_type=authorization_code&client_id={test.Peer.Host}&code={secret}", Form)).Json;

    private static async Task<string> ForgeAsync(PeerAndServer test, SentShare share, Action<JsonObject, JsonObject>? change = null, SigningKey? key = null)
    {
        key ??= (await test.Server.Services.GetRequiredService<ISigningKeyRing>().GetActiveKeyAsync())!;
        var origin = test.Server.Origin.GetLeftPart(UriPartial.Authority);
        var header = new JsonObject { ["typ"] = "at+jwt", ["alg"] = key.PublicKey.Algorithm, ["kid"] = key.KeyId };
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = origin,
            ["aud"] = origin,
            ["client_id"] = test.Peer.Host.Value,
            ["exp"] = now + 300,
            ["iat"] = now,
            ["ocm_provider_id"] = share.ProviderId,
        };
        change?.Invoke(header, claims);
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Base64Url.EncodeToString(await key.SignAsync(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static async Task<bool> VerifiesWithPublishedKeysAsync(PeerAndServer test, string token, string keyId)
    {
        var set = await test.GetAsync("/ocm/jwks");
        Assert.That(JsonWebKeySet.TryParse(Encoding.UTF8.GetBytes(set.Body), out var keys), Is.True);
        Assert.That(keys!.TryGetKey(keyId, out var key), Is.True);
        Assert.That(VerificationKey.TryCreate(key!, out var ready, out _), Is.True);
        var dot = token.LastIndexOf('.');
        return ready!.Verify(Encoding.ASCII.GetBytes(token, 0, dot), Base64Url.DecodeFromChars(token.AsSpan(dot + 1)));
    }

    private static (JsonElement Header, JsonElement Claims) Read(string token)
    {
        var parts = token.Split('.');
        return (JsonElement.Parse(Base64Url.DecodeFromChars(parts[0])), JsonElement.Parse(Base64Url.DecodeFromChars(parts[1])));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
