using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ocm.HttpSignatures.Keys.Interop;

/// <summary>Ed25519 through OpenSSL 3's libcrypto.</summary>
internal sealed class OpenSslEd25519 : IEd25519Provider
{
    private OpenSslEd25519()
    {
    }

    public string Name => "OpenSSL";

    public static OpenSslEd25519? TryLoad() => LibCrypto.IsLoaded ? new OpenSslEd25519() : null;

    public IEd25519PublicKey ImportPublicKey(ReadOnlySpan<byte> publicKey) =>
        new PublicKey(Check(LibCrypto.NewRawPublicKey(LibCrypto.KeyTypeEd25519, IntPtr.Zero, publicKey, (nuint)publicKey.Length)));

    public IEd25519PrivateKey ImportPrivateKey(ReadOnlySpan<byte> seed) =>
        new PrivateKey(Check(LibCrypto.NewRawPrivateKey(LibCrypto.KeyTypeEd25519, IntPtr.Zero, seed, (nuint)seed.Length)));

    private static T Check<T>(T handle)
        where T : SafeHandle
    {
        if (handle.IsInvalid)
        {
            Fail();
        }

        return handle;
    }

    private static void Check(int result)
    {
        if (result != 1)
        {
            Fail();
        }
    }

    private static void Fail()
    {
        // Whoever calls OpenSSL next on this thread must not find our error.
        LibCrypto.ClearErrors();
        throw new CryptographicException("libcrypto refused an Ed25519 operation.");
    }

    private sealed class PublicKey(KeyHandle key) : IEd25519PublicKey
    {
        public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            using var context = Check(LibCrypto.NewContext());
            Check(LibCrypto.VerifyInit(context, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, key));
            var isValid = LibCrypto.Verify(context, signature, (nuint)signature.Length, data, (nuint)data.Length) == 1;
            if (!isValid)
            {
                LibCrypto.ClearErrors();
            }

            return isValid;
        }
    }

    private sealed class PrivateKey(KeyHandle key) : IEd25519PrivateKey
    {
        public void GetPublicKey(Span<byte> destination)
        {
            var length = (nuint)destination.Length;
            Check(LibCrypto.GetRawPublicKey(key, destination, ref length));
        }

        public void Sign(ReadOnlySpan<byte> data, Span<byte> destination)
        {
            using var context = Check(LibCrypto.NewContext());
            Check(LibCrypto.SignInit(context, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, key));
            var length = (nuint)destination.Length;
            Check(LibCrypto.Sign(context, destination, ref length, data, (nuint)data.Length));
        }
    }
}
