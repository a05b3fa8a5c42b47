using System.Globalization;
using System.Text;
using Ocm.HttpSignatures.Components;
using Ocm.HttpSignatures.Keys;
using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures;

/// <summary>Signs requests (RFC 9421, section 3.1).</summary>
public static class HttpMessageSigner
{
    /// <summary>The label of a signature when the caller names no other.</summary>
    public const string DefaultLabel = "sig1";

    /// <summary>Makes a signature over components of a request. The request is not changed.</summary>
    /// <param name="request">The request as it will be sent.</param>
    /// <param name="components">What the signature covers, in this order.</param>
    /// <param name="parameters">The signature's parameters; <c>keyid</c> is taken from the key when it is not set.</param>
    /// <param name="key">The key to sign with.</param>
    /// <param name="label">The name of the signature in the two fields, a key of a structured field.</param>
    /// <param name="cancellationToken">Ends the wait for a key that signs elsewhere.</param>
    /// <returns>The values of the two fields.</returns>
    /// <exception cref="InvalidOperationException">A component is not in the request, or its value cannot be signed.</exception>
    /// <exception cref="ArgumentException">The label or a parameter holds what cannot be written, or <c>alg</c> is not the key's.</exception>
    public static ValueTask<SignedFields> SignAsync(
        HttpRequestView request,
        ReadOnlyMemory<SignatureComponent> components,
        SignatureParameters parameters,
        SigningKey key,
        string label = DefaultLabel,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(key);
        KeyedCollector<SignatureComponent>.ThrowUnlessKey(label, nameof(label));
        if (parameters.Algorithm is { } algorithm && !string.Equals(algorithm, key.Algorithm.RegistryName, StringComparison.Ordinal))
        {
            throw new ArgumentException("The parameter alg does not name the key's algorithm.", nameof(parameters));
        }

        return SignCoreAsync(request, components, parameters, key, label, cancellationToken);
    }

    private static async ValueTask<SignedFields> SignCoreAsync(
        HttpRequestView request,
        ReadOnlyMemory<SignatureComponent> components,
        SignatureParameters parameters,
        SigningKey key,
        string label,
        CancellationToken cancellationToken)
    {
        using var signatureBase = new SignatureBase();
        var failure = signatureBase.AppendComponents(request, components.Span, out var culprit);
        if (failure != SignatureFailure.None)
        {
            throw new InvalidOperationException($"The request cannot be signed: {failure} ({culprit}).");
        }

        signatureBase.AppendParametersIdentifier();
        var start = signatureBase.Written.Length;
        AppendInput(signatureBase, components.Span, parameters, key.KeyId);
        var signature = await key.SignAsync(signatureBase.WrittenMemory, cancellationToken).ConfigureAwait(false);
        return new SignedFields(
            FormatInput(label, signatureBase.Written[start..]),
            string.Concat(label, "=:", Convert.ToBase64String(signature), ":"));
    }

    private static string FormatInput(string label, ReadOnlySpan<byte> input) =>
        string.Create(label.Length + 1 + input.Length, new Line(label, input), static (span, line) =>
        {
            line.Label.CopyTo(span);
            span[line.Label.Length] = '=';
            Encoding.ASCII.GetChars(line.Input, span[(line.Label.Length + 1)..]);
        });

    private static void AppendInput(SignatureBase output, ReadOnlySpan<SignatureComponent> components, SignatureParameters parameters, string keyId)
    {
        output.Append("("u8);
        for (var i = 0; i < components.Length; i++)
        {
            if (i > 0)
            {
                output.Append(" "u8);
            }

            output.Append(components[i].Identifier);
        }

        output.Append(")"u8);
        AppendNumber(output, ";created="u8, parameters.Created);
        AppendNumber(output, ";expires="u8, parameters.Expires);
        AppendString(output, ";keyid="u8, parameters.KeyId ?? keyId);
        AppendString(output, ";nonce="u8, parameters.Nonce);
        AppendString(output, ";alg="u8, parameters.Algorithm);
        AppendString(output, ";tag="u8, parameters.Tag);
    }

    private static void AppendNumber(SignatureBase output, ReadOnlySpan<byte> key, long? value)
    {
        if (value is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(number, StructuredValue.MaxInteger, nameof(value));
            ArgumentOutOfRangeException.ThrowIfLessThan(number, -StructuredValue.MaxInteger, nameof(value));
            Span<byte> digits = stackalloc byte[20];
            number.TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
            output.Append(key);
            output.Append(digits[..written]);
        }
    }

    private static void AppendString(SignatureBase output, ReadOnlySpan<byte> key, string? value)
    {
        if (value is null)
        {
            return;
        }

        output.Append(key);
        if (!FieldCharacters.IsPrintable(value))
        {
            throw new ArgumentException("A parameter of a signature holds printable ASCII only.", nameof(value));
        }

        if (value.AsSpan().ContainsAny('"', '\\'))
        {
            output.Append(StructuredValue.FromString(value).ToString());
            return;
        }

        output.Append("\""u8);
        output.Append(value);
        output.Append("\""u8);
    }

    private readonly ref struct Line(string label, ReadOnlySpan<byte> input)
    {
        public string Label { get; } = label;

        public ReadOnlySpan<byte> Input { get; } = input;
    }
}
