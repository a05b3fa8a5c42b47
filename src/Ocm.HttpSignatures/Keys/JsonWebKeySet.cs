using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ocm.HttpSignatures.Keys;

/// <summary>
/// A JSON Web Key Set (RFC 7517, section 5). Keys that cannot be used are skipped, with the reason, and the rest of the set
/// stays valid.
/// </summary>
public sealed class JsonWebKeySet
{
    /// <summary>The content type of a set.</summary>
    public const string MediaType = "application/jwk-set+json";

    /// <summary>The largest number of keys that are read from a set.</summary>
    public const int MaxKeys = 64;

    /// <summary>The largest set that is read, in bytes; room for <see cref="MaxKeys"/> post-quantum keys.</summary>
    public const int MaxLength = 512 * 1024;

    /// <summary>A set of keys.</summary>
    /// <param name="keys">The keys.</param>
    public JsonWebKeySet(params ImmutableArray<JsonWebKey> keys)
        : this(keys, [])
    {
    }

    private JsonWebKeySet(ImmutableArray<JsonWebKey> keys, ImmutableArray<SkippedKey> skipped)
    {
        Keys = keys.IsDefault ? [] : keys;
        Skipped = skipped;
    }

    /// <summary>The keys that can be used, in their order. Of a parsed set, all have a <c>kid</c> of their own.</summary>
    public ImmutableArray<JsonWebKey> Keys { get; }

    /// <summary>The keys that were skipped.</summary>
    public ImmutableArray<SkippedKey> Skipped { get; }

    /// <summary>Parses a set.</summary>
    /// <param name="utf8Json">The JSON document.</param>
    /// <param name="set">The set.</param>
    /// <param name="algorithms">The accepted algorithms; <see cref="HttpSignatureAlgorithms.Default"/> when left out.</param>
    /// <returns>Whether the document is a set: a JSON object of at most <see cref="MaxLength"/> bytes with an array <c>keys</c>.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8Json,
        [NotNullWhen(true)] out JsonWebKeySet? set,
        HttpSignatureAlgorithms? algorithms = null)
    {
        set = null;
        if (utf8Json.Length > MaxLength)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8Json, JsonWebKeyReader.DocumentOptions);
            if (!TryFindKeys(document.RootElement, out var keys))
            {
                return false;
            }

            set = Read(keys, algorithms ?? HttpSignatureAlgorithms.Default);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a member whose name holds half a surrogate pair.
            return false;
        }
    }

    /// <summary>Looks a key up.</summary>
    /// <param name="keyId">The <c>kid</c>, compared character by character.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether the set has a usable key with that id.</returns>
    public bool TryGetKey(string keyId, [NotNullWhen(true)] out JsonWebKey? key)
    {
        foreach (var candidate in Keys)
        {
            if (string.Equals(candidate.KeyId, keyId, StringComparison.Ordinal))
            {
                key = candidate;
                return true;
            }
        }

        key = null;
        return false;
    }

    /// <summary>Writes the set as it is published.</summary>
    /// <param name="writer">Where to write the object.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteStartArray("keys"u8);
        foreach (var key in Keys)
        {
            key.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The set as JSON in UTF-8.</summary>
    /// <returns>One JSON object.</returns>
    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            WriteTo(writer);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Finds the one array of keys; with two, nobody could say which counts.</summary>
    private static bool TryFindKeys(JsonElement root, out JsonElement keys)
    {
        keys = default;
        var found = 0;
        if (root.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in root.EnumerateObject())
            {
                if (member.NameEquals("keys"u8))
                {
                    keys = member.Value;
                    found++;
                }
            }
        }

        return found == 1 && keys.ValueKind == JsonValueKind.Array;
    }

    private static JsonWebKeySet Read(JsonElement array, HttpSignatureAlgorithms algorithms)
    {
        var keys = ImmutableArray.CreateBuilder<JsonWebKey>();
        var skipped = ImmutableArray.CreateBuilder<SkippedKey>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (index == MaxKeys)
            {
                skipped.Add(new SkippedKey(index, null, KeyProblem.TooMany));
                break;
            }

            var problem = JsonWebKeyReader.TryRead(element, out var key) ? algorithms.Examine(key, out _) : KeyProblem.Malformed;
            if (problem == KeyProblem.None && !seen.Add(key!.KeyId!))
            {
                problem = KeyProblem.DuplicateKeyId;
            }

            if (problem == KeyProblem.None)
            {
                keys.Add(key!);
            }
            else
            {
                skipped.Add(new SkippedKey(index, key?.KeyId, problem));
            }

            index++;
        }

        return new JsonWebKeySet(keys.DrainToImmutable(), skipped.DrainToImmutable());
    }
}
