using System.Text;
using System.Text.Json.Nodes;
using Ocm.Conformance.Rig;
using Ocm.HttpSignatures.Keys;
using Ocm.Server;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.BadInput;

/// <summary>Each member of another server's JWK Set in each bad form: the signature that needs it is refused, and nothing happens. Its numbers are in <see cref="KeyNumberTests"/>.</summary>
internal sealed class KeySetTests
{
    private static readonly (string Member, string[] Bad)[] Members =
    [
        ("kty", ["null", "7", "\"\"", "\"oct\"", "\"zq9mark\"", "[\"OKP\"]"]),
        ("kid", ["null", "7", "\"\"", "\"zq9mark\"", "{}"]),
        ("alg", ["null", "7", "\"\"", "\"none\"", "\"HS256\"", "\"ES256\"", "\"zq9mark\""]),
        ("crv", ["null", "7", "\"\"", "\"P-256\"", "\"zq9mark\""]),
        ("use", ["null", "7", "\"enc\""]),
        ("key_ops", ["null", "7", "[]", "[7]", "[\"sign\"]"]),
        ("d", ["\"AAAA\"", "null", "7"]),
        ("k", ["\"AAAA\""]),
    ];

    private static IEnumerable<TestCaseData<string, string>> Bad()
    {
        foreach (var (member, values) in Members)
        {
            foreach (var value in values)
            {
                yield return Case(member, value, key => With(key, member, value));
            }
        }

        foreach (var member in new[] { "kty", "kid", "alg", "crv" })
        {
            yield return Case(member, "missing", key => Without(key, member));
            yield return Case(member, "twice", key => key.Replace($"\"{member}\":", $"\"{member}\":\"zq9mark\",\"{member}\":", StringComparison.Ordinal));
        }

        yield return new TestCaseData<string, string>("{}", string.Empty).SetArgDisplayNames("keys", "missing");
        yield return new TestCaseData<string, string>("""{"keys":null}""", string.Empty).SetArgDisplayNames("keys", "null");
        yield return new TestCaseData<string, string>("""{"keys":{"0":KEY}}""", string.Empty).SetArgDisplayNames("keys", "an object");
        yield return new TestCaseData<string, string>("""{"keys":[]}""", string.Empty).SetArgDisplayNames("keys", "empty");
        yield return new TestCaseData<string, string>("""{"keys":[null,7,"zq9mark",[]]}""", string.Empty).SetArgDisplayNames("keys", "no keys in it");
        yield return new TestCaseData<string, string>("""{"keys":[KEY],"keys":[KEY]}""", string.Empty).SetArgDisplayNames("keys", "twice");
        yield return new TestCaseData<string, string>("[KEY]", string.Empty).SetArgDisplayNames("set", "a list");
        yield return new TestCaseData<string, string>("{\"keys\":[KEY]", string.Empty).SetArgDisplayNames("set", "broken JSON");
        yield return new TestCaseData<string, string>(string.Empty, string.Empty).SetArgDisplayNames("set", "empty");

        static TestCaseData<string, string> Case(string member, string what, Func<string, string> change) =>
            new TestCaseData<string, string>("""{"keys":[CHANGED]}""", change(Template)).SetArgDisplayNames(member, what);
    }

    private const string Algorithm = ",\"alg\":\"Ed25519\"";
    private const string OlderPath = "/.well-known/jwks.json";
    private const string Template = """{"kty":"OKP","crv":"Ed25519","kid":"KID","alg":"Ed25519","x":"XXXX"}""";

