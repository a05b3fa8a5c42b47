namespace Ocm.Serialization;

/// <summary>
/// A value from a registry that others may extend: any string is kept as it is, the registered ones are named constants
/// (draft: IANA Considerations; REG-01).
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IOpenValue<TSelf>
    where TSelf : struct, IOpenValue<TSelf>
{
    /// <summary>The value as it stands on the wire; compared ordinally.</summary>
    string Value { get; }

    /// <summary>Wraps a value as it stands on the wire.</summary>
    /// <param name="value">Any string.</param>
    /// <returns>The wrapped value.</returns>
    static abstract TSelf Create(string value);
}
