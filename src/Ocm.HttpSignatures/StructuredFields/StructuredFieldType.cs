namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>The three types that a structured field can have as a whole (RFC 9651, section 3).</summary>
public enum StructuredFieldType
{
    /// <summary>A single item.</summary>
    Item,

    /// <summary>A list of items and inner lists.</summary>
    List,

    /// <summary>A dictionary of items and inner lists.</summary>
    Dictionary,
}