    [TestCaseSource(nameof(Bad))]
    [Property("Requirement", "SIG-27"), Property("Forbidden", "SIG-27")]
    [Property("Requirement", "SIG-20"), Property("Forbidden", "SIG-20")]
    [Property("Requirement", "SIG-08"), Property("Forbidden", "SIG-08")]
    public async Task Shares_KeyThatCannotBeUsed_Is401AndNothingHappens(string set, string changed)
    {
        await using var test = await ServerAndPeer.StartAsync();
        Publish(test, set, changed);

        var answer = await test.PostAsync("/ocm/shares", test.Share());

        Assert.That(answer.Status, Is.EqualTo(401), answer.Body);
        Assert.That(answer.Body, Does.Not.Contain("zq9mark"));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [TestCase("""{"keys":[KEY]}""")]
    [TestCase("""{"keys":[null,{"kty":"oct","k":"AAAA","kid":"other"},{"kid":"other"},KEY]}""")]
    [TestCase("""{"x-unknown":1,"keys":[KEY]}""")]
    [Property("Requirement", "SIG-27")]
    public async Task Shares_GoodKeyBesideBadOnes_IsUsed(string set)
    {
        await using var test = await ServerAndPeer.StartAsync();
        Publish(test, set, string.Empty);

        Assert.That((await test.PostAsync("/ocm/shares", test.Share())).Status, Is.EqualTo(201));
    }

    // At the place of OCM 1.3 a key may do without alg, so each other member is tried with and without it.
    private static IEnumerable<TestCaseData<string, string>> BadOfAnOlderServer() =>
        from test in Bad()
        let changed = (string)test.Arguments[1]!
        let name = string.Join(", ", test.ArgDisplayNames!)
        where name != "alg, missing"
        from data in name.StartsWith("alg", StringComparison.Ordinal) || changed.Length == 0
            ? [test]
            : new[] { test, new TestCaseData<string, string>((string)test.Arguments[0]!, changed.Replace(Algorithm, string.Empty, StringComparison.Ordinal)).SetArgDisplayNames(name, "and no alg") }
        select data;

    [TestCaseSource(nameof(BadOfAnOlderServer))]
    [Property("Requirement", "SIG-27"), Property("Forbidden", "SIG-27")]
    [Property("Requirement", "SIG-20"), Property("Forbidden", "SIG-20")]
    [Property("Requirement", "DISC-17")]
    public async Task Shares_KeyOfAnOlderServerThatCannotBeUsed_Is401AndNothingHappens(string set, string changed)
    {
        await using var test = await StartOlderAsync();
        Publish(test, set, changed, OlderPath);

        var answer = await test.PostAsync("/ocm/shares", test.Share());

        Assert.That(answer.Status, Is.EqualTo(401), answer.Body);
        Assert.That(answer.Body, Does.Not.Contain("zq9mark"));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [TestCase("""{"keys":[KEY]}""")]
    [TestCase("""{"keys":[CHANGED]}""")]
    [TestCase("""{"keys":[null,7,{"kty":"oct","k":"AAAA","kid":"other"},{"kty":"OKP","crv":"Ed25519","kid":"other"},{"kty":"RSA","kid":"other","n":"AQ","e":"AQAB"},{"crv":7,"kty":null},CHANGED]}""")]
    [Property("Requirement", "SIG-27")]
    [Property("Requirement", "DISC-17")]
    public async Task Shares_GoodKeyOfAnOlderServerBesideBadOnes_IsUsed(string set)
    {
        await using var test = await StartOlderAsync();
        Publish(test, set, Without(Template, "alg"), OlderPath);

        var share = test.Share();
        share["protocol"]!["webdav"]!.AsObject().Remove("requirements");
        Assert.That((await test.PostAsync("/ocm/shares", share)).Status, Is.EqualTo(201));
    }

    private static async Task<ServerAndPeer> StartOlderAsync()
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        OlderScene.Play(test, signs: true);
        return test;
    }

    private static void Publish(ServerAndPeer test, string set, string changed, string path = "/ocm/jwks")
    {
        var key = Encoding.UTF8.GetString(test.Peer.Key.PublicKey.ToJson());
        var x = JsonNode.Parse(key)!["x"]!.GetValue<string>();
        var json = set
            .Replace("CHANGED", changed.Replace("KID", test.Peer.Key.KeyId, StringComparison.Ordinal).Replace("XXXX", x, StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("KEY", key, StringComparison.Ordinal);
        test.Peer.Answer(path, new FakePeerAnswer(200, Encoding.UTF8.GetBytes(json), JsonWebKeySet.MediaType));
    }

    private static string With(string key, string member, string value)
    {
        var node = JsonNode.Parse(key)!.AsObject();
        node[member] = JsonNode.Parse(value);
        return node.ToJsonString();
    }

    private static string Without(string key, string member)
    {
        var node = JsonNode.Parse(key)!.AsObject();
        node.Remove(member);
        return node.ToJsonString();
    }
}
