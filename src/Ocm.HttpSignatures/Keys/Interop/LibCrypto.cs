using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Ocm.HttpSignatures.Keys.Interop;

/// <summary>The functions of OpenSSL 3's libcrypto that Ed25519 needs. This folder is the only one with P/Invoke.</summary>
internal static partial class LibCrypto
{
    /// <summary>EVP_PKEY_ED25519.</summary>
    public const int KeyTypeEd25519 = 1087;

    private const string Library = "libcrypto";

    private static readonly IntPtr Handle = Load();

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    /// <summary>Whether a libcrypto of OpenSSL 3 is there.</summary>
    public static bool IsLoaded => Handle != IntPtr.Zero;

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    public static partial KeyHandle NewRawPublicKey(int type, IntPtr engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial KeyHandle NewRawPrivateKey(int type, IntPtr engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int GetRawPublicKey(KeyHandle key, Span<byte> destination, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreeKey(IntPtr key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    public static partial DigestContextHandle NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void FreeContext(IntPtr context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    public static partial int SignInit(DigestContextHandle context, IntPtr keyContext, IntPtr digest, IntPtr engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(DigestContextHandle context, Span<byte> signature, ref nuint signatureLength, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    public static partial int VerifyInit(DigestContextHandle context, IntPtr keyContext, IntPtr digest, IntPtr engine, KeyHandle key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(DigestContextHandle context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name is Library ? Handle : IntPtr.Zero;

    [SuppressMessage("Security", "CA5393", Justification = "Only the application's folder and the system's are searched.")]
    private static IntPtr Load()
    {
        var file = OperatingSystem.IsWindows() ? "libcrypto-3-x64.dll"
            : OperatingSystem.IsMacOS() ? "libcrypto.3.dylib"
            : "libcrypto.so.3";
        const DllImportSearchPath Folders = DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.System32;
        return NativeLibrary.TryLoad(file, typeof(LibCrypto).Assembly, Folders, out var handle) ? handle : IntPtr.Zero;
    }
}
