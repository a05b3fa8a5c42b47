using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Client.Signatures;

/// <summary>The content of a key file.</summary>
internal sealed record SigningKeyFile
{
    /// <inheritdoc cref="StoredSigningKey.KeyId"/>
    [JsonPropertyName("keyId")]
    public required string KeyId { get; init; }

    /// <inheritdoc cref="StoredSigningKey.Algorithm"/>
    [JsonPropertyName("algorithm")]
    public required string Algorithm { get; init; }

    /// <inheritdoc cref="StoredSigningKey.CreatedAt"/>
    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc cref="StoredSigningKey.ActiveFrom"/>
    [JsonPropertyName("activeFrom")]
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <inheritdoc cref="StoredSigningKey.RetiredAt"/>
    [JsonPropertyName("retiredAt")]
    public DateTimeOffset? RetiredAt { get; init; }

    /// <inheritdoc cref="StoredSigningKey.PrivateJwk"/>
    [JsonPropertyName("privateKey")]
    public required string PrivateKey { get; init; }

    internal static SigningKeyFile From(StoredSigningKey key) => new()
    {
        KeyId = key.KeyId,
        Algorithm = key.Algorithm,
        CreatedAt = key.CreatedAt,
        ActiveFrom = key.ActiveFrom,
        RetiredAt = key.RetiredAt,
        PrivateKey = key.PrivateJwk.Reveal(),
    };

    internal StoredSigningKey ToKey() => new()
    {
        KeyId = KeyId,
        Algorithm = Algorithm,
        CreatedAt = CreatedAt,
        ActiveFrom = ActiveFrom,
        RetiredAt = RetiredAt,
        PrivateJwk = new SecretString(PrivateKey),
    };

    /// <summary>Never the key.</summary>
    public override string ToString() => nameof(SigningKeyFile);

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SigningKeyFileJson.Default.SigningKeyFile);

    /// <summary>The file's content; null where it is none.</summary>
    internal static SigningKeyFile? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var file = JsonSerializer.Deserialize(json, SigningKeyFileJson.Default.SigningKeyFile);
            return string.IsNullOrEmpty(file?.PrivateKey) || string.IsNullOrEmpty(file.KeyId) ? null : file;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
