namespace Ocm.Client.Directories;

/// <summary>A directory service that the operator trusts (draft: Appendix C).</summary>
public sealed class DirectoryServiceOptions
{
    /// <summary>Where its document is: an absolute https URL. Required.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// The public keys that may sign its document, each a JSON Web Key (RFC 7517) that was obtained from the federation by other
    /// means than the network. At least one; two while the federation changes its key. A key without <c>alg</c> is for Ed25519,
    /// ES256 or ES384 by its curve; an RSA key must say which algorithm it is for.
    /// </summary>
    public IList<string> Keys { get; } = [];
}
