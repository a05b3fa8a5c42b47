using Ocm.HttpSignatures.Components;

namespace Ocm.HttpSignatures.Tests.Signatures;

/// <summary>Parsing and selecting the signatures of a message (RFC 9421, section 4).</summary>
public sealed class SignatureSetTests
{
    private const string Input = "(\"@method\");created=1;keyid=\"k\";tag=\"ocm\"";

    [Test]
    [Property("Requirement", "SIG-15")]
    public void TryParse_NeitherField_IsAnEmptySet()
    {
        Assert.That(SignatureSet.TryParse(new RequestStub(), out var signatures, out var failure), Is.True);
        Assert.That(signatures!.Signatures.Length, Is.Zero);
        Assert.That(failure, Is.EqualTo(SignatureFailure.None));
        Assert.That(signatures.FindByTag("ocm", out var signature), Is.EqualTo(SignatureSelection.None));
        Assert.That(signature, Is.Null);
    }

    [Test]
    public void TryParse_OneSignature_HasItsParts()
    {
        var signature = Only(
            "sig1=(\"@method\" \"x-a\" \"x-b\";key=\"c\";sf);created=1785060500;expires=1785060600;keyid=\"https://e.example/ocm#k\";nonce=\"n\\\"\\\\\";alg=\"ed25519\";tag=\"ocm\";x=1;y",
            "sig1=:AQID:");

        Assert.That(signature.Label, Is.EqualTo("sig1"));
        Assert.That(string.Join(' ', signature.Components.ToArray().Select(c => c.ToString())), Is.EqualTo("\"@method\" \"x-a\" \"x-b\";key=\"c\";sf"));
        Assert.That(signature.GetSignatureBytes(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(signature.Parameters, Is.EqualTo(new SignatureParameters
        {
            Created = 1785060500,
            Expires = 1785060600,
            KeyId = "https://e.example/ocm#k",
            Nonce = "n\"\\",
            Algorithm = "ed25519",
            Tag = "ocm",
        }));
        Assert.That(signature.Covers(SignatureComponent.Method), Is.True);
        Assert.That(signature.Covers(SignatureComponent.Field("X-A")), Is.True);
        Assert.That(signature.Covers(SignatureComponent.Field("x-b")), Is.False);
        Assert.That(signature.Covers(SignatureComponent.Path), Is.False);
        Assert.That(() => signature.Covers(null!), Throws.ArgumentNullException);
    }

    [TestCase("sig1=()", "sig1=::")]
    [TestCase("sig1=();x", "sig1=:AA==:;y")]
    [TestCase("sig1=( \"@method\"   \"@path\" ); created=1;  tag=\"a\"", " sig1=:AA==: ")]
    [TestCase("a=(), b=()", "b=:AA==:,a=:AA==:")]
    [TestCase("a=()\t,\tb=()", "a=:AA==:, b=:AA==:")]
    [TestCase("*=()", "*=:AA==:")]
    [TestCase("sig1=(\"\")", "sig1=:AA==:")]
    [TestCase("sig1=(\"@unknown\";req \"Upper\" \"x\";y=1)", "sig1=:AA==:")]
    [TestCase("sig1=();created=-1", "sig1=:AA==:")]
    [TestCase("sig1=();x=:AA==:;y=1.5;z=@1", "sig1=:AA==:")]
    public void TryParse_UnusualButWellFormed_IsTaken(string input, string signature) =>
        Assert.That(Failure(input, signature), Is.EqualTo(SignatureFailure.None));

    [TestCase("", "")]
    [TestCase("sig1=()", "")]
    [TestCase("", "sig1=:AA==:")]
    [TestCase("sig1=()", "sig2=:AA==:")]
    [TestCase("sig1=(), sig2=()", "sig1=:AA==:")]
    [TestCase("sig1=()", "sig1=:AA==:, sig2=:AA==:")]
    [TestCase("sig1=(), sig1=()", "sig1=:AA==:")]
    [TestCase("sig1=(), sig1=()", "sig1=:AA==:, sig2=:AA==:")]
    [TestCase("sig1=()", "sig1=:AA==:, sig1=:AA==:")]
    [TestCase("sig1", "sig1=:AA==:")]
    [TestCase("sig1=1", "sig1=:AA==:")]
    [TestCase("sig1=\"@method\"", "sig1=:AA==:")]
    [TestCase("sig1=(@method)", "sig1=:AA==:")]
    [TestCase("sig1=(method)", "sig1=:AA==:")]
    [TestCase("sig1=(\"@method\" 1)", "sig1=:AA==:")]
    [TestCase("sig1=(\"@method\"\"@path\")", "sig1=:AA==:")]
    [TestCase("sig1=(\"@method\",\"@path\")", "sig1=:AA==:")]
    [TestCase("sig1=(\"@method\"", "sig1=:AA==:")]
    [TestCase("sig1=(\"@method\";)", "sig1=:AA==:")]
    [TestCase("sig1=(\"ä\")", "sig1=:AA==:")]
    [TestCase("sig1=();", "sig1=:AA==:")]
    [TestCase("sig1=();=1", "sig1=:AA==:")]
    [TestCase("sig1=();created=", "sig1=:AA==:")]
    [TestCase("sig1=();created", "sig1=:AA==:")]
    [TestCase("sig1=();created=1.0", "sig1=:AA==:")]
    [TestCase("sig1=();created=\"1\"", "sig1=:AA==:")]
    [TestCase("sig1=();created=@1", "sig1=:AA==:")]
    [TestCase("sig1=();created=1000000000000000", "sig1=:AA==:")]
    [TestCase("sig1=();expires=a", "sig1=:AA==:")]
    [TestCase("sig1=();expires", "sig1=:AA==:")]
    [TestCase("sig1=();keyid=a", "sig1=:AA==:")]
    [TestCase("sig1=();keyid", "sig1=:AA==:")]
    [TestCase("sig1=();nonce=:AA==:", "sig1=:AA==:")]
    [TestCase("sig1=();alg=ed25519", "sig1=:AA==:")]
    [TestCase("sig1=();tag=ocm", "sig1=:AA==:")]
    [TestCase("sig1=();tag=%\"ocm\"", "sig1=:AA==:")]
    [TestCase("sig1=();tag=\"ocm\";tag=\"ocm\"", "sig1=:AA==:")]
    [TestCase("sig1=();tag=\"a\";created=1;tag=\"ocm\"", "sig1=:AA==:")]
    [TestCase("sig1=();x;x", "sig1=:AA==:")]
    [TestCase("sig1=(\"x\";sf;sf)", "sig1=:AA==:")]
    [TestCase("sig1=(\"x\";key=\"a\";sf;key=\"b\")", "sig1=:AA==:")]
    [TestCase("sig1=() ;x", "sig1=:AA==:")]
    [TestCase("sig1=(),", "sig1=:AA==:")]
    [TestCase("sig1=() sig2=()", "sig1=:AA==:, sig2=:AA==:")]
    [TestCase("Sig1=()", "Sig1=:AA==:")]
    [TestCase("sig1=()", "sig1=AA==")]
    [TestCase("sig1=()", "sig1=\"AA==\"")]
    [TestCase("sig1=()", "sig1")]
    [TestCase("sig1=()", "sig1=(:AA==:)")]
    [TestCase("sig1=()", "sig1=:A:")]
    [TestCase("sig1=()", "sig1=:AA==:,")]
    [TestCase("sig1=()", "sig1=:AA==:;")]
    [TestCase("sig1=()", "sig1 =:AA==:")]
    [TestCase("sig1=\r\n ()", "sig1=:AA==:")]
    [TestCase("sig1=()\u00a0", "sig1=:AA==:")]
    [Property("Requirement", "SIG-22")]
    public void TryParse_Malformed_IsRefusedAsAWhole(string input, string signature) =>
        Assert.That(Failure(input, signature), Is.EqualTo(SignatureFailure.Malformed));

    [Test]
    public void TryParse_TagsThatLookAlikeWithEscapes_StayApart()
    {
        foreach (var (text, tag) in new[] { ("a\\\\\\\\b", "a\\\\b"), ("a\\\\b", "a\\b"), ("a\\\\\\\\b", "a\\\\b"), ("ocm", "ocm"), ("ocm", "ocm"), ("o\\\"cm", "o\"cm") })
        {
            Assert.That(Only($"sig1=();tag=\"{text}\"", "sig1=::").Parameters.Tag, Is.EqualTo(tag));
        }
    }

    [Test]
    [Property("Requirement", "SIG-22")]
    public void TryParse_OnlyOneField_IsRefused()
    {
        Assert.That(SignatureSet.TryParse(new HeaderLines("sig1=()"), default, out var signatures, out var failure), Is.False);
        Assert.That(failure, Is.EqualTo(SignatureFailure.Malformed));
        Assert.That(signatures, Is.Null);
        Assert.That(SignatureSet.TryParse(default, new HeaderLines("sig1=:AA==:"), out _, out failure), Is.False);
        Assert.That(failure, Is.EqualTo(SignatureFailure.Malformed));
    }

    [Test]
    public void TryParse_FieldsOnSeveralLines_AreOneSet()
    {
        Assert.That(
            SignatureSet.TryParse(new HeaderLines(["a=();tag=\"x\"", " b=();tag=\"y\" "]), new HeaderLines(["b=:Ag==:", "a=:AQ==:"]), out var signatures, out _),
            Is.True);
        Assert.That(signatures!.Signatures.ToArray().Select(s => s.Label), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(signatures.FindByTag("y", out var signature), Is.EqualTo(SignatureSelection.One));
        Assert.That(signature!.GetSignatureBytes(), Is.EqualTo(new byte[] { 2 }));
    }

    [TestCase("a=();tag=\"ocm\"", SignatureSelection.One, "a")]
    [TestCase("a=();tag=\"other\", b=();tag=\"ocm\"", SignatureSelection.One, "b")]
    [TestCase("a=();tag=\"ocm\", b=()", SignatureSelection.One, "a")]
    [TestCase("ocm=();tag=\"other\", x=();tag=\"ocm\"", SignatureSelection.One, "x")]
    [TestCase("a=();tag=\"ocm\", b=();tag=\"ocm\"", SignatureSelection.Several, null)]
    [TestCase("a=();tag=\"ocm\", b=();tag=\"x\", c=();tag=\"ocm\"", SignatureSelection.Several, null)]
    [TestCase("a=();tag=\"ocm\", b=();tag=\"ocm\", c=();tag=\"ocm\"", SignatureSelection.Several, null)]
    [TestCase("ocm=()", SignatureSelection.None, null)]
    [TestCase("a=();tag=\"OCM\", b=();tag=\"ocm \"", SignatureSelection.None, null)]
    [Property("Requirement", "SIG-07")]
    [Property("Requirement", "SIG-13")]
    [Property("Requirement", "SIG-14")]
    [Property("Requirement", "SIG-16")]
    public void FindByTag_Signatures_TellsNoneOneAndSeveralApart(string input, SignatureSelection expected, string? label)
    {
        var labels = input.Split(", ").Select(member => member[..member.IndexOf('=', StringComparison.Ordinal)]);
        Assert.That(SignatureSet.TryParse(new HeaderLines(input), new HeaderLines(string.Join(',', labels.Select(l => l + "=:AA==:"))), out var signatures, out _), Is.True);

        Assert.That(signatures!.FindByTag("ocm", out var signature), Is.EqualTo(expected));
        Assert.That(signature?.Label, Is.EqualTo(label));
    }

    [Test]
    public void TryParse_AtTheLimits_IsTakenAndBeyondRefused()
    {
        var signatures = Enumerable.Range(0, SignatureLimits.MaxSignatures + 1).Select(i => $"s{i}").ToArray();
        var components = string.Join(' ', Enumerable.Range(0, SignatureLimits.MaxComponents).Select(i => $"\"c{i}\""));
        var parameters = string.Concat(Enumerable.Range(0, SignatureLimits.MaxParameters).Select(i => $";p{i}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Failure(string.Join(',', signatures[1..].Select(s => s + "=()")), string.Join(',', signatures[1..].Select(s => s + "=::"))), Is.EqualTo(SignatureFailure.None));
            Assert.That(Failure(string.Join(',', signatures.Select(s => s + "=()")), string.Join(',', signatures.Select(s => s + "=::"))), Is.EqualTo(SignatureFailure.TooLarge));
            Assert.That(Failure($"a=({components})", "a=::"), Is.EqualTo(SignatureFailure.None));
            Assert.That(Failure($"a=({components} \"d\")", "a=::"), Is.EqualTo(SignatureFailure.TooLarge));
            Assert.That(Failure($"a=(){parameters}", "a=::"), Is.EqualTo(SignatureFailure.None));
            Assert.That(Failure($"a=(){parameters};q", "a=::"), Is.EqualTo(SignatureFailure.TooLarge));
            Assert.That(Failure($"a=(\"c\"{parameters})", "a=::"), Is.EqualTo(SignatureFailure.None));
            Assert.That(Failure($"a=(\"c\"{parameters};q)", "a=::"), Is.EqualTo(SignatureFailure.Malformed));
            Assert.That(Failure("a=();x=\"" + new string('x', SignatureLimits.MaxSignatureInputLength - 9) + "\"", "a=::"), Is.EqualTo(SignatureFailure.None));
            Assert.That(Failure("a=();x=\"" + new string('x', SignatureLimits.MaxSignatureInputLength - 8) + "\"", "a=::"), Is.EqualTo(SignatureFailure.TooLarge));
            Assert.That(Failure("a=()", "a=:" + new string('A', SignatureLimits.MaxSignatureLength - 4) + ":"), Is.EqualTo(SignatureFailure.None));
            Assert.That(Failure("a=()", "a=:" + new string('A', SignatureLimits.MaxSignatureLength) + ":"), Is.EqualTo(SignatureFailure.TooLarge));
        }
    }

    [Test]
    public void TryParse_Input_IsReadFromTheRequest()
    {
        var request = new RequestStub().With("Signature-Input", "sig1=" + Input).With("Signature", "sig1=:AA==:");

        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);
        Assert.That(signatures!.Signatures[0].Parameters.KeyId, Is.EqualTo("k"));
        Assert.That(() => SignatureSet.TryParse(null!, out _, out _), Throws.ArgumentNullException);
    }

    private static SignatureFailure Failure(string input, string signature)
    {
        Assert.That(SignatureSet.TryParse(new HeaderLines(input), new HeaderLines(signature), out var signatures, out var failure), Is.EqualTo(failure == SignatureFailure.None));
        Assert.That(signatures is null, Is.EqualTo(failure != SignatureFailure.None));
        return failure;
    }

    private static ReceivedSignature Only(string input, string signature)
    {
        Assert.That(SignatureSet.TryParse(new HeaderLines(input), new HeaderLines(signature), out var signatures, out _), Is.True);
        Assert.That(signatures!.Signatures.Length, Is.EqualTo(1));
        return signatures.Signatures[0];
    }
}
