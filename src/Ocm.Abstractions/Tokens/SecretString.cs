using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Ocm.Serialization;

namespace Ocm.Tokens;

/// <summary>
/// A secret that travels in messages: a shared secret, a token, an invite token. It prints as <c>[redacted]</c>, compares
/// in fixed time and is only read through <see cref="Reveal"/>, so that each place where it leaves is easy to find.
/// </summary>
[JsonConverter(typeof(SecretStringConverter))]
[DebuggerDisplay("[redacted]")]
public sealed class SecretString : IEquatable<SecretString>
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value;

    /// <summary>Wraps a secret.</summary>
    /// <param name="value">The secret; not empty.</param>
    public SecretString(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        _value = value;
    }

    /// <summary>
    /// A new secret from the system's random number generator: letters and digits only, so that it survives Basic
    /// authentication, forms and peers that guess a token's kind from its dots.
    /// </summary>
    /// <param name="length">Number of characters, 22 (131 bits) to 64; each holds 5.95 bits.</param>
    /// <returns>The secret.</returns>
    public static SecretString Generate(int length = 43)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 22);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 64);
        return new SecretString(RandomNumberGenerator.GetString(Alphabet, length));
    }

    /// <summary>The secret itself. Never log it, never put it into a URL.</summary>
    /// <returns>The secret.</returns>
    public string Reveal() => _value;

    /// <summary>
    /// A one-way fingerprint under which a store can find the secret again: base64url of SHA-256. Enough for secrets of
    /// at least 128 random bits; not for passwords.
    /// </summary>
    /// <returns>43 characters.</returns>
    public string Hash() => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(_value)));

    /// <inheritdoc />
    public bool Equals(SecretString? other) =>
        other is not null && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(_value)), SHA256.HashData(Encoding.UTF8.GetBytes(other._value)));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SecretString);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(_value, StringComparison.Ordinal);

    /// <summary>Always <c>[redacted]</c>.</summary>
    /// <returns>The text <c>[redacted]</c>.</returns>
    public override string ToString() => "[redacted]";
}
