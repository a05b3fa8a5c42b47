namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>The types a bare item of a structured field can have (RFC 9651, section 3.3).</summary>
#pragma warning disable CA1720 // Integer, Decimal and String are the RFC's own names.
public enum StructuredValueKind
{
    /// <summary>An integer of at most 15 digits.</summary>
    Integer,

    /// <summary>A decimal number of at most 12 digits before and 3 digits after the point.</summary>
    Decimal,

    /// <summary>Printable ASCII text in double quotes.</summary>
    String,

    /// <summary>A bare word.</summary>
    Token,

    /// <summary>A byte sequence, in base64 between colons.</summary>
    Bytes,

    /// <summary><c>?1</c> or <c>?0</c>.</summary>
    Boolean,

    /// <summary>A point in time, as seconds since 1970-01-01T00:00:00Z after <c>@</c>.</summary>
    Date,

    /// <summary>Unicode text, percent-encoded UTF-8 between <c>%"</c> and <c>"</c>.</summary>
    DisplayString,
}
