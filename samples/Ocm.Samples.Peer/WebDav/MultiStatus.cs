using System.Xml;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>
/// A 207 answer (RFC 4918, section 13), written item by item: a folder of any size is listed in bounded memory.
/// </summary>
internal sealed class MultiStatus(
    IEnumerable<MultiStatus.Item> items, Action<XmlWriter, MultiStatus.Item> writeProperties) : IResult
{
    private const int FlushAt = 32 * 1024;

    /// <summary>One item of the answer.</summary>
    /// <param name="Href">Its URL path, percent-encoded.</param>
    /// <param name="Entry">What it is; its name is the one to show.</param>
    internal readonly record struct Item(string Href, StorageEntry Entry);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // The XML writer is synchronous and writes to memory; what has gathered there goes out asynchronously.
        using var buffer = new MemoryStream();
        using var writer = XmlWriter.Create(buffer, DavXml.WriterSettings);
        writer.WriteStartElement("D", "multistatus", DavName.DavNamespace);
        foreach (var item in items)
        {
            writer.WriteStartElement("D", "response", DavName.DavNamespace);
            writer.WriteElementString("D", "href", DavName.DavNamespace, item.Href);
            writeProperties(writer, item);
            writer.WriteEndElement();
            writer.Flush();
            if (buffer.Length >= FlushAt)
            {
                await SendAsync(httpContext, buffer);
            }
        }

        writer.WriteEndElement();
        writer.Flush();
        await SendAsync(httpContext, buffer);
    }

    private static async Task SendAsync(HttpContext httpContext, MemoryStream buffer)
    {
        var response = httpContext.Response;
        if (!response.HasStarted)
        {
            response.StatusCode = StatusCodes.Status207MultiStatus;
            response.ContentType = DavXml.ContentType;
        }

        await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), httpContext.RequestAborted);
        buffer.SetLength(0);
    }
}
