namespace Ocm.Samples.Peer.WebDav;

/// <summary>How far down a request reaches (RFC 4918, section 10.2).</summary>
internal enum DavDepth
{
    Zero,
    One,
    Infinity,
}
