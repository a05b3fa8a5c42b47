using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;

namespace Ocm.LegacySignatures.Tests;

/// <summary>Each field of the <c>publicKey</c> of another server's document in each bad form: the signature that needs it is refused, and nothing happens.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class PublishedKeyTests
{
    private static readonly Lazy<string> Stranger = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    });

    private static readonly (string What, string Json)[] WrongTypes =
        [("null", "null"), ("a number", "7"), ("a boolean", "true"), ("a list", "[\"zq9mark\"]"), ("an object", "{\"zq9mark\":1}"), ("empty", "\"\""), ("other text", "\"zq9mark\"")];

    // One server for all, whose key takes its time to make; each case is another peer.
    private CavageServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await CavageServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    private static IEnumerable<TestCaseData<string, bool>> Bad()
    {
        foreach (var (what, json) in WrongTypes)
        {
            yield return Case("publicKey", what, json);
            yield return Case("keyId", what, $$"""{"keyId":{{json}},"publicKeyPem":"@PEM@"}""");
            yield return Case("id", what, $$"""{"id":{{json}},"publicKeyPem":"@PEM@"}""");
            yield return Case("publicKeyPem", what, $$"""{"keyId":"@KEYID@","publicKeyPem":{{json}}}""");
        }

        yield return Case("keyId", "missing", """{"publicKeyPem":"@PEM@"}""");
        yield return Case("keyId", "another, beside a good id", """{"keyId":"http://localhost/zq9mark","id":"@KEYID@","publicKeyPem":"@PEM@"}""");
        yield return Case("keyId", "a path", """{"keyId":"/ocm#signature","publicKeyPem":"@PEM@"}""");
        yield return Case("keyId", "another scheme", """{"keyId":"ftp://localhost/ocm#signature","publicKeyPem":"@PEM@"}""");
        yield return Case("keyId", "with a line break", """{"keyId":"@KEYID@\n","publicKeyPem":"@PEM@"}""", isAKey: true);
        yield return Case("keyId", "with a zero character", """{"keyId":"@KEYID@\u0000","publicKeyPem":"@PEM@"}""", isAKey: true);
        yield return Case("keyId", "half a surrogate pair", """{"keyId":"@KEYID@\ud800","publicKeyPem":"@PEM@"}""");
        yield return Case("keyId", "too long", $$"""{"keyId":"@KEYID@{{new string('a', 100_000)}}","publicKeyPem":"@PEM@"}""", isAKey: true);
        yield return Case("keyId", "twice", """{"keyId":"@KEYID@","keyId":"@KEYID@","publicKeyPem":"@PEM@"}""");
        yield return Case("publicKeyPem", "missing", """{"keyId":"@KEYID@"}""");
        yield return Case("publicKeyPem", "twice", """{"keyId":"@KEYID@","publicKeyPem":"@PEM@","publicKeyPem":"@PEM@"}""");
        yield return Case("publicKeyPem", "half a surrogate pair", """{"keyId":"@KEYID@","publicKeyPem":"@PEM@\ud800"}""");
        yield return Case("publicKeyPem", "too long", $$"""{"keyId":"@KEYID@","publicKeyPem":"@PEM@{{new string('a', 8192)}}"}""");
        yield return Case("publicKeyPem", "without its last line", """{"keyId":"@KEYID@","publicKeyPem":"@CUT@"}""");
        yield return Case("publicKeyPem", "the label alone", """{"keyId":"@KEYID@","publicKeyPem":"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"}""");
        yield return Case("publicKeyPem", "no key in it", """{"keyId":"@KEYID@","publicKeyPem":"-----BEGIN PUBLIC KEY-----\nMAAA\n-----END PUBLIC KEY-----"}""");
        yield return Case("publicKeyPem", "no base64", """{"keyId":"@KEYID@","publicKeyPem":"-----BEGIN PUBLIC KEY-----\n*zq9mark*\n-----END PUBLIC KEY-----"}""");
        yield return Case("publicKeyPem", "the label of a certificate", """{"keyId":"@KEYID@","publicKeyPem":"@CERTIFICATE@"}""");
        yield return Case("publicKeyPem", "the label of the other form", """{"keyId":"@KEYID@","publicKeyPem":"@OTHER@"}""");
        yield return Case("publicKeyPem", "of another kind", """{"keyId":"@KEYID@","publicKeyPem":"@ELLIPTIC@"}""");
        yield return Case("publicKeyPem", "another key first", """{"keyId":"@KEYID@","publicKeyPem":"@STRANGER@@PEM@"}""", isAKey: true);

        // A key that is not the caller's is one all the same, and its server knows the scheme.
        static TestCaseData<string, bool> Case(string field, string what, string json, bool isAKey = false) =>
            new TestCaseData<string, bool>(json, isAKey).SetArgDisplayNames(field, what);
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Shares_BadPublishedKey_Is401AndOursAreSignedOnlyWhereItIsAKey(string publicKey, bool isAKey)
    {
        await using var peer = await CavagePeer.StartAsync();
        Publish(peer, publicKey);

        Assert.That(await _server.SendAsync(peer.Sign(_server.Shares, _server.ShareJson(peer))), Is.EqualTo(401));
        var stored = await _server.Server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"));
        Assert.That(stored.Where(share => share.SendingServer == peer.Peer.Host), Is.Empty);

        // What is no JSON of one meaning makes the whole document unreadable.
        var created = await _server.ShareAsync(peer);
        var sent = peer.Peer.RequestsTo("/ocm/shares");
        Assert.That(created.Failure?.Kind, Is.EqualTo(IsReadable(publicKey) ? null : OcmFailureKind.InvalidResponse), created.Failure?.ToString());
        Assert.That(sent, Has.Count.EqualTo(created.IsSuccess ? 1 : 0));
        Assert.That(sent.Select(request => request.Headers.ContainsKey("Signature")), Is.All.EqualTo(isAKey));
    }

    [TestCase("""{"keyId":"@KEYID@","publicKeyPem":"@PEM@"}""")]
    [TestCase("""{"keyId":null,"id":"@KEYID@","publicKeyPem":"@PEM@"}""")]
    [TestCase("""{"keyId":7,"id":"@KEYID@","publicKeyPem":"@PEM@","x-unknown":[]}""")]
    [TestCase("""{"keyId":"@KEYID@","publicKeyPem":"@PEM@\n@STRANGER@"}""")]
    public async Task Shares_KeyThatCanBeRead_IsUsed(string publicKey)
    {
        await using var peer = await CavagePeer.StartAsync();
        Publish(peer, publicKey);

        Assert.That(await _server.SendAsync(peer.Sign(_server.Shares, _server.ShareJson(peer))), Is.EqualTo(201));
    }

    private static bool IsReadable(string publicKey) => OcmJson.ParseObject(Encoding.UTF8.GetBytes($$"""{"publicKey":{{publicKey}}}""")).IsSuccess;

    private static void Publish(CavagePeer peer, string publicKey)
    {
        peer.Publish();
        var document = JsonNode.Parse(OcmJson.Write(peer.Peer.Document!))!.AsObject();
        var pem = document["publicKey"]!["publicKeyPem"]!.GetValue<string>();
        using var elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var json = publicKey.Replace("@KEYID@", peer.KeyId, StringComparison.Ordinal);
        foreach (var (name, text) in new[]
        {
            ("@PEM@", pem),
            ("@CUT@", pem[..pem.LastIndexOf('\n')]),
            ("@CERTIFICATE@", pem.Replace("PUBLIC KEY", "CERTIFICATE", StringComparison.Ordinal)),
            ("@OTHER@", pem.Replace("PUBLIC KEY", "RSA PUBLIC KEY", StringComparison.Ordinal)),
            ("@ELLIPTIC@", elliptic.ExportSubjectPublicKeyInfoPem()),
            ("@STRANGER@", Stranger.Value),
        })
        {
            json = json.Replace(name, JsonSerializer.Serialize(text)[1..^1], StringComparison.Ordinal);
        }

        document["publicKey"] = "@@key@@";
        peer.Peer.Answer("/.well-known/ocm", FakePeerAnswer.Json(document.ToJsonString().Replace("\"@@key@@\"", json, StringComparison.Ordinal)));
    }
}
