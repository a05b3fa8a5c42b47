using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Conformance.Rig;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Signatures;

/// <summary>The published key says the algorithm: neither a parameter nor a key that is no public key changes it.</summary>
internal sealed class KeyAlgorithmTests
{
    [TestCase("Ed25519", "ed25519")]
    [TestCase("EdDSA", "ed25519")]
    [TestCase("ES256", "ecdsa-p256-sha256")]
    [TestCase("ES384", "ecdsa-p384-sha384")]
    [TestCase("RS256", "rsa-v1_5-sha256")]
    [TestCase("PS512", "rsa-pss-sha512")]
    [Property("Requirement", "SIG-20")]
    public async Task Shares_AlgNamesTheKeysAlgorithm_IsTaken(string key, string alg) => Assert.That(await SendAsync(key, alg), Is.EqualTo((201, 1)));

    [TestCase("Ed25519", "ecdsa-p256-sha256")]
    [TestCase("Ed25519", "Ed25519")]
    [TestCase("Ed25519", "hmac-sha256")]
    [TestCase("Ed25519", "none")]
    [TestCase("Ed25519", "")]
    [TestCase("ES256", "ecdsa-p384-sha384")]
    [TestCase("RS256", "rsa-pss-sha512")]
    [TestCase("PS256", "rsa-pss-sha512")]
    [TestCase("PS256", "rsa-pss-sha256")]
    [Property("Requirement", "SIG-20"), Property("Forbidden", "SIG-20")]
    public async Task Shares_AlgNamesAnotherAlgorithm_Is401AndNothingStored(string key, string alg) => Assert.That(await SendAsync(key, alg), Is.EqualTo((401, 0)));

    private static IEnumerable<TestCaseData<JsonObject, byte[]?>> Symmetric()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var text = Base64Url.EncodeToString(secret);
        yield return new TestCaseData<JsonObject, byte[]?>(new JsonObject { ["kty"] = "oct", ["alg"] = "HS256", ["k"] = text }, secret).SetArgDisplayNames("a MAC by a published secret");
        yield return new TestCaseData<JsonObject, byte[]?>(new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["alg"] = "HS256", ["x"] = text }, secret).SetArgDisplayNames("a MAC by the public key");
        yield return new TestCaseData<JsonObject, byte[]?>(new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["alg"] = "none", ["x"] = text }, null).SetArgDisplayNames("none");
    }

    [TestCaseSource(nameof(Symmetric))]
    [Property("Requirement", "SIG-08"), Property("Forbidden", "SIG-08")]
    [Property("Requirement", "SIG-20"), Property("Forbidden", "SIG-20")]
    [Property("Requirement", "SIG-27"), Property("Forbidden", "SIG-27")]
    public async Task Shares_SignedWithoutAPrivateKey_Is401AndNothingStored(JsonObject key, byte[]? secret)
    {
        await using var test = await ServerAndPeer.StartAsync();
        key = key.DeepClone().AsObject();
        key["kid"] = test.Peer.Key.KeyId;
        test.Peer.Answer("/ocm/jwks", new FakePeerAnswer(200, Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString()), JsonWebKeySet.MediaType));
        using var request = test.ShareRequest();
        await test.SignAsync(request, key: new ForgedKey(test.Peer.Key, signed => ValueTask.FromResult(secret is null ? [] : HMACSHA256.HashData(secret, signed.Span))));

        Assert.That((await test.SendAsync(request, body: null)).Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
        Assert.That(test.Peer.KeyFetches, Is.Positive, "the key was looked at");
    }

    [TestCase("none")]
    [TestCase("HS256")]
    [TestCase("RS1")]
    [Property("Requirement", "SIG-08"), Property("Forbidden", "SIG-08")]
    public void Start_SigningByMacOrNone_DoesNotStart(string algorithm) => Assert.That(
        async () => await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores()
                .Services.Configure<OcmClientOptions>(client => client.SigningKeys.Algorithm = algorithm),
        }),
        Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("SigningKeys.Algorithm"));

    private static async Task<(int Status, int Received)> SendAsync(string keyAlgorithm, string alg)
    {
        await using var test = await ServerAndPeer.StartAsync(keyAlgorithm: keyAlgorithm);
        using var request = test.ShareRequest();
        await test.SignAsync(request, parameters => parameters with { Algorithm = alg }, key: new ForgedKey(test.Peer.Key, signed => test.Peer.Key.SignAsync(signed), alg));
        return ((await test.SendAsync(request, body: null)).Status, (await test.ReceivedAsync()).Count);
    }
}
