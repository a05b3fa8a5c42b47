using System.Globalization;
using System.Xml;
using Ocm.Client.Access;
using Ocm.Samples.Peer.Api;
using Ocm.Samples.Peer.Storage;
using Ocm.Samples.Peer.WebDav;

namespace Ocm.Samples.Peer.Shares;

/// <summary>
/// PROPFIND in a received share: what the sending server says of its files, under this server's own URLs. It always answers
/// the same properties, whichever the request names.
/// </summary>
internal static class RemoteFolderListing
{
    private const int FlushAt = 32 * 1024;

    public static async Task<IResult> PropFindAsync(HttpContext context, RemoteResource resource, StoragePath path)
    {
        using var ignored = await DavXml.ReadBodyAsync(context.Request, context.RequestAborted);
        var depth = DepthHeader.Read(context.Request) ?? DavDepth.Infinity;
        if (depth == DavDepth.Infinity)
        {
            throw WebDavProblem.InfiniteDepth();
        }

        var entry = (await resource.StatAsync(path.ToString(), context.RequestAborted)).DemandAccess();
        IEnumerable<RemoteEntry> entries = [entry];
        if (depth == DavDepth.One && entry.IsFolder)
        {
            entries = entries.Concat((await resource.ListAsync(path.ToString(), context.RequestAborted)).DemandAccess().Entries);
        }

        await WriteAsync(context, resource.Share.Id, resource.Share.Name, entries);
        return Results.Empty;
    }

    private static async Task WriteAsync(HttpContext context, string shareId, string shareName, IEnumerable<RemoteEntry> entries)
    {
        context.Response.StatusCode = StatusCodes.Status207MultiStatus;
        context.Response.ContentType = DavXml.ContentType;

        // The XML writer is synchronous and writes to memory; what has gathered there goes out asynchronously.
        using var buffer = new MemoryStream();
        using var writer = XmlWriter.Create(buffer, DavXml.WriterSettings);
        writer.WriteStartElement("D", "multistatus", DavName.DavNamespace);
        foreach (var entry in entries)
        {
            Write(writer, shareId, shareName, entry);
            if (buffer.Length >= FlushAt)
            {
                await SendAsync(context, writer, buffer);
            }
        }

        writer.WriteEndElement();
        await SendAsync(context, writer, buffer);
    }

    private static async Task SendAsync(HttpContext context, XmlWriter writer, MemoryStream buffer)
    {
        writer.Flush();
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
        buffer.SetLength(0);
    }

    private static void Write(XmlWriter writer, string shareId, string shareName, RemoteEntry entry)
    {
        writer.WriteStartElement("D", "response", DavName.DavNamespace);
        Text(writer, "href", Href(shareId, entry));
        writer.WriteStartElement("D", "propstat", DavName.DavNamespace);
        writer.WriteStartElement("D", "prop", DavName.DavNamespace);
        writer.WriteStartElement("D", "resourcetype", DavName.DavNamespace);
        if (entry.IsFolder)
        {
            Text(writer, "collection", string.Empty);
        }

        writer.WriteEndElement();
        Text(writer, "displayname", entry.Name.Length > 0 ? entry.Name : Printable(shareName));
        Text(writer, "getcontentlength", entry.Size?.ToString(CultureInfo.InvariantCulture));
        Text(writer, "getlastmodified", entry.LastModified?.ToString("R", CultureInfo.InvariantCulture));
        Text(writer, "getcontenttype", entry.IsFolder ? null : entry.ContentType);
        Text(writer, "getetag", entry.ETag);
        writer.WriteEndElement();
        Text(writer, "status", "HTTP/1.1 200 OK");
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    // The share's name came in JSON, which can carry what XML cannot.
    private static string Printable(string name) =>
        new([.. name.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]);

    private static void Text(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteElementString("D", name, DavName.DavNamespace, value);
        }
    }

    private static string Href(string shareId, RemoteEntry entry)
    {
        var path = string.Join('/', entry.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.EscapeDataString));
        return $"/api/shares/received/{shareId}/files/{path}" + (entry.IsFolder && path.Length > 0 ? "/" : string.Empty);
    }
}
