using Ocm.HttpSignatures.Components;

namespace Ocm.HttpSignatures;

/// <summary>What came out of a verification.</summary>
/// <param name="Failure">Why the signature is not to be trusted, or <see cref="SignatureFailure.None"/>.</param>
/// <param name="Component">The component that failed, when one did. It is the peer's text: not for logs.</param>
public readonly record struct SignatureVerdict(SignatureFailure Failure, SignatureComponent? Component = null)
{
    /// <summary>Whether the signature is the key's over this request.</summary>
    public bool IsValid => Failure == SignatureFailure.None;
}
