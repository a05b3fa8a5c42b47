using System.Globalization;
using System.Text;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Signatures;

public sealed class ReceivedSignatureTests
{
    private const string KeyId = TestKeys.KeyId;

    private static readonly LocalSigningKey Ed25519 = TestKeys.Get(JoseAlgorithms.Ed25519);

    [TestCase("ed25519", SignatureFailure.None)]
    [TestCase(null, SignatureFailure.None)]
    [TestCase("ecdsa-p256-sha256", SignatureFailure.AlgorithmMismatch)]
    [TestCase("rsa-v1_5-sha256", SignatureFailure.AlgorithmMismatch)]
    [TestCase("hmac-sha256", SignatureFailure.AlgorithmMismatch)]
    [TestCase("Ed25519", SignatureFailure.UnregisteredAlgorithm)]
    [TestCase("EdDSA", SignatureFailure.UnregisteredAlgorithm)]
    [TestCase("none", SignatureFailure.UnregisteredAlgorithm)]
    [TestCase("", SignatureFailure.UnregisteredAlgorithm)]
    [Property("Requirement", "SIG-20")]
    public async Task Verify_AlgParameter_MustNameTheKeysAlgorithm(string? alg, SignatureFailure expected)
    {
        var verdict = await SignAndVerify(Ed25519, alg is null ? string.Empty : $";alg=\"{alg}\"");

        Assert.That(verdict, Is.EqualTo(expected));
    }

    [TestCase(JoseAlgorithms.EdDsa, "ed25519")]
    [TestCase(JoseAlgorithms.Es256, "ecdsa-p256-sha256")]
    [TestCase(JoseAlgorithms.Es384, "ecdsa-p384-sha384")]
    [TestCase(JoseAlgorithms.Rs256, "rsa-v1_5-sha256")]
    [TestCase(JoseAlgorithms.Ps512, "rsa-pss-sha512")]
    [Property("Requirement", "SIG-20")]
    public async Task Verify_RegisteredCounterpart_IsAccepted(string jose, string alg)
    {
        var key = TestKeys.Get(jose);

        Assert.That(await SignAndVerify(key, $";alg=\"{alg}\""), Is.EqualTo(SignatureFailure.None));
        foreach (var other in new[] { "ed25519", "ecdsa-p256-sha256", "ecdsa-p384-sha384", "rsa-v1_5-sha256", "rsa-pss-sha512" }.Where(name => name != alg))
        {
            Assert.That(await SignAndVerify(key, $";alg=\"{other}\""), Is.EqualTo(SignatureFailure.AlgorithmMismatch));
        }
    }

    [TestCase(JoseAlgorithms.Rs512)]
    [TestCase(JoseAlgorithms.Ps256)]
    [Property("Requirement", "SIG-20")]
    public async Task Verify_AlgorithmWithoutCounterpart_RefusesAnyAlg(string jose)
    {
        var key = TestKeys.Get(jose);

        Assert.That(await SignAndVerify(key, string.Empty), Is.EqualTo(SignatureFailure.None));
        Assert.That(await SignAndVerify(key, ";alg=\"rsa-pss-sha512\""), Is.EqualTo(SignatureFailure.AlgorithmMismatch));
        Assert.That(await SignAndVerify(key, $";alg=\"{jose}\""), Is.EqualTo(SignatureFailure.UnregisteredAlgorithm));
    }

    [Test]
    [Property("Requirement", "SIG-17")]
    public async Task Verify_OtherKey_Fails()
    {
        var other = LocalSigningKey.Generate(KeyId);

        Assert.That(await SignAndVerify(Ed25519, $";keyid=\"{KeyId}\""), Is.EqualTo(SignatureFailure.None));
        Assert.That(await SignAndVerify(Ed25519, ";keyid=\"https://sender.example.org/ocm#key2\""), Is.EqualTo(SignatureFailure.KeyMismatch));
        Assert.That(await SignAndVerify(other, $";keyid=\"{KeyId}\"", Key(Ed25519)), Is.EqualTo(SignatureFailure.WrongSignature));
    }

