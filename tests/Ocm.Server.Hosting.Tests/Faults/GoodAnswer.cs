using System.Text;

namespace Ocm.Server.Hosting.Tests.Faults;

/// <summary>What OCM wants a server to answer.</summary>
internal sealed record GoodAnswer(int Status, string Json)
{
    public int Length => Encoding.UTF8.GetByteCount(Json);

    /// <summary>The answer as bytes on the wire, with a length of the caller's choice.</summary>
    public string ToHttp(int length) => ToHttp(Status, "application/json", length, Json);

    public static string ToHttp(int status, string contentType, int length, string body) =>
        $"HTTP/1.1 {status} Status\r\nContent-Type: {contentType}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}";
}
