using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Serialization;
using Ocm.Server.Pipeline;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Tokens;

/// <summary>
/// Access tokens in the form of JSON Web Tokens (RFC 9068): issued with the key that signs now, verified with every key that is
/// published. The algorithm is the key's, never the token's own choice (RFC 8725, Section 3.1).
/// </summary>
internal sealed class JwtAccessTokens(ISigningKeyRing keys, OcmServerUris uris)
{
    private const string Type = "at+jwt";
    private const string ShareClaim = "ocm_provider_id";

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private volatile VerificationKeys? _known;

    /// <summary>Issues a token.</summary>
    /// <param name="share">The share that it opens.</param>
    /// <param name="client">The receiving server.</param>
    /// <param name="issuedAt">Now.</param>
    /// <param name="expiresAt">When it ends; cut to the second.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal async ValueTask<SecretString> IssueAsync(
        SentShare share, OcmHost client, DateTimeOffset issuedAt, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var key = await keys.GetActiveKeyAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("Access tokens are JSON Web Tokens by option, and this server has no signing key.");
        var header = Encode(writer =>
        {
            writer.WriteString("typ", Type);
            writer.WriteString("alg", key.PublicKey.Algorithm);
            writer.WriteString("kid", key.KeyId);
        });
        var claims = Encode(writer =>
        {
            writer.WriteString("iss", uris.Origin);
            writer.WriteString("aud", uris.Origin);
            writer.WriteString("sub", share.ShareWith.ToString());
            writer.WriteString("client_id", client.Value);
            writer.WriteNumber("iat", issuedAt.ToUnixTimeSeconds());
            writer.WriteNumber("exp", expiresAt.ToUnixTimeSeconds());
            writer.WriteString("jti", SecretString.Generate(22).Reveal());
            writer.WriteString(ShareClaim, share.ProviderId);
        });
        var signed = $"{header}.{claims}";
        var signature = await key.SignAsync(Encoding.ASCII.GetBytes(signed), cancellationToken).ConfigureAwait(false);
        return new SecretString($"{signed}.{Base64Url.EncodeToString(signature)}");
    }

    /// <summary>Reads a token of this server's.</summary>
    /// <param name="token">Any text.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What it says; null for everything that this server did not sign as an access token for itself.</returns>
    internal async ValueTask<JwtGrant?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Split('.') is not [var header, var claims, var signature]
            || Decode(header) is not { } headerBytes
            || Decode(claims) is not { } claimBytes
            || Decode(signature) is not { } signatureBytes
            || !OcmJson.ParseObject(headerBytes).TryGetValue(out var head, out _)
            || !IsOurType(head))
        {
            return null;
        }

        var set = await keys.GetPublishedKeysAsync(cancellationToken).ConfigureAwait(false);
        var key = KeysOf(set).Find(NamedServer.Text(head, "kid"));
        return key is not null
            && string.Equals(key.PublicKey.Algorithm, NamedServer.Text(head, "alg"), StringComparison.Ordinal)
            && key.Verify(Encoding.ASCII.GetBytes(token, 0, token.Length - signature.Length - 1), signatureBytes)
            && OcmJson.ParseObject(claimBytes).TryGetValue(out var body, out _)
                ? Read(body)
                : null;
    }

    // RFC 9068, Section 4: the type keeps other things that the key signs from being taken for access tokens.
    private static bool IsOurType(JsonElement header) =>
        string.Equals(NamedServer.Text(header, "typ"), Type, StringComparison.OrdinalIgnoreCase) && !header.TryGetProperty("crit", out _);

    private JwtGrant? Read(JsonElement claims) =>
        NamedServer.Text(claims, "iss") == uris.Origin
        && NamedServer.Text(claims, "aud") == uris.Origin
        && NamedServer.Text(claims, ShareClaim) is { } providerId
        && NamedServer.Text(claims, "client_id") is { } client
        && claims.TryGetProperty("exp", out var end) && end.ValueKind == JsonValueKind.Number && end.TryGetInt64(out var seconds)
            ? new JwtGrant(providerId, client, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    private VerificationKeys KeysOf(JsonWebKeySet set)
    {
        // The ring gives the same set until a key changes, so the keys are made ready once.
        var known = _known;
        return known?.Set == set ? known : _known = new VerificationKeys(set);
    }

    private static string Encode(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(output.WrittenSpan);
    }

    private static byte[]? Decode(string text)
    {
        // Exactly the alphabet of RFC 7515: one token, one text.
        if (text.AsSpan().ContainsAnyExcept(Alphabet))
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done ? bytes[..length] : null;
    }

    private sealed class VerificationKeys(JsonWebKeySet set)
    {
        private readonly ConcurrentDictionary<string, VerificationKey?> _keys = new(StringComparer.Ordinal);

        internal JsonWebKeySet Set => set;

        internal VerificationKey? Find(string? keyId) =>
            keyId is not null && set.TryGetKey(keyId, out var key)
                ? _keys.GetOrAdd(keyId, static (_, key) => VerificationKey.TryCreate(key, out var ready, out var _) ? ready : null, key)
                : null;
    }
}
