namespace Ocm.Samples.Peer.WebDav;

/// <summary>The Depth field (RFC 4918, section 10.2).</summary>
internal static class DepthHeader
{
    /// <summary>The depth, or null where the request says nothing.</summary>
    /// <exception cref="WebDavProblem">It says something else (400).</exception>
    public static DavDepth? Read(HttpRequest request)
    {
        var value = request.Headers["Depth"].ToString();
        return value switch
        {
            "" => null,
            "0" => DavDepth.Zero,
            "1" => DavDepth.One,
            _ when value.Equals("infinity", StringComparison.OrdinalIgnoreCase) => DavDepth.Infinity,
            _ => throw WebDavProblem.BadRequest("Depth is 0, 1 or infinity."),
        };
    }
}
