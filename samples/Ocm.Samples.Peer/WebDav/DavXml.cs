using System.Text;
using System.Xml;

namespace Ocm.Samples.Peer.WebDav;

/// <summary>How XML is read and written here: bounded, without document types, without anything fetched.</summary>
internal static class DavXml
{
    public const string ContentType = "application/xml; charset=utf-8";

    /// <summary>A body that asks for properties needs no more.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Bounds the answer, which repeats each name for each item of a folder.</summary>
    public const int MaxNames = 256;

    public static readonly XmlWriterSettings WriterSettings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    private static readonly XmlReaderSettings ReaderSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBodyBytes,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads a request's body as a whole, or null where it is empty.</summary>
    /// <exception cref="WebDavProblem">It is too long (413).</exception>
    public static async Task<MemoryStream?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBodyBytes)
        {
            throw WebDavProblem.TooLarge();
        }

        var body = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxBodyBytes)
            {
                throw WebDavProblem.TooLarge();
            }

            body.Write(buffer, 0, read);
        }

        body.Position = 0;
        return body.Length == 0 ? null : body;
    }

    /// <summary>Reads XML.</summary>
    /// <exception cref="WebDavProblem">It is not well-formed, or has a document type (400).</exception>
    public static T Read<T>(Stream body, Func<XmlReader, T> read)
    {
        try
        {
            using var reader = XmlReader.Create(body, ReaderSettings);
            reader.MoveToContent();
            var result = read(reader);

            // What follows the part that we understood must be well-formed too.
            while (reader.Read())
            {
            }

            return result;
        }
        catch (XmlException)
        {
            throw WebDavProblem.BadRequest("The body is not well-formed XML without a document type.");
        }
    }

    /// <summary>The child elements of the element that the reader is at; the callback must not read on.</summary>
    public static IEnumerable<DavName> Children(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            yield break;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
            {
                yield return new DavName(reader.NamespaceURI, reader.LocalName);
            }
        }
    }
}
