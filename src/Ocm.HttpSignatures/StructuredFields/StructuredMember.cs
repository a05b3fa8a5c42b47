namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>A member of a list or dictionary: either an item or an inner list.</summary>
public readonly record struct StructuredMember
{
    private readonly StructuredItem _item;

    /// <summary>A member that is an item.</summary>
    /// <param name="item">The item.</param>
    public StructuredMember(StructuredItem item) => _item = item;

    /// <summary>A member that is an inner list.</summary>
    /// <param name="innerList">The inner list.</param>
    public StructuredMember(StructuredInnerList innerList)
    {
        ArgumentNullException.ThrowIfNull(innerList);
        InnerList = innerList;
    }

    /// <summary>The inner list, or <see langword="null"/> when the member is an item.</summary>
    public StructuredInnerList? InnerList { get; }

    /// <summary>The item, or <see langword="null"/> when the member is an inner list.</summary>
    public StructuredItem? Item => InnerList is null ? _item : null;

    /// <summary>The parameters of the item or inner list.</summary>
    public StructuredParameters Parameters => InnerList?.Parameters ?? _item.Parameters;

    /// <summary>The member as it stands in a field.</summary>
    /// <returns>The serialized member.</returns>
    public override string ToString() => StructuredFieldSerializer.Serialize(this);
}
