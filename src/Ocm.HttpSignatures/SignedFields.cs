namespace Ocm.HttpSignatures;

/// <summary>The values of the two fields that a signature adds to a request.</summary>
/// <param name="SignatureInput">The value of <c>Signature-Input</c>.</param>
/// <param name="Signature">The value of <c>Signature</c>.</param>
public readonly record struct SignedFields(string SignatureInput, string Signature);
