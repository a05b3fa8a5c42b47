using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Ocm.Conformance.Rig;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;
using Ocm.Server;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// Each number of another server's public key in each bad form, for each kind of key: the signature that needs it is refused, and
/// nothing happens.
/// </summary>
internal sealed class KeyNumberTests
{
    private const string KeyId = "a-key-of-the-peer";

    private static readonly string[] Algorithms =
        [JoseAlgorithms.Ed25519, JoseAlgorithms.EdDsa, JoseAlgorithms.Es256, JoseAlgorithms.Es384, JoseAlgorithms.Rs256, JoseAlgorithms.Ps512];

    private static readonly (string Algorithm, string[] Numbers)[] Kinds =
    [
        (JoseAlgorithms.Ed25519, ["x"]),
        (JoseAlgorithms.Es256, ["x", "y"]),
        (JoseAlgorithms.Es384, ["x", "y"]),
        (JoseAlgorithms.Rs256, ["n", "e"]),
    ];

    // A key of each algorithm; an RSA key takes its time to make.
    private static readonly ConcurrentDictionary<string, Lazy<SigningKey>> Keys = new(StringComparer.Ordinal);

    private static readonly (string What, Func<string, string> Change)[] Texts =
    [
        ("null", _ => "null"),
        ("a number", _ => "7"),
        ("a boolean", _ => "true"),
        ("a list", value => $"[{Quote(value)}]"),
        ("an object", _ => "{}"),
        ("empty", _ => "\"\""),
        ("other data", _ => Quote(FieldVariants.Marker)),
        ("no base64url", value => Quote("+/" + value[2..])),
        ("with padding", value => Quote(value + "=")),
        ("with a space", value => Quote(value + " ")),
        ("with a line break", value => Quote(value[..^1] + "\\n" + value[^1])),
        ("with a zero character", value => Quote(value + "\\u0000")),
        ("half a surrogate pair", value => Quote(value + "\\ud800")),
        ("other scripts", value => Quote("\u0430" + value[1..])),
        ("a character short of a byte", value => Quote(value.Length % 4 == 0 ? value + "A" : value[..^(value.Length % 4 - 1)])),
        ("too long", _ => Quote(new string('A', 100_000))),
    ];

    private static readonly (string What, Func<byte[], byte[]> Change)[] Numbers =
    [
        ("a byte more", bytes => [.. bytes, 1]),
        ("a byte less", bytes => bytes[..^1]),
        ("zeros", bytes => new byte[bytes.Length]),
        ("ones", bytes => [.. bytes.Select(_ => byte.MaxValue)]),
        ("the number one", bytes => [.. new byte[bytes.Length - 1], 1]),
        ("another number", bytes => [.. bytes[..^1], (byte)(bytes[^1] ^ 2)]),
        ("backwards", bytes => [.. bytes.Reverse().Select((value, i) => i == 0 ? (byte)(value ^ 4) : value)]),
        ("half of it", bytes => bytes[..(bytes.Length / 2)]),
        ("twice as long", bytes => [.. bytes, .. bytes]),
    ];

    private static IEnumerable<TestCaseData<string, Func<string, string>>> Bad()
    {
        foreach (var (algorithm, numbers) in Kinds)
        {
            foreach (var number in numbers)
            {
                yield return Case(algorithm, number, "missing", key => Without(key, number));
                yield return Case(algorithm, number, "twice", key => FieldVariants.Twice(key, number));
                foreach (var (what, change) in Texts)
                {
                    yield return Case(algorithm, number, what, key => FieldVariants.With(key, number, change(Text(key, number))));
                }

                foreach (var (what, change) in Numbers)
                {
                    yield return Case(algorithm, number, what, key => WithBytes(key, number, change(Base64Url.DecodeFromChars(Text(key, number)))));
                }
            }
        }

        yield return Case(JoseAlgorithms.Es256, "x", "in the place of y", key => FieldVariants.With(FieldVariants.With(key, "x", Quote(Text(key, "y"))), "y", Quote(Text(key, "x"))));
        yield return Case(JoseAlgorithms.Rs256, "n", "of 2047 bits", key => WithBytes(key, "n", [0x7F, .. Enumerable.Repeat(byte.MaxValue, 255)]));
        yield return Case(JoseAlgorithms.Rs256, "n", "of 8193 bits", key => WithBytes(key, "n", [1, .. Enumerable.Repeat(byte.MaxValue, 1024)]));
        yield return Case(JoseAlgorithms.Rs256, "n", "even", key => WithBytes(key, "n", [.. Base64Url.DecodeFromChars(Text(key, "n"))[..^1], 2]));
        yield return Case(JoseAlgorithms.Rs256, "e", "one", key => FieldVariants.With(key, "e", Quote("AQ")));
        yield return Case(JoseAlgorithms.Rs256, "e", "of five bytes", key => WithBytes(key, "e", [1, 0, 0, 0, 1]));
        yield return Case(JoseAlgorithms.Rs256, "e", "bits after the last byte", key => FieldVariants.With(key, "e", Quote("AR")));
        yield return Case(JoseAlgorithms.Ed25519, "x", "bits after the last byte", key => FieldVariants.With(key, "x", Quote(Text(key, "x")[..^1] + "_")));
    }

