using System.Collections.Immutable;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>The parameters of an item or inner list, in their order (RFC 9651, section 3.1.2). Keys are unique.</summary>
public readonly struct StructuredParameters : IEquatable<StructuredParameters>
{
    private readonly ImmutableArray<KeyValuePair<string, StructuredValue>> _entries;

    /// <summary>Parameters in the given order.</summary>
    /// <param name="entries">Keys and values. A key given twice keeps its first place and takes its last value.</param>
    /// <exception cref="ArgumentException">A key is not a valid key of a structured field.</exception>
    public StructuredParameters(params ReadOnlySpan<KeyValuePair<string, StructuredValue>> entries)
    {
        var collector = new KeyedCollector<StructuredValue>(entries.Length);
        foreach (var (key, value) in entries)
        {
            KeyedCollector<StructuredValue>.ThrowUnlessKey(key, nameof(entries));
            collector.Set(key, value);
        }

        _entries = collector.ToImmutable();
    }

    private StructuredParameters(ImmutableArray<KeyValuePair<string, StructuredValue>> entries) => _entries = entries;

    /// <summary>No parameters.</summary>
    public static StructuredParameters Empty => default;

    /// <summary>Keys and values in their order.</summary>
    public ImmutableArray<KeyValuePair<string, StructuredValue>> Entries => _entries.IsDefault ? [] : _entries;

    /// <summary>How many parameters there are.</summary>
    public int Count => _entries.IsDefault ? 0 : _entries.Length;

    /// <summary>The value of a parameter.</summary>
    /// <param name="key">The parameter's key.</param>
    /// <param name="value">The value, when the parameter is there.</param>
    /// <returns>Whether the parameter is there.</returns>
    public bool TryGetValue(string key, out StructuredValue value)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key, key, StringComparison.Ordinal))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Whether both have the same keys and values in the same order.</summary>
    /// <param name="other">The other parameters.</param>
    public bool Equals(StructuredParameters other) => Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StructuredParameters other && Equals(other);

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

    /// <summary>The parameters as they stand in a field.</summary>
    /// <returns>The serialized parameters, each after a semicolon.</returns>
    public override string ToString() => StructuredFieldSerializer.Serialize(this);

    /// <summary>Whether both have the same keys and values in the same order.</summary>
    /// <param name="left">One set of parameters.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(StructuredParameters left, StructuredParameters right) => left.Equals(right);

    /// <summary>Whether the two differ in keys, values or order.</summary>
    /// <param name="left">One set of parameters.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(StructuredParameters left, StructuredParameters right) => !left.Equals(right);

    /// <summary>Parameters whose keys are known to be valid and unique.</summary>
    internal static StructuredParameters FromParsed(ImmutableArray<KeyValuePair<string, StructuredValue>> entries) => new(entries);
}
