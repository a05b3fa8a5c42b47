using System.Text;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>As much WebDAV as it takes to read one file.</summary>
internal static class SimulatedWebDav
{
    internal static FakePeerAnswer Answer(FakePeerRequest request, string content) => request.Method switch
    {
        "GET" => new FakePeerAnswer(200, Encoding.UTF8.GetBytes(content), "text/markdown"),
        "PROPFIND" => new FakePeerAnswer(207, Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>{request.Path}</d:href><d:propstat><d:prop><d:resourcetype/><d:getcontentlength>{Encoding.UTF8.GetByteCount(content)}</d:getcontentlength></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>
            """), "application/xml; charset=utf-8"),
        _ => FakePeerAnswer.Status(405),
    };

    internal static FakePeerAnswer Refuse() => new(401, default, null)
    {
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["WWW-Authenticate"] = "Basic realm=\"dav\"" },
    };
}
