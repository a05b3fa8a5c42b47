namespace Ocm.HttpSignatures;

/// <summary>How many signatures of a message have a tag.</summary>
public enum SignatureSelection
{
    /// <summary>None has it.</summary>
    None,

    /// <summary>Exactly one has it.</summary>
    One,

    /// <summary>More than one has it.</summary>
    Several,
}
