using Ocm.HttpSignatures.StructuredFields;

namespace Ocm.HttpSignatures.Components;

/// <summary>
/// What a signature can cover of a request, whichever HTTP stack holds it. Signer and verifier must see the same: an
/// implementation hands on what is on the wire, and changes nothing.
/// </summary>
public abstract class HttpRequestView
{
    /// <summary>The request's method, in its case.</summary>
    public abstract string Method { get; }

    /// <summary>
    /// The absolute target URI, percent-encoded as on the wire, without fragment. A server behind a proxy composes it of
    /// its configured public origin and the path and query of the request line.
    /// </summary>
    public abstract string TargetUri { get; }

    /// <summary>
    /// The request target of the request line. The default is the path and query of <see cref="TargetUri"/>; a proxy's
    /// absolute form, CONNECT's authority and OPTIONS' asterisk need an override.
    /// </summary>
    public virtual string RequestTarget => TargetUriParts.Parse(TargetUri) is { } parts ? parts.PathAndQuery : string.Empty;

    /// <summary>The lines of a header field.</summary>
    /// <param name="name">The field's name in lower case.</param>
    /// <returns>The lines in the order received.</returns>
    public abstract HeaderLines GetHeaderLines(string name);

    /// <summary>
    /// The type of a structured field, which a component with the parameter <c>sf</c> needs. The default knows the fields
    /// that the HTTP RFCs define; an override adds a product's own.
    /// </summary>
    /// <param name="name">The field's name in lower case.</param>
    /// <returns>The type, or <see langword="null"/> when the field is not known to be structured.</returns>
    public virtual StructuredFieldType? GetStructuredFieldType(string name) => KnownStructuredFields.Find(name);
}
