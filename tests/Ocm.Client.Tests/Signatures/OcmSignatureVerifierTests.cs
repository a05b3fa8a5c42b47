using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.Client.Tests.Http;
using Ocm.Errors;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Digests;
using Ocm.HttpSignatures.Keys;

namespace Ocm.Client.Tests.Signatures;

/// <summary>Each reason for which a signature is refused, and what is accepted.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OcmSignatureVerifierTests
{
    private static readonly OcmHost Sender = OcmHost.Parse("sender.test");
    private static readonly OcmHost Other = OcmHost.Parse("other.test");
    private static readonly LocalSigningKey Key = LocalSigningKey.Generate("https://sender.test/ocm#key1");

    private readonly ManualClock _clock = new();
    private readonly FakeKeys _keys = new();
    private readonly UsedOnce _replays = new();
    private readonly OcmClientOptions _options = new();
    private readonly TestRequest _request = new();

    [SetUp]
    public void Publish() => _keys.Add(Sender, Key);

    [Test]
    [Property("Requirement", "SIG-02")]
    public async Task Verify_SignedRequest_IsValidAndNamesServerAndKey()
    {
        await SignAsync();

        var verdict = await VerifyAsync();

        Assert.That(verdict, Is.EqualTo(OcmSignatureVerdict.Valid(Sender, Key.KeyId)));
    }

    [Test]
    [Property("Requirement", "SIG-15")]
    public async Task Verify_NoSignature_IsUnsigned() =>
        Assert.That((await VerifyAsync()).Status, Is.EqualTo(OcmSignatureStatus.Unsigned));

    [Test]
    [Property("Requirement", "SIG-15")]
    public async Task Verify_OnlySignaturesWithoutTheTag_IsUnsigned()
    {
        await SignAsync(p => p with { Tag = null }, "a");
        await SignAsync(p => p with { Tag = "web-bot-auth" }, "b");
        await SignAsync(p => p with { Tag = "OCM" }, "ocm");

        Assert.That((await VerifyAsync()).Status, Is.EqualTo(OcmSignatureStatus.Unsigned));
    }

    [Test]
    [Property("Requirement", "SIG-13")]
    [Property("Requirement", "SIG-16")]
    public async Task Verify_SignatureAmongOthers_IsFoundByItsTagWhateverTheLabels()
    {
        await SignAsync(p => p with { Tag = null, KeyId = "nobody's" }, "ocm");
        await SignAsync(label: "xyz");
        await SignAsync(p => p with { Tag = "other", KeyId = "nobody's" }, "sig1");

        Assert.That((await VerifyAsync()).IsValid, Is.True);
    }

    [Test]
    [Property("Requirement", "SIG-07")]
    [Property("Requirement", "SIG-14")]
    public async Task Verify_TwoSignaturesWithTheTag_IsRefusedAlthoughBothAreGood()
    {
        await SignAsync(label: "a");
        await SignAsync(p => p with { Nonce = "another" }, "b");

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.SeveralSignatures));
    }

    [TestCase("@method")]
    [TestCase("@target-uri")]
    [TestCase("content-digest")]
    [TestCase("content-length")]
    [Property("Requirement", "SIG-10")]
    public async Task Verify_MandatoryComponentNotCovered_IsRefused(string name)
    {
        _request.Components.RemoveAll(c => c.Name == name);
        _request.Components.Add(SignatureComponent.Authority);
        await SignAsync();

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.MissingComponent));
    }

    [Test]
    [Property("Requirement", "SIG-10")]
    public async Task Verify_MandatoryComponentCoveredInAnotherForm_IsRefused()
    {
        _request.Components.Remove(SignatureComponent.ContentDigest);
        _request.Components.Add(new SignatureComponent(
            "content-digest",
            new HttpSignatures.StructuredFields.StructuredParameters(
                KeyValuePair.Create("bs", HttpSignatures.StructuredFields.StructuredValue.FromBoolean(true)))));
        await SignAsync();

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.MissingComponent));
    }

    [Test]
    [Property("Requirement", "SIG-04")]
    public async Task Verify_FurtherComponentsCovered_IsValid()
    {
        _request.Headers["Date"] = ["Tue, 01 Sep 2026 10:00:00 GMT"];
        _request.Components.Add(SignatureComponent.Date);
        _request.Components.Add(SignatureComponent.ContentType);
        await SignAsync();

        Assert.That((await VerifyAsync()).IsValid, Is.True);
    }

    [Test]
    [Property("Requirement", "SIG-10")]
    public async Task Verify_NoCreated_IsRefused()
    {
        await SignAsync(p => p with { Created = null });

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.MissingParameter));
    }

    [Test]
    [Property("Requirement", "SIG-10")]
    public async Task Verify_NoKeyId_IsRefused()
    {
        await SignAsync();
        _request.Replace("Signature-Input", $";keyid=\"{Key.KeyId}\"", string.Empty);

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.MissingParameter));
    }

    [TestCase(0, OcmSignatureProblem.None)]
    [TestCase(300, OcmSignatureProblem.None)]
    [TestCase(301, OcmSignatureProblem.TooOld)]
    [TestCase(100_000, OcmSignatureProblem.TooOld)]
    [TestCase(-60, OcmSignatureProblem.None)]
    [TestCase(-61, OcmSignatureProblem.NotYetValid)]
    [TestCase(-100_000, OcmSignatureProblem.NotYetValid)]
    [Property("Requirement", "SIG-11")]
    public async Task Verify_Age_IsHeldAgainstWindowAndSkew(int seconds, OcmSignatureProblem expected)
    {
        await SignAsync(p => p with { Created = p.Created - seconds });

        Assert.That(await ProblemAsync(), Is.EqualTo(expected));
    }

    [Test]
    [Property("Requirement", "SIG-11")]
    public async Task Verify_JustOverTheWindow_IsRefusedWithoutTolerance()
    {
        await SignAsync();
        _clock.Advance(TimeSpan.FromSeconds(300) + TimeSpan.FromMilliseconds(1));

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.TooOld));
    }

    [Test]
    [Property("Requirement", "SIG-11")]
    public async Task Verify_OtherWindowAndSkew_AreConfigurable()
    {
        _options.Signatures.FreshnessWindow = TimeSpan.FromSeconds(10);
        _options.Signatures.ClockSkew = TimeSpan.Zero;
        await SignAsync(p => p with { Created = p.Created + 1 });
        var early = await ProblemAsync();
        _clock.Advance(TimeSpan.FromSeconds(12));
        var late = await ProblemAsync();

        Assert.That(early, Is.EqualTo(OcmSignatureProblem.NotYetValid));
        Assert.That(late, Is.EqualTo(OcmSignatureProblem.TooOld));
    }

    [TestCase(1, OcmSignatureProblem.None)]
    [TestCase(0, OcmSignatureProblem.TooOld)]
    [TestCase(-30, OcmSignatureProblem.TooOld)]
    [Property("Requirement", "SIG-11")]
    public async Task Verify_Expires_GetsNoTolerance(int inSeconds, OcmSignatureProblem expected)
    {
        await SignAsync(p => p with { Expires = p.Created + inSeconds });

        Assert.That(await ProblemAsync(), Is.EqualTo(expected));
    }

    [TestCase("999999999999999")]
    [TestCase("-999999999999999")]
    [Property("Requirement", "SIG-11")]
    public async Task Verify_AbsurdCreated_IsRefused(string created)
    {
        await SignAsync();
        _request.Replace("Signature-Input", $"created={_clock.GetUtcNow().ToUnixTimeSeconds()}", $"created={created}");

        Assert.That(
            await ProblemAsync(),
            Is.EqualTo(OcmSignatureProblem.NotYetValid).Or.EqualTo(OcmSignatureProblem.TooOld));
    }

    [Test]
    [Property("Requirement", "SIG-12")]
    public async Task Verify_BodyAltered_IsRefused()
    {
        await SignAsync();
        _request.Body[^2] ^= 1;

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongDigest));
    }

    [Test]
    [Property("Requirement", "SIG-12")]
    public async Task Verify_OneDigestMatchesAndOneDoesNot_IsRefused()
    {
        _request.Headers["Content-Digest"] =
            [ContentDigest.Create(_request.Body), ContentDigest.Create("other"u8, DigestAlgorithm.Sha512)];
        await SignAsync();

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongDigest));
    }

    [Test]
    [Property("Requirement", "SIG-05")]
    public async Task Verify_Sha512AndAnUnknownDigest_IsValid()
    {
        _request.Headers["Content-Digest"] = [ContentDigest.Create(_request.Body, DigestAlgorithm.Sha512), "sha-1024=:AAAA:"];
        await SignAsync();

        Assert.That((await VerifyAsync()).IsValid, Is.True);
    }

    [TestCase("sha-1024=:AAAA:")]
    [TestCase("md5=:AAAAAAAAAAAAAAAAAAAAAA==:")]
    [TestCase("sha-256=nonsense")]
    [TestCase("")]
    [Property("Requirement", "SIG-22")]
    public async Task Verify_NoUsableDigest_IsRefused(string digest)
    {
        _request.Headers["Content-Digest"] = [digest];
        await SignAsync();

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongDigest));
    }

    [TestCase("8")]
    [TestCase("+7")]
    [TestCase("7, 7")]
    [TestCase("0x7")]
    [TestCase("")]
    [TestCase("99999999999999999999")]
    public async Task Verify_ContentLengthIsNotTheBodys_IsRefused(string length)
    {
        _request.Headers["Content-Length"] = [length];
        await SignAsync();

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongLength));
    }

    [TestCase("Method", "PUT")]
    [TestCase("Target", "https://we.test/ocm/notifications")]
    [TestCase("Target", "https://we.test:8443/ocm/shares")]
    [TestCase("Target", "https://we.test/ocm/shares?x")]
    [Property("Requirement", "SIG-02")]
    public async Task Verify_MethodOrTargetAltered_IsRefused(string what, string value)
    {
        await SignAsync();
        if (what == "Method")
        {
            _request.Method = value;
        }
        else
        {
            _request.Target = value;
        }

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongSignature));
    }

    [TestCase("Signature-Input", "sig1=(")]
    [TestCase("Signature-Input", "sig1")]
    [TestCase("Signature-Input", "")]
    [TestCase("Signature", "sig1=notbytes")]
    [TestCase("Signature", "other=:AAAA:")]
    [TestCase("Signature", "")]
    [Property("Requirement", "SIG-22")]
    public async Task Verify_FieldsMalformed_IsRefusedAndNotTakenForUnsigned(string header, string value)
    {
        await SignAsync();
        _request.Headers[header] = [value];

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.Malformed));
    }

    [TestCase("Signature-Input")]
    [TestCase("Signature")]
    [Property("Requirement", "SIG-22")]
    public async Task Verify_OneFieldMissing_IsRefusedAndNotTakenForUnsigned(string header)
    {
        await SignAsync();
        _request.Headers.Remove(header);

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.Malformed));
    }

    [TestCase("ed25519", OcmSignatureProblem.None)]
    [Property("Requirement", "SIG-20")]
    public async Task Verify_AlgNamesTheKeysAlgorithm_IsValid(string alg, OcmSignatureProblem expected)
    {
        await SignAsync(p => p with { Algorithm = alg });

        Assert.That(await ProblemAsync(), Is.EqualTo(expected));
    }

    [TestCase("ecdsa-p256-sha256")]
    [TestCase("hmac-sha256")]
    [TestCase("none")]
    [TestCase("EdDSA")]
    [TestCase("ED25519")]
    [TestCase("")]
    [Property("Requirement", "SIG-08")]
    [Property("Requirement", "SIG-20")]
    public async Task Verify_AlgNamesAnotherAlgorithm_IsRefused(string alg)
    {
        await SignAsync();
        _request.Replace("Signature-Input", ";tag=", $";alg=\"{alg}\";tag=");

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongAlgorithm));
    }

    [TestCase(JoseAlgorithms.Es256)]
    [TestCase(JoseAlgorithms.Es384)]
    [TestCase(JoseAlgorithms.Rs256)]
    [TestCase(JoseAlgorithms.Ps256)]
    [TestCase(JoseAlgorithms.Ps512)]
    [Property("Requirement", "SIG-09")]
    public async Task Verify_OtherAlgorithmsOfPeers_AreValid(string algorithm)
    {
        var key = LocalSigningKey.Generate("k", algorithm);
        _keys.Add(Sender, key);
        await SignAsync(key: key);

        Assert.That((await VerifyAsync()).IsValid, Is.True);
    }

    [Test]
    [Property("Requirement", "SIG-20")]
    public async Task Verify_AlgForAKeyWithoutCounterpart_IsRefused()
    {
        var key = LocalSigningKey.Generate("k", JoseAlgorithms.Ps256);
        _keys.Add(Sender, key);
        await SignAsync(key: key);
        _request.Replace("Signature-Input", ";tag=", ";alg=\"rsa-pss-sha512\";tag=");

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongAlgorithm));
    }

    [Test]
    [Property("Requirement", "SIG-17")]
    public async Task Verify_SignedByAnotherServer_IsRefusedEvenIfItsKeyIsKnown()
    {
        var foreign = LocalSigningKey.Generate("https://other.test/ocm#key1");
        _keys.Add(Other, foreign);
        await SignAsync(key: foreign);

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.UnknownKey));
        Assert.That(_keys.Fetches, Is.EqualTo(new[] { Sender }));
    }

    [Test]
    [Property("Requirement", "SIG-17")]
    public async Task Verify_AnotherServersKeyUnderTheSendersKeyId_IsRefused()
    {
        var forged = LocalSigningKey.Generate(Key.KeyId);
        _keys.Add(Other, forged);
        await SignAsync(key: forged);

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongSignature));
    }

    [Test]
    [Property("Requirement", "SIG-17")]
    public async Task Verify_SeveralCandidates_NamesTheOneWhoseKeySigned()
    {
        var sameId = LocalSigningKey.Generate(Key.KeyId);
        _keys.Add(Other, sameId);
        await SignAsync();

        var verdict = await VerifyAsync(Other, Sender);

        Assert.That(verdict.Server, Is.EqualTo(Sender));
    }

    [Test]
    public async Task Verify_SeveralCandidates_LooksFirstWhereItNeedsNoFetch()
    {
        await SignAsync();

        var verdict = await VerifyAsync(Other, Sender);

        Assert.That(verdict.Server, Is.EqualTo(Sender));
        Assert.That(_keys.Fetches, Is.Empty);
    }

    [Test]
    public async Task Verify_SeveralCandidatesToFetch_AsksFirstTheOneThatTheKeyIdNames()
    {
        var key = LocalSigningKey.Generate("https://third.test/ocm#k");
        var third = OcmHost.Parse("third.test");
        _keys.Add(third, key, isCached: false);
        _keys.Failures[Other] = new OcmFailure(OcmFailureKind.Unreachable, "Down.");
        await SignAsync(key: key);

        var verdict = await VerifyAsync(Other, Sender, third);

        Assert.That(verdict.Server, Is.EqualTo(third));
        Assert.That(_keys.Fetches, Is.EqualTo(new[] { third }));
    }

    [Test]
    [Property("Requirement", "SIG-27")]
    public async Task Verify_KeysCannotBeFetched_IsRefused()
    {
        _keys.Failures[Other] = new OcmFailure(OcmFailureKind.Unreachable, "Down.");
        await SignAsync();

        var verdict = await VerifyAsync(Other);

        Assert.That(verdict.Problem, Is.EqualTo(OcmSignatureProblem.KeysUnavailable));
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Verify_TheSameRequestAgain_IsReplayed()
    {
        await SignAsync();

        var first = await VerifyAsync();
        var second = await ProblemAsync();

        Assert.That(first.IsValid, Is.True);
        Assert.That(second, Is.EqualTo(OcmSignatureProblem.Replayed));
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Verify_TheSameRequestManyTimesAtOnce_IsAcceptedOnce()
    {
        await SignAsync();
        var verifier = Create();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () =>
            await verifier.VerifyAsync(_request.View, _request.Body, [Sender], _replays))));

        Assert.That(verdicts.Count(v => v.IsValid), Is.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Verify_EcdsaSignatureTurnedIntoItsTwin_IsReplayed()
    {
        var key = LocalSigningKey.Generate("k", JoseAlgorithms.Es256);
        _keys.Add(Sender, key);
        await SignAsync(key: key);
        var first = await VerifyAsync();

        // (r, s) and (r, n - s) are both signatures of the same message.
        var field = _request.Headers["Signature"].Single();
        var bytes = Convert.FromBase64String(field[(field.IndexOf(':', StringComparison.Ordinal) + 1)..^1]);
        var order = new System.Numerics.BigInteger(
            Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
        var s = order - new System.Numerics.BigInteger(bytes.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var twin = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.AsSpan(32).Clear();
        twin.CopyTo(bytes.AsSpan(64 - twin.Length));
        _request.Headers["Signature"] = [$"sig1=:{Convert.ToBase64String(bytes)}:"];
        var second = await ProblemAsync();

        Assert.That(first.IsValid, Is.True);
        Assert.That(second, Is.EqualTo(OcmSignatureProblem.Replayed));
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Verify_EqualRequestsWithNoncesOfTheirOwn_AreBothValid()
    {
        await SignAsync();
        var first = await VerifyAsync();
        _request.Headers.Remove("Signature");
        _request.Headers.Remove("Signature-Input");
        await SignAsync(p => p with { Nonce = "another" });
        var second = await VerifyAsync();

        Assert.That(first.IsValid, Is.True);
        Assert.That(second.IsValid, Is.True);
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Verify_Accepted_IsRememberedUntilItIsTooOldAnyway()
    {
        await SignAsync();
        await VerifyAsync();

        var until = _replays.Used.Single();
        Assert.That(until.Key, Has.Length.LessThanOrEqualTo(64));
        Assert.That(until.Value, Is.GreaterThan(_clock.GetUtcNow() + _options.Signatures.FreshnessWindow));
        Assert.That(until.Value, Is.LessThan(_clock.GetUtcNow() + _options.Signatures.FreshnessWindow + TimeSpan.FromSeconds(5)));
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Verify_Refused_UsesNothingUp()
    {
        await SignAsync(key: LocalSigningKey.Generate(Key.KeyId));

        Assert.That(await ProblemAsync(), Is.EqualTo(OcmSignatureProblem.WrongSignature));
        Assert.That(_replays.Used, Is.Empty);
    }

    [Test]
    public async Task Verify_HopelessRequest_FetchesNothing()
    {
        await SignAsync(p => p with { Created = p.Created - 1000 });
        await VerifyAsync(Other);
        _request.Headers.Remove("Signature");
        _request.Headers.Remove("Signature-Input");
        await SignAsync();
        _request.Body[^1] ^= 1;
        await VerifyAsync(Other);

        Assert.That(_keys.Fetches, Is.Empty);
    }

    [Test]
    [Property("Requirement", "SIG-22")]
    public async Task Verify_RandomFieldBytes_NeverThrows()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Out.WriteLine($"seed {seed}");
#pragma warning disable CA5394 // a seeded run, not a secret
        var random = new System.Random(seed);
        await SignAsync();
        var input = _request.Headers["Signature-Input"].Single();
        var signature = _request.Headers["Signature"].Single();
        var verifier = Create();
        for (var i = 0; i < 3000; i++)
        {
            _request.Headers["Signature-Input"] = [Mutate(input, random)];
            _request.Headers["Signature"] = [Mutate(signature, random)];
            var verdict = await verifier.VerifyAsync(_request.View, _request.Body, [Sender], new UsedOnce());
            if (verdict.IsValid)
            {
                // What changes nothing that counts, such as a space, may pass.
                Assert.That(verdict.Server, Is.EqualTo(Sender));
            }
        }
    }

    private static string Mutate(string text, Random random)
    {
        var chars = text.ToCharArray();
        for (var n = random.Next(3); n > 0; n--)
        {
            chars[random.Next(chars.Length)] = (char)random.Next(0x20, 0x17f);
        }

        return new string(chars)[..random.Next(chars.Length / 2, chars.Length + 1)];
    }
#pragma warning restore CA5394

    private OcmSignatureVerifier Create() => new(_keys, Options.Create(_options), _clock, new TestMeters());

    private ValueTask<OcmSignatureVerdict> VerifyAsync(params OcmHost[] candidates) =>
        Create().VerifyAsync(_request.View, _request.Body, candidates is [] ? [Sender] : candidates, _replays);

    private async Task<OcmSignatureProblem> ProblemAsync() => (await VerifyAsync()).Problem;

    private Task SignAsync(Func<SignatureParameters, SignatureParameters>? change = null, string label = "sig1", SigningKey? key = null)
    {
        var parameters = TestRequest.Parameters(_clock.GetUtcNow());
        return _request.SignAsync(key ?? Key, change is null ? parameters : change(parameters), label);
    }
}
