using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Errors;
using Ocm.HttpSignatures.Keys;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Signatures;

/// <summary>RFC 9421 as servers signed before draft-06, in both directions and both postures.</summary>
internal sealed class InterimSignatureTests
{
    [Test]
    public async Task Shares_InterimFormInInteroperable_IsTakenAndCounted()
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Interoperable);
        var forms = Forms(test, out var listener);
        using (listener)
        {
            using var request = await test.SignAsync(test.ShareJson());

            var answer = await test.SendAsync(request);

            Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
            Assert.That(forms, Is.EqualTo(new[] { "interim-rfc9421" }));
        }
    }

    [Test]
    public async Task Shares_InterimFormInStrict_Is401AndTheOldPlaceOfKeysIsNotAsked()
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Strict);
        using var request = await test.SignAsync(test.ShareJson());

        var answer = await test.SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(test.Peer.RequestsTo("/.well-known/jwks.json"), Is.Empty);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    public async Task Shares_InterimFormOfAPeerWithJwksUri_Is401()
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Interoperable);
        test.Peer.Document = test.Peer.CreateDocument();
        using var request = await test.SignAsync(test.ShareJson());

        Assert.That((await test.SendAsync(request)).Status, Is.EqualTo(401));
    }

    [TestCase(true, "sig1", null, TestName = "Shares_InterimFormWithAnotherLabel_Is401")]
    [TestCase(true, "ocm", "other", TestName = "Shares_InterimFormWithAnotherTag_Is401")]
    public async Task Shares_OtherForm_Is401(bool coverDate, string label, string? tag)
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Interoperable);
        using var request = await test.SignAsync(test.ShareJson(), coverDate, label, tag);

        Assert.That((await test.SendAsync(request)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_InterimFormWithoutDate_IsTaken()
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Interoperable);
        using var request = await test.SignAsync(test.ShareJson(), coverDate: false);

        Assert.That((await test.SendAsync(request)).Status, Is.EqualTo(201), "created says when, and is always there");
    }

    [TestCase("https://{0}/ocm#signature")]
    [TestCase("{0}#key1")]
    [TestCase("key1")]
    public async Task Shares_InterimFormWithAnyFormOfKeyId_IsTakenByTheKeyOfTheNamedServer(string form)
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Interoperable);
        var key = LocalSigningKey.Generate(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, test.Peer.Host));
        test.Peer.PublishedKeys = new JsonWebKeySet(key.PublicKey);
        using var request = await test.SignAsync(test.ShareJson(), key: key);

        Assert.That((await test.SendAsync(request)).Status, Is.EqualTo(201));
    }

    [TestCase(JoseAlgorithms.Ed25519, null, false, 201)]
    [TestCase(JoseAlgorithms.Ed25519, "EdDSA", false, 201)]
    [TestCase(JoseAlgorithms.Es256, null, false, 201)]
    [TestCase(JoseAlgorithms.Rs256, null, false, 401, TestName = "Shares_RsaKeyWithoutAlg_Is401")]
    [TestCase(JoseAlgorithms.Ed25519, null, true, 401, TestName = "Shares_KeyWithoutAlgOfAServerOfTheDraft_Is401")]
    [TestCase(JoseAlgorithms.Ed25519, "EdDSA", true, 201)]
    [Property("Requirement", "SIG-20")]
    [Property("Requirement", "SIG-27")]
    public async Task Shares_KeyWithoutAlg_IsUsedWhereTheCurveSaysIt(string algorithm, string? alg, bool isOfTheDraft, int status)
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Interoperable);
        var key = LocalSigningKey.Generate($"{test.Peer.Origin}/ocm#1", algorithm);
        var jwk = JsonNode.Parse(key.PublicKey.ToJson())!.AsObject();
        jwk.Remove("alg");
        if (alg is not null)
        {
            jwk["alg"] = alg;
        }

        var set = FakePeerAnswer.Json(new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString());
        test.Peer.Answer("/.well-known/jwks.json", set);
        test.Peer.Answer("/ocm/jwks", set);
        if (isOfTheDraft)
        {
            test.Peer.Document = test.Peer.CreateDocument();
        }

        using var request = await test.SignAsync(test.ShareJson(), coverDate: !isOfTheDraft, tag: isOfTheDraft ? "ocm" : null, key: key);

        Assert.That((await test.SendAsync(request)).Status, Is.EqualTo(status));
    }

    [TestCase(-301)]
    [TestCase(120)]
    public async Task Shares_InterimFormOutsideTheWindow_Is401(int seconds)
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Interoperable);
        using var request = await test.SignAsync(test.ShareJson(), created: TimeProvider.System.GetUtcNow().AddSeconds(seconds));

        Assert.That((await test.SendAsync(request)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task Shares_InterimFormReplayedOrAltered_Is401()
    {
        await using var test = await InterimPeer.StartAsync(OcmPosture.Interoperable);
        using var first = await test.SignAsync(test.ShareJson());
        using var again = Copy(first, Encoding.UTF8.GetBytes(test.ShareJson()));
        using var fresh = await test.SignAsync(test.ShareJson());
        using var altered = Copy(fresh, Encoding.UTF8.GetBytes(test.ShareJson(share => share["name"] = "other.md")));
        using var later = await test.SignAsync(test.ShareJson(share => share["providerId"] = "id-2"));
        later.Headers.Date = later.Headers.Date!.Value.AddSeconds(1);

        Assert.That((await test.SendAsync(first)).Status, Is.EqualTo(201));
        Assert.That((await test.SendAsync(again)).Status, Is.EqualTo(401), "replayed");
        Assert.That((await test.SendAsync(altered)).Status, Is.EqualTo(401), "another body");
        Assert.That((await test.SendAsync(later)).Status, Is.EqualTo(401), "another date");
    }

    [TestCase(OcmPosture.Interoperable, 201)]
    [TestCase(OcmPosture.Strict, 401)]
    public async Task Shares_DraftFormWithKeysAtTheOldPlace_FollowsThePosture(OcmPosture posture, int status)
    {
        await using var test = await InterimPeer.StartAsync(posture);

        Assert.That((await test.PostAsync("/ocm/shares", test.ShareJson())).Status, Is.EqualTo(status));
    }

    [TestCase(OcmPosture.Interoperable, false, true)]
    [TestCase(OcmPosture.Interoperable, true, false)]
    [TestCase(OcmPosture.Strict, false, false)]
    public async Task CreateShare_PeerWithOrWithoutJwksUri_CoversTheDateWhereThePeerInsists(OcmPosture posture, bool hasJwksUri, bool coversDate)
    {
        await using var test = await InterimPeer.StartAsync(posture);
        test.Peer.Document = hasJwksUri ? test.Peer.CreateDocument() : test.Peer.Document;

        var result = await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new("marie", test.Peer.Host),
            ResourceType = ResourceType.File,
            ResourceId = "/papers/a.md",
            Name = "a.md",
        }));

        Assert.That(result.Failure, Is.Null);
        var input = test.Peer.RequestsTo("/ocm/shares")[0].Header("Signature-Input")!;
        Assert.That(input, Does.StartWith("ocm=(\"@method\" \"@target-uri\" \"content-digest\" \"content-length\""));
        Assert.That(input.Contains(" \"date\")", StringComparison.Ordinal), Is.EqualTo(coversDate));
        Assert.That(input, Does.Contain("tag=\"ocm\""));
        var keys = await test.Server.Services.GetRequiredService<Client.Signatures.ISigningKeyRing>().GetPublishedKeysAsync();
        Assert.That((await test.Peer.VerifyAsync(test.Peer.RequestsTo("/ocm/shares")[0], test.Server.Host, keys)).IsValid, Is.True);
    }

    [Test]
    public void LegacySignatures_WithMustUseHttpSig_StopTheStart()
    {
        var start = async () => await OcmTestServer.StartAsync(new OcmTestServerSettings { Options = options => options.LegacySignatures = true });

        Assert.That(start, Throws.TypeOf<OptionsValidationException>().With.Message.Contains("LegacySignatures"));
    }

    internal static HttpRequestMessage Copy(HttpRequestMessage request, byte[] body)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (name, values) in request.Content!.Headers.NonValidated.Where(header => header.Key != "Content-Length"))
        {
            copy.Content.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }

    private static List<string> Forms(PeerAndServer test, out MeterListener listener)
    {
        var meters = test.Server.Services.GetRequiredService<IMeterFactory>();
        var forms = new List<string>();
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "ocm.client.signatures" && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                if (name == "ocm.form")
                {
                    forms.Add((string)value!);
                }
            }
        });
        listener.Start();
        return forms;
    }
}
