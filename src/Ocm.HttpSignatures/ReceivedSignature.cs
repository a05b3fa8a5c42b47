using System.Buffers;
using System.Security.Cryptography;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures;

/// <summary>
/// One signature of a received message: what it covers and what it says of itself. Nothing of it is proven before
/// <see cref="Verify"/>.
/// </summary>
public sealed class ReceivedSignature
{
    /// <summary>The size of the digest that <see cref="Verify"/> writes, in bytes.</summary>
    public const int SignedDigestSize = SHA256.HashSizeInBytes;

    private const int StackLimit = 512;

    private readonly SignatureComponent[] _components;
    private readonly SignatureInputText _input;
    private readonly string _signatureField;
    private readonly int _signatureStart;
    private readonly int _signatureLength;

    internal ReceivedSignature(
        string label,
        SignatureComponent[] components,
        SignatureParameters parameters,
        SignatureInputText input,
        string signatureField,
        FieldToken signature)
    {
        Label = label;
        _components = components;
        Parameters = parameters;
        _input = input;
        _signatureField = signatureField;
        _signatureStart = signature.Start;
        _signatureLength = signature.Length;
    }

    /// <summary>The name that ties the members of the two fields together. It means nothing else.</summary>
    public string Label { get; }

    /// <summary>The covered components, in their order.</summary>
    public ReadOnlySpan<SignatureComponent> Components => _components;

    /// <summary>The parameters that RFC 9421 defines. Any other is covered by the signature and otherwise ignored.</summary>
    public SignatureParameters Parameters { get; }

    private ReadOnlySpan<char> SignatureDigits => _signatureField.AsSpan(_signatureStart, _signatureLength);

    /// <summary>Whether the signature covers a component.</summary>
    /// <param name="component">The component, with the same parameters.</param>
    /// <returns>Whether it is among <see cref="Components"/>.</returns>
    public bool Covers(SignatureComponent component)
    {
        ArgumentNullException.ThrowIfNull(component);
        foreach (var covered in _components)
        {
            if (component.Equals(covered))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The bytes of the signature. Do not recognise a repeated signature by them: with ECDSA, whoever has seen one valid
    /// signature can make another for the same message. The digest that <see cref="Verify"/> writes is for that.
    /// </summary>
    /// <returns>A new array.</returns>
    public byte[] GetSignatureBytes() => FieldText.DecodeBase64(SignatureDigits);

    /// <summary>
    /// Verifies the signature over a request. It decides neither whether enough is covered, nor whether the signature is
    /// fresh, nor whose key it is: that is for the caller to decide.
    /// </summary>
    /// <param name="request">The request that the signature came with.</param>
    /// <param name="key">The key that the parameter <c>keyid</c> names.</param>
    /// <param name="signedDigest">
    /// Left out, or <see cref="SignedDigestSize"/> bytes that receive, when the signature is valid, the SHA-256 of what it
    /// signs. Together with the key's owner it recognises a signature that comes again, however that is written.
    /// </param>
    /// <returns>The verdict. Nothing that a peer sends makes this method throw.</returns>
    /// <exception cref="ArgumentException"><paramref name="signedDigest"/> has another length.</exception>
    public SignatureVerdict Verify(HttpRequestView request, VerificationKey key, Span<byte> signedDigest = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(key);
        if (!signedDigest.IsEmpty && signedDigest.Length != SignedDigestSize)
        {
            throw new ArgumentException($"The digest has {SignedDigestSize} bytes.", nameof(signedDigest));
        }

        var failure = CheckKey(key);
        if (failure != SignatureFailure.None)
        {
            return new SignatureVerdict(failure);
        }

        using var signatureBase = new SignatureBase();
        failure = signatureBase.AppendComponents(request, _components, out var culprit);
        if (failure != SignatureFailure.None)
        {
            return new SignatureVerdict(failure, culprit);
        }

        signatureBase.AppendParametersIdentifier();
        signatureBase.Append(_input.Canonical);
        if (!VerifyBytes(signatureBase.Written, key))
        {
            return new SignatureVerdict(SignatureFailure.WrongSignature);
        }

        if (!signedDigest.IsEmpty)
        {
            SHA256.HashData(signatureBase.Written, signedDigest);
        }

        return new SignatureVerdict(SignatureFailure.None);
    }

    private SignatureFailure CheckKey(VerificationKey key)
    {
        if (Parameters.KeyId is { } keyId && !string.Equals(keyId, key.KeyId, StringComparison.Ordinal))
        {
            return SignatureFailure.KeyMismatch;
        }

        if (Parameters.Algorithm is not { } algorithm)
        {
            return SignatureFailure.None;
        }

        if (!SignatureAlgorithmRegistry.Contains(algorithm))
        {
            return SignatureFailure.UnregisteredAlgorithm;
        }

        return string.Equals(algorithm, key.Algorithm.RegistryName, StringComparison.Ordinal)
            ? SignatureFailure.None
            : SignatureFailure.AlgorithmMismatch;
    }

    private bool VerifyBytes(ReadOnlySpan<byte> signatureBase, VerificationKey key)
    {
        var digits = SignatureDigits;
        var rented = digits.Length > StackLimit ? ArrayPool<byte>.Shared.Rent(digits.Length) : null;
        var buffer = rented ?? stackalloc byte[StackLimit];
        try
        {
            return key.Verify(signatureBase, buffer[..FieldText.DecodeBase64(digits, buffer)]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
