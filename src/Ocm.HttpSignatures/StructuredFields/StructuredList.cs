using System.Collections.Immutable;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>A list: the members of a field in their order (RFC 9651, section 3.1).</summary>
public sealed class StructuredList : IEquatable<StructuredList>
{
    /// <summary>A list.</summary>
    /// <param name="members">The members in their order, also none.</param>
    public StructuredList(ImmutableArray<StructuredMember> members) => Members = members.IsDefault ? [] : members;

    /// <summary>The members in their order.</summary>
    public ImmutableArray<StructuredMember> Members { get; }

    /// <inheritdoc/>
    public bool Equals(StructuredList? other) => other is not null && Members.AsSpan().SequenceEqual(other.Members.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StructuredList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var member in Members)
        {
            hash.Add(member);
        }

        return hash.ToHashCode();
    }

    /// <summary>The list as it stands in a field.</summary>
    /// <returns>The serialized list; empty for an empty list, whose field is then left out of the message.</returns>
    public override string ToString() => StructuredFieldSerializer.Serialize(this);
}
