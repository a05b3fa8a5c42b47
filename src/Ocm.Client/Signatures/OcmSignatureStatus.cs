namespace Ocm.Client.Signatures;

/// <summary>What a request's OCM signature is worth.</summary>
public enum OcmSignatureStatus
{
    /// <summary>There is none (SIG-15); whether the request is taken is for policy to decide.</summary>
#pragma warning disable CA1720 // the draft's word for a request without a signature, not a number type
    Unsigned,
#pragma warning restore CA1720

    /// <summary>It was made by the server that the verdict names, over this request, now, and was not used before.</summary>
    Valid,

    /// <summary>There is one, and it proves nothing: the request is refused, never taken as unsigned.</summary>
    Invalid,
}
