using System.Globalization;
using System.Xml;
using Microsoft.AspNetCore.StaticFiles;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>The properties that the server computes (RFC 4918, section 15), and those of a mount.</summary>
internal static class LiveProperties
{
    public static readonly DavName ResourceType = DavName.Dav("resourcetype");

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    // In the order in which they are shown.
    private static readonly WebDavProperty[] Standard =
    [
        new(ResourceType, _ => string.Empty),
        new(DavName.Dav("creationdate"), entry => entry.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        new(DavName.Dav("displayname"), entry => entry.Name),
        new(DavName.Dav("getlastmodified"), entry => entry.Modified.UtcDateTime.ToString("R", CultureInfo.InvariantCulture)),
        new(DavName.Dav("getcontentlength"), entry => entry.IsFolder ? null : entry.Length.ToString(CultureInfo.InvariantCulture)),
        new(DavName.Dav("getcontenttype"), entry => entry.IsFolder ? null : ContentTypeOf(entry.Name)),
        new(DavName.Dav("getetag"), entry => entry.ETag),
    ];

    /// <summary>The media type by a file name's extension.</summary>
    public static string ContentTypeOf(string name) =>
        ContentTypes.TryGetContentType(name, out var type) ? type : "application/octet-stream";

    /// <summary>The properties of <c>allprop</c>.</summary>
    public static IEnumerable<WebDavProperty> All() => Standard;

    /// <summary>The properties that can be asked for by name.</summary>
    public static IEnumerable<WebDavProperty> Known(WebDavMount mount) => Standard.Concat(mount.Properties);

    /// <summary>Writes a property with its value.</summary>
    public static void Write(XmlWriter writer, DavName name, string value, StorageEntry entry)
    {
        Start(writer, name);
        if (name == ResourceType && entry.IsFolder)
        {
            writer.WriteElementString("D", "collection", DavName.DavNamespace, string.Empty);
        }

        writer.WriteString(value);
        writer.WriteEndElement();
    }

    /// <summary>Writes a property without a value.</summary>
    public static void WriteName(XmlWriter writer, DavName name)
    {
        Start(writer, name);
        writer.WriteEndElement();
    }

    private static void Start(XmlWriter writer, DavName name)
    {
        if (name.Namespace == DavName.DavNamespace)
        {
            writer.WriteStartElement("D", name.Local, name.Namespace);
        }
        else
        {
            writer.WriteStartElement(name.Local, name.Namespace);
        }
    }
}
