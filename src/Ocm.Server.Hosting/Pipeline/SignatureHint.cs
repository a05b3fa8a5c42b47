using Ocm.Addresses;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures;
using Ocm.HttpSignatures.Components;

namespace Ocm.Server.Pipeline;

/// <summary>
/// The server that a signature's key id names, before anything is verified: where to look first, and no proof of anything.
/// </summary>
internal static class SignatureHint
{
    /// <summary>Reads the hint: <c>https://host/…#key</c> as most servers write it, or <c>host#key</c>.</summary>
    /// <param name="request">The request, signed or not.</param>
    /// <returns>The server; null where the key id names none, or there is no one signature.</returns>
    internal static OcmHost? Of(HttpRequestView request)
    {
        if (!SignatureSet.TryParse(request, out var signatures, out _))
        {
            return null;
        }

        // A proxy may have signed as well; older servers sign without the tag.
        var signature = signatures.FindByTag(OcmRequestSigner.Tag, out var tagged) == SignatureSelection.None && signatures.Signatures is [var only] ? only : tagged;
        return signature?.Parameters.KeyId is { } keyId
            && ((Uri.TryCreate(keyId, UriKind.Absolute, out var uri) && OcmHost.TryFromUri(uri, out var host)) || OcmHost.TryParse(keyId.Split('#', 2)[0], out host))
            ? host
            : null;
    }
}
