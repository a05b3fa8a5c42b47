using Microsoft.Win32.SafeHandles;

namespace Ocm.HttpSignatures.Keys.Interop;

/// <summary>Owns an EVP_MD_CTX. One thread uses it at a time.</summary>
internal sealed class DigestContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeContext(handle);
        return true;
    }
}
