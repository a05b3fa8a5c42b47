using Ocm.Serialization;

namespace Ocm.Conformance.BadInput;

/// <summary>A call of another server: a valid message, its fields, and what is answered to values that are only unknown here.</summary>
/// <param name="Name">The call, and the protocol for a share.</param>
/// <param name="Path">Where it is posted.</param>
/// <param name="Success">The answer to the valid message.</param>
/// <param name="Json">The valid message; the names of <see cref="Scene"/> stand in for what is known only when it runs.</param>
/// <param name="Fields">Each field of the message.</param>
/// <param name="Unknown">Values of the right form that mean nothing here.</param>
internal sealed record Call(string Name, string Path, int Success, string Json, FieldRule[] Fields, UnknownValue[] Unknown)
{
    public override string ToString() => Name;
}

/// <summary>A value of the right form that means nothing at the server under test.</summary>
/// <param name="Field">The field.</param>
/// <param name="Value">The value as JSON.</param>
/// <param name="Status">What is answered.</param>
/// <param name="IsNamed">Whether the answer names the field.</param>
internal sealed record UnknownValue(string Field, string Value, int Status, bool IsNamed = false);
