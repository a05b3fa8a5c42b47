namespace Ocm.Serialization;

/// <summary>What a field takes, as the table of bad fields says it; independent of the code under test.</summary>
internal enum FieldKind
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>Text with line breaks.</summary>
    Lines,

    /// <summary>A value of an open registry: any line of text.</summary>
    Word,

    /// <summary>Printable ASCII.</summary>
    Secret,

    /// <summary>An OCM address.</summary>
    Address,

    /// <summary>A host with an optional port.</summary>
    Host,

    /// <summary>A server's URL: scheme, host and optional port.</summary>
    Origin,

    /// <summary>A party's identifier.</summary>
    Identifier,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A list of words.</summary>
    Words,

    /// <summary>An object.</summary>
    Object,

    /// <summary>A list of objects.</summary>
    Objects,

    /// <summary>A string or a list of strings.</summary>
    StringOrList,

    /// <summary>One text that never changes.</summary>
    Constant,

    /// <summary>Any JSON value but null.</summary>
    Any,
}

/// <summary>A field of a message.</summary>
/// <param name="Path">The dotted path, as it stands in validationErrors.</param>
/// <param name="Kind">What it takes.</param>
internal sealed record FieldRule(string Path, FieldKind Kind)
{
    internal bool Required { get; init; }

    internal bool MayBeEmpty { get; init; }

    /// <summary>The longest text in UTF-16 code units, or the longest list; 0 where the kind says it.</summary>
    internal int Max { get; init; }

    internal long MinInteger { get; init; }

    internal long MaxInteger { get; init; } = long.MaxValue;

    /// <summary>The prefix of a long text that keeps it valid, such as <c>https://a.example/</c>.</summary>
    internal string Prefix { get; init; } = string.Empty;

    public override string ToString() => Path;
}
