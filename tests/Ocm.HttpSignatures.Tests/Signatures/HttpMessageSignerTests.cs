using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Tests.Signatures;

public sealed class HttpMessageSignerTests
{
    private const string KeyId = "sender.example.org#key1";

    private static readonly LocalSigningKey Key = LocalSigningKey.Generate(KeyId);

    [Test]
    [Property("Requirement", "SIG-03")]
    [Property("Requirement", "SIG-06")]
    public async Task SignAsync_Parameters_AreWrittenInOrder()
    {
        var parameters = new SignatureParameters { Created = 1, Expires = -2, Nonce = "n", Algorithm = "ed25519", Tag = "ocm" };

        var fields = await Sign(parameters, SignatureComponent.Method, SignatureComponent.QueryParameter("a"));

        Assert.That(
            fields.SignatureInput,
            Is.EqualTo($"sig1=(\"@method\" \"@query-param\";name=\"a\");created=1;expires=-2;keyid=\"{KeyId}\";nonce=\"n\";alg=\"ed25519\";tag=\"ocm\""));
        Assert.That(fields.Signature, Does.Match("^sig1=:[A-Za-z0-9+/]{86}==:$"));
    }

    [Test]
    public async Task SignAsync_NoParameters_StillNamesTheKey()
    {
        var fields = await Sign(new SignatureParameters());

        Assert.That(fields.SignatureInput, Is.EqualTo($"sig1=();keyid=\"{KeyId}\""));
    }

    [Test]
    public async Task SignAsync_KeyIdGiven_IsTaken()
    {
        var fields = await Sign(new SignatureParameters { KeyId = "other" });

        Assert.That(fields.SignatureInput, Is.EqualTo("sig1=();keyid=\"other\""));
    }

    [TestCase("\"", "\\\"")]
    [TestCase("\\", "\\\\")]
    [TestCase("a b;c=1,", "a b;c=1,")]
    [TestCase("", "")]
    public async Task SignAsync_TextParameter_IsEscaped(string nonce, string expected)
    {
        var fields = await Sign(new SignatureParameters { Nonce = nonce });

        Assert.That(fields.SignatureInput, Is.EqualTo($"sig1=();keyid=\"{KeyId}\";nonce=\"{expected}\""));
    }

    [TestCase("ü")]
    [TestCase("a\nb")]
    [TestCase("a\tb")]
    public void SignAsync_TextThatCannotBeWritten_Throws(string text)
    {
        Assert.That(() => Sign(new SignatureParameters { Nonce = text }), Throws.TypeOf<ArgumentException>());
        Assert.That(() => Sign(new SignatureParameters { KeyId = text }), Throws.TypeOf<ArgumentException>());
        Assert.That(() => Sign(new SignatureParameters { Tag = text }), Throws.TypeOf<ArgumentException>());
    }

    [TestCase(StructuredValue.MaxInteger + 1)]
    [TestCase(-StructuredValue.MaxInteger - 1)]
    [TestCase(long.MinValue)]
    public void SignAsync_NumberThatCannotBeWritten_Throws(long number)
    {
        Assert.That(() => Sign(new SignatureParameters { Created = number }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Sign(new SignatureParameters { Expires = number }), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase("ecdsa-p256-sha256")]
    [TestCase("Ed25519")]
    [TestCase("hmac-sha256")]
    [Property("Requirement", "SIG-20")]
    public void SignAsync_AlgOfAnotherKey_Throws(string algorithm) =>
        Assert.That(() => Sign(new SignatureParameters { Algorithm = algorithm }), Throws.TypeOf<ArgumentException>());

    [TestCase("")]
    [TestCase("Sig")]
    [TestCase("1")]
    [TestCase("a b")]
    public void SignAsync_LabelThatIsNoKey_Throws(string label) =>
        Assert.That(
            () => HttpMessageSigner.SignAsync(new RequestStub(), ReadOnlyMemory<SignatureComponent>.Empty, new SignatureParameters(), Key, label).AsTask(),
            Throws.TypeOf<ArgumentException>());

    [Test]
    public void SignAsync_ComponentThatCannotBeSigned_Throws()
    {
        Assert.That(
            () => Sign(new SignatureParameters(), SignatureComponent.ContentDigest),
            Throws.InvalidOperationException.With.Message.Contains("\"content-digest\"").And.Message.Contains(nameof(SignatureFailure.MissingComponent)));
        Assert.That(
            () => Sign(new SignatureParameters(), SignatureComponent.Method, SignatureComponent.Method),
            Throws.InvalidOperationException.With.Message.Contains(nameof(SignatureFailure.DuplicateComponent)));
    }

    [Test]
    public void SignAsync_Null_Throws()
    {
        var parameters = new SignatureParameters();
        Assert.That(() => HttpMessageSigner.SignAsync(null!, default, parameters, Key).AsTask(), Throws.ArgumentNullException);
        Assert.That(() => HttpMessageSigner.SignAsync(new RequestStub(), default, null!, Key).AsTask(), Throws.ArgumentNullException);
        Assert.That(() => HttpMessageSigner.SignAsync(new RequestStub(), default, parameters, null!).AsTask(), Throws.ArgumentNullException);
        Assert.That(() => HttpMessageSigner.SignAsync(new RequestStub(), default, parameters, Key, null!).AsTask(), Throws.ArgumentNullException);
    }

    [Test]
    public void SignAsync_Cancelled_Throws() =>
        Assert.That(
            () => HttpMessageSigner.SignAsync(new RequestStub(), default, new SignatureParameters(), Key, cancellationToken: new CancellationToken(canceled: true)).AsTask(),
            Throws.InstanceOf<OperationCanceledException>());

    [Test]
    public async Task SignAsync_KeyThatSignsElsewhere_IsAwaited()
    {
        var key = new RemoteKey(Key);
        var sign = HttpMessageSigner.SignAsync(new RequestStub(), new[] { SignatureComponent.Method }, new SignatureParameters { Created = 7 }, key);
        Assert.That(sign.IsCompleted, Is.False);

        key.Answer.SetResult();
        var fields = await sign;

        var request = new RequestStub().With(fields);
        Assert.That(SignatureSet.TryParse(request, out var signatures, out _), Is.True);
        Assert.That(VerificationKey.TryCreate(key.PublicKey, out var verificationKey, out _), Is.True);
        Assert.That(signatures!.Signatures[0].Verify(request, verificationKey!).IsValid, Is.True);
    }

    private static Task<SignedFields> Sign(SignatureParameters parameters, params SignatureComponent[] components) =>
        HttpMessageSigner.SignAsync(new RequestStub(targetUri: "https://e.example/?a=b"), components, parameters, Key).AsTask();

    /// <summary>Stands for a hardware module or key service: asynchronous, and its private key is out of reach.</summary>
    private sealed class RemoteKey(LocalSigningKey inside) : SigningKey(inside.PublicKey, inside.Algorithm)
    {
        public TaskCompletionSource Answer { get; } = new();

        public override async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
        {
            await Answer.Task.WaitAsync(cancellationToken);
            return await inside.SignAsync(data, cancellationToken);
        }
    }
}
