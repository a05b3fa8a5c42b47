using System.Xml;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>Which properties a request names.</summary>
/// <param name="Kind">Named ones, all, or only which there are.</param>
/// <param name="Names">The named ones; with <see cref="Selection.All"/> those wanted beside all.</param>
internal sealed record PropertyNames(PropertyNames.Selection Kind, IReadOnlyList<DavName> Names)
{
    internal enum Selection
    {
        Named,
        All,
        NamesOnly,
    }

    /// <summary>What an empty body asks for (RFC 4918, section 9.1).</summary>
    public static PropertyNames All { get; } = new(Selection.All, []);

    /// <summary>Reads the body of a PROPFIND (RFC 4918, section 14.20).</summary>
    /// <exception cref="WebDavProblem">It is not one (400).</exception>
    public static PropertyNames ReadFind(Stream body) => DavXml.Read(body, reader =>
    {
        DemandRoot(reader, "propfind");
        Selection? kind = null;
        var names = new HashSet<DavName>();
        foreach (var child in DavXml.Children(reader))
        {
            var found = child == DavName.Dav("prop") ? Selection.Named
                : child == DavName.Dav("allprop") ? Selection.All
                : child == DavName.Dav("propname") ? Selection.NamesOnly
                : (Selection?)null;
            if (found is not null && kind is not null)
            {
                throw WebDavProblem.BadRequest("A propfind has one of prop, allprop and propname.");
            }

            kind ??= found;
            if (found == Selection.Named || child == DavName.Dav("include"))
            {
                AddNames(reader, names);
            }
        }

        return kind is { } value
            ? new PropertyNames(value, [.. names])
            : throw WebDavProblem.BadRequest("A propfind has one of prop, allprop and propname.");
    });

    /// <summary>Reads which properties a PROPPATCH sets or removes (RFC 4918, section 14.19).</summary>
    /// <exception cref="WebDavProblem">It is not one (400).</exception>
    public static PropertyNames ReadUpdate(Stream body) => DavXml.Read(body, reader =>
    {
        DemandRoot(reader, "propertyupdate");
        var names = new HashSet<DavName>();
        foreach (var action in DavXml.Children(reader))
        {
            if (action != DavName.Dav("set") && action != DavName.Dav("remove"))
            {
                continue;
            }

            foreach (var child in DavXml.Children(reader))
            {
                if (child == DavName.Dav("prop"))
                {
                    AddNames(reader, names);
                }
            }
        }

        return names.Count > 0
            ? new PropertyNames(Selection.Named, [.. names])
            : throw WebDavProblem.BadRequest("A propertyupdate sets or removes a property at least.");
    });

    private static void DemandRoot(XmlReader reader, string local)
    {
        if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != DavName.DavNamespace || reader.LocalName != local)
        {
            throw WebDavProblem.BadRequest($"The body is no DAV:{local}.");
        }
    }

    private static void AddNames(XmlReader reader, HashSet<DavName> names)
    {
        foreach (var name in DavXml.Children(reader))
        {
            names.Add(name);
            if (names.Count > DavXml.MaxNames)
            {
                throw WebDavProblem.BadRequest("Too many properties are named.");
            }
        }
    }
}