    [TestCase("( \"@method\"  \"@path\" );created=1", "(\"@method\" \"@path\");created=1")]
    [TestCase("(\"@method\" \"@path\" );created=1", "(\"@method\" \"@path\");created=1")]
    [TestCase("( \"@method\" \"@path\");created=1", "(\"@method\" \"@path\");created=1")]
    [TestCase("(\"@method\");  created=1", "(\"@method\");created=1")]
    [TestCase("(\"@method\");created=001", "(\"@method\");created=1")]
    [TestCase("(\"@method\");created=-0", "(\"@method\");created=0")]
    [TestCase("(\"@method\");created=-7", "(\"@method\");created=-7")]
    [TestCase("(\"@method\");created=0", "(\"@method\");created=0")]
    [TestCase("(\"@method\");x=?1;y=?0;z", "(\"@method\");x;y=?0;z")]
    [TestCase("(\"@method\");x=:AAA:", "(\"@method\");x=:AAA=:")]
    [TestCase("(\"@method\");x=1.50;y=@07;z=%\"%61\"", "(\"@method\");x=1.5;y=@7;z=%\"a\"")]
    [TestCase("(\"@method\");x=abc", "(\"@method\");x=abc")]
    [TestCase("(\"@method\");nonce=\"a\\\"b\"", "(\"@method\");nonce=\"a\\\"b\"")]
    [TestCase("(\"x\"; sf; key=\"a\")", "(\"x\";sf;key=\"a\")")]
    [TestCase("(\"x\";sf=?1;key=\"a\")", "(\"x\";sf;key=\"a\")")]
    [TestCase("(  )", "()")]
    public async Task Verify_InputNotCanonical_IsVerifiedOverItsCanonicalForm(string received, string canonical)
    {
        var request = new RequestStub().With("x", "a=1");
        var parts = canonical[1..canonical.IndexOf(')', StringComparison.Ordinal)];
        var lines = new Dictionary<string, string>
        {
            [string.Empty] = string.Empty,
            ["\"@method\""] = "\"@method\": POST\n",
            ["\"@method\" \"@path\""] = "\"@method\": POST\n\"@path\": /ocm/shares\n",
            ["\"x\";sf;key=\"a\""] = "\"x\";sf;key=\"a\": 1\n",
        };
        var signature = await Ed25519.SignAsync(Encoding.ASCII.GetBytes($"{lines[parts]}\"@signature-params\": {canonical}"));
        request.With("signature-input", "s=" + received).With("signature", $"s=:{Convert.ToBase64String(signature)}:");
        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);

        Assert.That(signatures!.Signatures[0].Verify(request, Key(Ed25519)).Failure, Is.EqualTo(SignatureFailure.None));
    }

    [Test]
    [Property("Requirement", "SIG-13")]
    public async Task Verify_ForeignSignatureBeside_DoesNotMatter()
    {
        var request = new RequestStub();
        var own = await HttpMessageSigner.SignAsync(request, new[] { SignatureComponent.Method }, new SignatureParameters { Tag = "ocm" }, Ed25519, "b");
        request.With("signature-input", "a=(\"@status\" \"@status\" \"No\");tag=\"x\";alg=\"mac\", " + own.SignatureInput).With("signature", "a=::, " + own.Signature);

        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);
        Assert.That(signatures!.FindByTag("ocm", out var signature), Is.EqualTo(SignatureSelection.One));
        Assert.That(signature!.Verify(request, Key(Ed25519)).IsValid, Is.True);
        var foreign = signatures.Signatures[0].Verify(request, Key(Ed25519));
        Assert.That(foreign.IsValid, Is.False);
    }

    [TestCase("(\"x-missing\")", SignatureFailure.MissingComponent, "\"x-missing\"")]
    [TestCase("(\"@method\" \"@status\")", SignatureFailure.UnknownComponent, "\"@status\"")]
    [TestCase("(\"@method\" \"@method\")", SignatureFailure.DuplicateComponent, "\"@method\"")]
    [TestCase("(\"x-odd\")", SignatureFailure.InvalidComponent, "\"x-odd\"")]
    [TestCase("(\"@method\";req)", SignatureFailure.UnknownComponent, "\"@method\";req")]
    [TestCase("(\"content-digest\";tr)", SignatureFailure.UnknownComponent, "\"content-digest\";tr")]
    public void Verify_ComponentThatCannotBe_NamesIt(string input, SignatureFailure expected, string component)
    {
        var request = new RequestStub().With("x-odd", "ü").With("content-digest", "x");
        request.With("signature-input", "s=" + input).With("signature", "s=:AAAA:");
        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);

        var verdict = signatures!.Signatures[0].Verify(request, Key(Ed25519));

        Assert.That(verdict.Failure, Is.EqualTo(expected));
        Assert.That(verdict.Component?.ToString(), Is.EqualTo(component));
    }

    [Test]
    public void Verify_SignatureOfAnyLength_IsRefused()
    {
        var request = new RequestStub();
        foreach (var length in new[] { 0, 1, 63, 64, 65, 512, 513, 4000 })
        {
            request.With("signature-input", "s=()").With("signature", $"s=:{Convert.ToBase64String(new byte[length])}:");
            Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);
            Assert.That(signatures!.Signatures[0].Verify(request, Key(Ed25519)).Failure, Is.EqualTo(SignatureFailure.WrongSignature), length.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Test]
    public void Verify_Null_Throws()
    {
        var request = new RequestStub().With("signature-input", "s=()").With("signature", "s=::");
        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);
        var signature = signatures!.Signatures[0];

        Assert.That(() => signature.Verify(null!, Key(Ed25519)), Throws.ArgumentNullException);
        Assert.That(() => signature.Verify(request, null!), Throws.ArgumentNullException);
    }

    private static async Task<SignatureFailure> SignAndVerify(LocalSigningKey key, string parameters, VerificationKey? verificationKey = null)
    {
        var input = "(\"@method\")" + parameters;
        var signature = await key.SignAsync(Encoding.ASCII.GetBytes("\"@method\": POST\n\"@signature-params\": " + input));
        var request = new RequestStub().With("signature-input", "s=" + input).With("signature", $"s=:{Convert.ToBase64String(signature)}:");
        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);
        return signatures!.Signatures[0].Verify(request, verificationKey ?? Key(key)).Failure;
    }

    private static VerificationKey Key(LocalSigningKey key) => TestKeys.Verifier(key);
}
