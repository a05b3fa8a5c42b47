using System.Collections.Immutable;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>A dictionary: keyed members of a field in their order (RFC 9651, section 3.2). Keys are unique.</summary>
#pragma warning disable CA1711 // Dictionary is the RFC's own name.
public sealed class StructuredDictionary : IEquatable<StructuredDictionary>
{
    /// <summary>A dictionary.</summary>
    /// <param name="entries">Keys and members. A key given twice keeps its first place and takes its last member.</param>
    /// <exception cref="ArgumentException">A key is not a valid key of a structured field.</exception>
    public StructuredDictionary(params ReadOnlySpan<KeyValuePair<string, StructuredMember>> entries)
    {
        var collector = new KeyedCollector<StructuredMember>(entries.Length);
        foreach (var (key, member) in entries)
        {
            KeyedCollector<StructuredMember>.ThrowUnlessKey(key, nameof(entries));
            collector.Set(key, member);
        }

        Entries = collector.ToImmutable();
    }

    private StructuredDictionary(ImmutableArray<KeyValuePair<string, StructuredMember>> entries) => Entries = entries;

    /// <summary>Keys and members in their order.</summary>
    public ImmutableArray<KeyValuePair<string, StructuredMember>> Entries { get; }

    /// <summary>The member of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="member">The member, when the key is there.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryGetMember(string key, out StructuredMember member)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key, key, StringComparison.Ordinal))
            {
                member = entry.Value;
                return true;
            }
        }

        member = default;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(StructuredDictionary? other) => other is not null && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StructuredDictionary);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var entry in Entries)
        {
            hash.Add(entry.Key, StringComparer.Ordinal);
            hash.Add(entry.Value);
        }

        return hash.ToHashCode();
    }

    /// <summary>The dictionary as it stands in a field.</summary>
    /// <returns>The serialized dictionary; empty for an empty dictionary, whose field is then left out of the message.</returns>
    public override string ToString() => StructuredFieldSerializer.Serialize(this);

    /// <summary>A dictionary whose keys are known to be valid and unique.</summary>
    internal static StructuredDictionary FromParsed(ImmutableArray<KeyValuePair<string, StructuredMember>> entries) => new(entries);
}
