using System.Collections.Immutable;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>An inner list: items in parentheses, with parameters of the list itself (RFC 9651, section 3.1.1).</summary>
public sealed class StructuredInnerList : IEquatable<StructuredInnerList>
{
    /// <summary>An inner list.</summary>
    /// <param name="items">The items in their order, also none.</param>
    /// <param name="parameters">The list's own parameters.</param>
    public StructuredInnerList(ImmutableArray<StructuredItem> items, StructuredParameters parameters = default)
    {
        Items = items.IsDefault ? [] : items;
        Parameters = parameters;
    }

    /// <summary>The items in their order.</summary>
    public ImmutableArray<StructuredItem> Items { get; }

    /// <summary>The list's own parameters.</summary>
    public StructuredParameters Parameters { get; }

    /// <inheritdoc/>
    public bool Equals(StructuredInnerList? other) =>
        other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan()) && Parameters == other.Parameters;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StructuredInnerList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        hash.Add(Parameters);
        return hash.ToHashCode();
    }

    /// <summary>The inner list as it stands in a field.</summary>
    /// <returns>The serialized inner list.</returns>
    public override string ToString() => StructuredFieldSerializer.Serialize(this);
}
