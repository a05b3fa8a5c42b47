using Ocm.Addresses;
using Ocm.Discovery;

namespace Ocm.Client.Discovery;

/// <summary>
/// Another server, discovered. Its URLs here are validated: absolute, https unless http was allowed, without user
/// information and fragment, and on the discovered server itself unless the operator allowed another. The URLs in
/// <see cref="Document"/> are only what the server wrote; do not call them.
/// </summary>
public sealed class DiscoveredServer
{
    /// <summary>The server, as it was asked for.</summary>
    public required OcmHost Host { get; init; }

    /// <summary>The document as the server wrote it.</summary>
    public required DiscoveryDocument Document { get; init; }

    /// <summary>Scheme, host and port from which the document came; against it URL paths in the document are resolved.</summary>
    public required Uri Origin { get; init; }

    /// <summary>The URL under which <c>/shares</c> and the other endpoints are found; its path does not end in a slash, except for the root.</summary>
    public required Uri EndPoint { get; init; }

    /// <summary>The token endpoint of the code flow; null where the server has none.</summary>
    public Uri? TokenEndPoint { get; init; }

    /// <summary>The server's JWK Set; null where it publishes none.</summary>
    public Uri? JwksUri { get; init; }

    /// <summary>The page where a user accepts an invite; null where the server has none that can be trusted.</summary>
    public Uri? InviteAcceptDialog { get; init; }

    /// <summary>When the document was fetched.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>Whether the server signs its calls and verifies signatures (<c>http-sig</c>).</summary>
    public bool TakesSignatures => Document.Has(Capability.HttpSig);

    /// <summary>The URL of one of the endpoints under <see cref="EndPoint"/>.</summary>
    /// <param name="name">The last segment of its path, such as <c>shares</c>.</param>
    internal Uri Api(string name) => new($"{EndPoint.AbsoluteUri.TrimEnd('/')}/{name}");

    /// <summary>The host.</summary>
    /// <returns>The same as <see cref="OcmHost.Value"/>.</returns>
    public override string ToString() => Host.Value;
}
