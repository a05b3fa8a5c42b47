using Ocm.Client.Discovery;
using Ocm.HttpSignatures.Components;

namespace Ocm.Client.Signatures;

/// <summary>
/// A way of signing that deployed servers used before the draft's own one. Asked only where
/// <see cref="OcmSignatureOptions.AllowLegacyForms"/> is on, only about requests without a signature tagged <c>ocm</c>, and
/// only about servers whose discovery document has no <c>jwksUri</c>. One instance serves all requests.
/// </summary>
public interface ILegacySignatureScheme
{
    /// <summary>The scheme's name in metrics, such as <c>cavage</c>; lower case, without spaces.</summary>
    string Name { get; }

    /// <summary>Reads the scheme's signature of a received request. Fetches nothing, and throws for nothing that a peer sends.</summary>
    /// <param name="request">The request as it is on the wire; its target URI begins with the configured public origin.</param>
    /// <param name="body">The bytes of the body as they were received.</param>
    /// <returns>What the request claims; null where it is not signed in this way at all.</returns>
    LegacySignature? Read(HttpRequestView request, ReadOnlyMemory<byte> body);

    /// <summary>Whether a server that takes no signatures of the draft's kind verifies this one.</summary>
    /// <param name="server">The server.</param>
    /// <returns>True where calls to it are signed in this way.</returns>
    bool IsUnderstoodBy(DiscoveredServer server);

    /// <summary>Signs a request that is complete but for the signature and what it covers; called for each attempt.</summary>
    /// <param name="request">The request, with an absolute URI and a content of exactly <paramref name="body"/>.</param>
    /// <param name="body">The bytes of the content as they will be sent.</param>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <returns>When the request is signed.</returns>
    ValueTask SignAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default);

    /// <summary>This server's key as its own discovery document publishes it (<c>publicKey</c>).</summary>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <returns>The key; null where the scheme publishes none there.</returns>
    ValueTask<LegacyPublicKey?> GetPublicKeyAsync(CancellationToken cancellationToken = default);
}
