using Microsoft.Win32.SafeHandles;

namespace Ocm.HttpSignatures.Keys.Interop;

/// <summary>Owns an EVP_PKEY. Several threads may use one at once.</summary>
internal sealed class KeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}
