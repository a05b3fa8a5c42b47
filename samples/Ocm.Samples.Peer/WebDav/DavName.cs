namespace Ocm.Samples.Peer.WebDav;

/// <summary>The name of an XML element: a WebDAV property, condition or part of a message.</summary>
/// <param name="Namespace">The namespace URI; may be empty.</param>
/// <param name="Local">The name in it.</param>
public readonly record struct DavName(string Namespace, string Local)
{
    /// <summary>The namespace of RFC 4918.</summary>
    public const string DavNamespace = "DAV:";

    /// <summary>A name of RFC 4918.</summary>
    public static DavName Dav(string local) => new(DavNamespace, local);
}
