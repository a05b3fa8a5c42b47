namespace Ocm.Client.Http;

/// <summary>What happens when another server answers with a redirect.</summary>
internal enum PeerRedirects
{
    /// <summary>The redirect is the answer. Always so for signed calls: the signature names the target.</summary>
    None,

    /// <summary>
    /// Up to three redirects of a GET or HEAD are followed to the same scheme, host and port. Any other redirect is
    /// <see cref="Errors.OcmFailureKind.InvalidResponse"/>.
    /// </summary>
    SameAuthority,
}
