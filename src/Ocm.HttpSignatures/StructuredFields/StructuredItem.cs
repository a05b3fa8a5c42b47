namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>An item of a structured field: a value and its parameters (RFC 9651, section 3.3).</summary>
/// <param name="Value">The bare item.</param>
/// <param name="Parameters">The parameters.</param>
public readonly record struct StructuredItem(StructuredValue Value, StructuredParameters Parameters)
{
    /// <summary>An item without parameters.</summary>
    /// <param name="value">The bare item.</param>
    public StructuredItem(StructuredValue value)
        : this(value, StructuredParameters.Empty)
    {
    }

    /// <summary>The item as it stands in a field.</summary>
    /// <returns>The serialized item.</returns>
    public override string ToString() => StructuredFieldSerializer.Serialize(this);
}
