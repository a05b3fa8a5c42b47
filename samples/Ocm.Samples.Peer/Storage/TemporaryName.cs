using System.Security.Cryptography;

namespace Ocm.Samples.Peer.Storage;

/// <summary>
/// Names of items that are on their way in (uploads, copies) or out (deleted folders). They lie beside their
/// target, so that one rename inside one file system brings them there; no path can name them and no list shows them.
/// </summary>
internal static class TemporaryName
{
    private const string Prefix = ".~peer-";

    /// <summary>A name that nothing else has.</summary>
    public static string Create() => Prefix + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Whether a name is of this kind. Ignores case, because the file system may.</summary>
    public static bool Is(ReadOnlySpan<char> name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
