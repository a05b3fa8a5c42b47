namespace Ocm.HttpSignatures.Keys;

/// <summary>A key of a set that cannot be used, and why.</summary>
/// <param name="Index">The key's place in the set, from 0.</param>
/// <param name="KeyId">Its <c>kid</c>, when it has one that could be read. It is the peer's text: not for logs.</param>
/// <param name="Problem">Why it cannot be used.</param>
public readonly record struct SkippedKey(int Index, string? KeyId, KeyProblem Problem);
