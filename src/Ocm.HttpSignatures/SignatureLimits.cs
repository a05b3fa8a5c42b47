namespace Ocm.HttpSignatures;

/// <summary>What a message may contain at most, so that a hostile one is cheap to refuse.</summary>
public static class SignatureLimits
{
    /// <summary>The longest <c>Signature-Input</c> field, all lines together, in characters.</summary>
    public const int MaxSignatureInputLength = 16 * 1024;

    /// <summary>The longest <c>Signature</c> field, all lines together, in characters; room for post-quantum signatures.</summary>
    public const int MaxSignatureLength = 64 * 1024;

    /// <summary>The largest number of signatures of a message.</summary>
    public const int MaxSignatures = 16;

    /// <summary>The largest number of components that one signature covers.</summary>
    public const int MaxComponents = 64;

    /// <summary>The largest number of parameters of a signature, and of a component.</summary>
    public const int MaxParameters = 16;

    /// <summary>The longest signature base, in bytes.</summary>
    public const int MaxSignatureBaseLength = 128 * 1024;
}