    // A key for another algorithm than it says, of its own kind and of others.
    private static IEnumerable<TestCaseData<string, Func<string, string>>> OfAnotherAlgorithm() =>
        from algorithm in Algorithms
        from other in Algorithms
        where other != algorithm && !(IsEd25519(algorithm) && IsEd25519(other))
        select Case(algorithm, "alg", other, key => FieldVariants.With(key, "alg", Quote(other)));

    [TestCaseSource(nameof(Bad))]
    [TestCaseSource(nameof(OfAnotherAlgorithm))]
    [Property("Requirement", "SIG-27"), Property("Forbidden", "SIG-27")]
    [Property("Requirement", "SIG-20"), Property("Forbidden", "SIG-20")]
    public async Task Shares_KeyWithABadNumber_Is401AndNothingHappens(string algorithm, Func<string, string> change)
    {
        await using var test = await ServerAndPeer.StartAsync();

        var answer = await PostAsync(test, algorithm, change);

        Assert.That(answer.Status, Is.EqualTo(401), answer.Body);
        Assert.That(answer.Body, Does.Not.Contain(FieldVariants.Marker));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    /// <summary>At the place of OCM 1.3, where an elliptic curve says the algorithm and RSA does not.</summary>
    [TestCaseSource(nameof(Bad))]
    [Property("Requirement", "SIG-27"), Property("Forbidden", "SIG-27")]
    [Property("Requirement", "DISC-17")]
    public async Task Shares_KeyOfAnOlderServerWithABadNumber_Is401AndNothingHappens(string algorithm, Func<string, string> change)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        OlderScene.Play(test, signs: true);

        var answer = await PostAsync(test, algorithm, key => change(Without(key, "alg")), "/.well-known/jwks.json");

        Assert.That(answer.Status, Is.EqualTo(401), answer.Body);
        Assert.That(answer.Body, Does.Not.Contain(FieldVariants.Marker));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [TestCase(JoseAlgorithms.Ed25519, 201)]
    [TestCase(JoseAlgorithms.Es256, 201)]
    [TestCase(JoseAlgorithms.Es384, 201)]
    [TestCase(JoseAlgorithms.Rs256, 401)]
    [Property("Requirement", "DISC-17")]
    public async Task Shares_KeyOfAnOlderServerWithoutAlg_IsUsedWhereItsCurveSaysIt(string algorithm, int status)
    {
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings { Options = options => options.Posture = OcmPosture.Interoperable });
        OlderScene.Play(test, signs: true);

        Assert.That((await PostAsync(test, algorithm, key => Without(key, "alg"), "/.well-known/jwks.json")).Status, Is.EqualTo(status));
    }

    private static IEnumerable<TestCaseData<string, Func<string, string>>> Good() =>
    [
        .. Algorithms.Select(algorithm => Case(algorithm, "all", "as they are", key => key)),
        Case(JoseAlgorithms.Rs256, "n", "with leading zeros", key => WithBytes(key, "n", [0, 0, .. Base64Url.DecodeFromChars(Text(key, "n"))])),
        Case(JoseAlgorithms.Rs256, "e", "with leading zeros", key => WithBytes(key, "e", [0, 0, .. Base64Url.DecodeFromChars(Text(key, "e"))])),
    ];

    [TestCaseSource(nameof(Good))]
    [Property("Requirement", "SIG-27")]
    public async Task Shares_KeyWithGoodNumbers_IsUsed(string algorithm, Func<string, string> change)
    {
        await using var test = await ServerAndPeer.StartAsync();

        Assert.That((await PostAsync(test, algorithm, change)).Status, Is.EqualTo(201));
    }

    private static Task<Answer> PostAsync(ServerAndPeer test, string algorithm, Func<string, string> change, string path = "/ocm/jwks")
    {
        var key = Keys.GetOrAdd(algorithm, name => new Lazy<SigningKey>(() => LocalSigningKey.Generate(KeyId, name))).Value;
        var json = change(Encoding.UTF8.GetString(key.PublicKey.ToJson()));
        test.Peer.Answer(path, new FakePeerAnswer(200, Encoding.UTF8.GetBytes($$"""{"keys":[{{json}}]}"""), JsonWebKeySet.MediaType));
        return test.PostAsync("/ocm/shares", test.Share().ToJsonString(), key: key);
    }

    private static bool IsEd25519(string algorithm) => algorithm is JoseAlgorithms.Ed25519 or JoseAlgorithms.EdDsa;

    private static string Quote(string text) => $"\"{text}\"";

    private static string Text(string key, string member) => JsonNode.Parse(key)![member]!.GetValue<string>();

    private static string WithBytes(string key, string member, byte[] bytes) => FieldVariants.With(key, member, Quote(Base64Url.EncodeToString(bytes)));

    private static string Without(string key, string member)
    {
        var node = JsonNode.Parse(key)!.AsObject();
        node.Remove(member);
        return node.ToJsonString();
    }

    private static TestCaseData<string, Func<string, string>> Case(string algorithm, string member, string what, Func<string, string> change) =>
        new TestCaseData<string, Func<string, string>>(algorithm, change).SetArgDisplayNames(algorithm, member, what);
}
