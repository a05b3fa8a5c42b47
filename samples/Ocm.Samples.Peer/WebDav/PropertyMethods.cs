using System.Xml;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>PROPFIND and PROPPATCH (RFC 4918, sections 9.1 and 9.2).</summary>
internal static class PropertyMethods
{
    public static async Task<IResult> FindAsync(WebDavCall call)
    {
        var depth = DepthHeader.Read(call.Request) ?? DavDepth.Infinity;
        var body = await DavXml.ReadBodyAsync(call.Request, call.Aborted);
        var names = body is null ? PropertyNames.All : PropertyNames.ReadFind(body);
        var entry = call.Demand();
        if (entry.IsFolder && depth == DavDepth.Infinity)
        {
            throw WebDavProblem.InfiniteDepth();
        }

        var items = depth == DavDepth.One && entry.IsFolder ? WithChildren(call.Resource, entry) : [ItemOf(call.Resource, entry)];
        if (names.Kind == PropertyNames.Selection.NamesOnly)
        {
            return new MultiStatus(items, (writer, item) => WriteNamesOnly(writer, item, call.Mount));
        }

        // With allprop a property that a folder does not have is left out; asked for by name it is reported missing.
        var wanted = LiveProperties.Known(call.Mount).Where(property => names.Names.Contains(property.Name)).ToList();
        var unknown = names.Names.Except(wanted.Select(property => property.Name)).ToList();
        return names.Kind == PropertyNames.Selection.All
            ? new MultiStatus(items, (writer, item) => Write(writer, item, [.. LiveProperties.All().Union(wanted)], missing: []))
            : new MultiStatus(items, (writer, item) => Write(writer, item, wanted, Missing(wanted, unknown, item.Entry)));
    }

    /// <summary>Every property here is the server's own or unknown, so each is refused, as the RFC has it.</summary>
    public static async Task<IResult> PatchAsync(WebDavCall call)
    {
        var body = await DavXml.ReadBodyAsync(call.Request, call.Aborted)
            ?? throw WebDavProblem.BadRequest("A propertyupdate is needed.");
        var names = PropertyNames.ReadUpdate(body);
        return new MultiStatus([ItemOf(call.Resource, call.Demand())], (writer, _) =>
        {
            StartPropstat(writer);
            foreach (var name in names.Names)
            {
                LiveProperties.WriteName(writer, name);
            }

            EndPropstat(writer, "HTTP/1.1 403 Forbidden", "cannot-modify-protected-property");
        });
    }

    private static List<DavName> Missing(
        List<WebDavProperty> wanted, List<DavName> unknown, StorageEntry entry) =>
        [.. wanted.Where(property => property.Value(entry) is null).Select(property => property.Name), .. unknown];

    private static MultiStatus.Item ItemOf(WebDavResource resource, StorageEntry entry) => new(
        resource.Mount.Href(resource.UrlPath, entry.IsFolder),
        entry with { Name = resource.Mount.NameOf(resource.UrlPath) });

    private static IEnumerable<MultiStatus.Item> WithChildren(WebDavResource resource, StorageEntry entry)
    {
        yield return ItemOf(resource, entry);
        foreach (var child in resource.Mount.Storage.List(resource.Path))
        {
            yield return new MultiStatus.Item(
                resource.Mount.Href(resource.UrlPath.Append(child.Name), child.IsFolder), child);
        }
    }

    private static void Write(
        XmlWriter writer, MultiStatus.Item item, List<WebDavProperty> wanted, List<DavName> missing)
    {
        var values = wanted.Select(property => (property.Name, Value: property.Value(item.Entry))).Where(pair => pair.Value is not null).ToList();
        if (values.Count > 0 || missing.Count == 0)
        {
            StartPropstat(writer);
            foreach (var (name, value) in values)
            {
                LiveProperties.Write(writer, name, value!, item.Entry);
            }

            EndPropstat(writer, "HTTP/1.1 200 OK");
        }

        if (missing.Count > 0)
        {
            StartPropstat(writer);
            foreach (var name in missing)
            {
                LiveProperties.WriteName(writer, name);
            }

            EndPropstat(writer, "HTTP/1.1 404 Not Found");
        }
    }

    private static void WriteNamesOnly(XmlWriter writer, MultiStatus.Item item, WebDavMount mount)
    {
        StartPropstat(writer);
        foreach (var property in LiveProperties.Known(mount).Where(property => property.Value(item.Entry) is not null))
        {
            LiveProperties.WriteName(writer, property.Name);
        }

        EndPropstat(writer, "HTTP/1.1 200 OK");
    }

    private static void StartPropstat(XmlWriter writer)
    {
        writer.WriteStartElement("D", "propstat", DavName.DavNamespace);
        writer.WriteStartElement("D", "prop", DavName.DavNamespace);
    }

    private static void EndPropstat(XmlWriter writer, string status, string? condition = null)
    {
        writer.WriteEndElement();
        writer.WriteElementString("D", "status", DavName.DavNamespace, status);
        if (condition is not null)
        {
            writer.WriteStartElement("D", "error", DavName.DavNamespace);
            writer.WriteElementString("D", condition, DavName.DavNamespace, string.Empty);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }
}
