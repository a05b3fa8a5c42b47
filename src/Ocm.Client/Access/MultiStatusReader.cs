using System.Globalization;
using System.Text;
using System.Xml;

namespace Ocm.Client.Access;

/// <summary>
/// Reads a multi-status answer as it comes. The XML is a stranger's: no DTD, no entity of its own, nothing external, bounded
/// depth and text, and every mistake is a failure.
/// </summary>
internal sealed class MultiStatusReader : IDisposable
{
    private const string Dav = "DAV:";
    private const int MaxText = 8 * 1024;

    private readonly XmlReader _xml;
    private readonly int _maxDepth;
    private readonly char[] _chunk = new char[1024];
    private bool _isStarted;

    internal MultiStatusReader(Stream stream, OcmAccessOptions options)
    {
        _maxDepth = options.MaxListingDepth;
        _xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = options.MaxListingBytes,
            MaxCharactersFromEntities = 1024,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = false,
        });
    }

    /// <summary>The next <c>response</c>; null after the last one.</summary>
    /// <exception cref="MultiStatusException">The answer is not a multi-status document, or over a limit.</exception>
    internal async ValueTask<MultiStatusResponse?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NextAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is XmlException or ArgumentException or FormatException or NotSupportedException or InvalidOperationException)
        {
            // Beside XmlException: encodings that do not exist, bytes that are not of the encoding, a closed reader.
            throw new MultiStatusException(AccessFailures.BadListing);
        }
    }

    public void Dispose() => _xml.Dispose();

    private async ValueTask<MultiStatusResponse?> NextAsync(CancellationToken cancellationToken)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            if (!await MoveAsync(cancellationToken).ConfigureAwait(false) || !Is("multistatus"))
            {
                throw new MultiStatusException(AccessFailures.BadListing);
            }
        }

        while (await MoveAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.Depth == 1 && Is("response"))
            {
                return await ReadResponseAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    /// <summary>The next node that matters; false at the end of the document.</summary>
    private async ValueTask<bool> MoveAsync(CancellationToken cancellationToken)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await _xml.ReadAsync().ConfigureAwait(false))
            {
                return false;
            }

            if (_xml.Depth > _maxDepth)
            {
                throw new MultiStatusException(AccessFailures.DeepListing);
            }
        }
        while (_xml.NodeType == XmlNodeType.XmlDeclaration);

        return true;
    }

    private async ValueTask<MultiStatusResponse> ReadResponseAsync(CancellationToken cancellationToken)
    {
        var response = new MultiStatusResponse();
        var depth = _xml.Depth;
        while (await NextElementAsync(depth, cancellationToken).ConfigureAwait(false))
        {
            if (_xml.Depth != depth + 1)
            {
                continue;
            }

            if (Is("href"))
            {
                response.Href = await ReadTextAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (Is("status"))
            {
                response.Status = ReadStatus(await ReadTextAsync(cancellationToken).ConfigureAwait(false));
            }
            else if (Is("propstat"))
            {
                await ReadPropStatAsync(response.Properties, cancellationToken).ConfigureAwait(false);
            }
        }

        return response;
    }

    private async ValueTask ReadPropStatAsync(DavProperties found, CancellationToken cancellationToken)
    {
        var properties = new DavProperties();
        int? status = null;
        var depth = _xml.Depth;
        while (await NextElementAsync(depth, cancellationToken).ConfigureAwait(false))
        {
            if (_xml.Depth == depth + 1 && Is("status"))
            {
                status = ReadStatus(await ReadTextAsync(cancellationToken).ConfigureAwait(false));
            }
            else if (_xml.Depth == depth + 1 && Is("prop"))
            {
                await ReadPropAsync(properties, cancellationToken).ConfigureAwait(false);
            }
        }

        if (status == 200)
        {
            found.TakeFrom(properties);
        }
    }

    private async ValueTask ReadPropAsync(DavProperties properties, CancellationToken cancellationToken)
    {
        var depth = _xml.Depth;
        while (await NextElementAsync(depth, cancellationToken).ConfigureAwait(false))
        {
            if (_xml.Depth != depth + 1 || _xml.NamespaceURI != Dav)
            {
                continue;
            }

            switch (_xml.LocalName)
            {
                case "resourcetype":
                    properties.IsCollection = await HasCollectionAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case "getcontentlength":
                    properties.ContentLength = await ReadTextAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case "getetag":
                    properties.ETag = await ReadTextAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case "getlastmodified":
                    properties.LastModified = await ReadTextAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case "getcontenttype":
                    properties.ContentType = await ReadTextAsync(cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    break;
            }
        }
    }

    private async ValueTask<bool> HasCollectionAsync(CancellationToken cancellationToken)
    {
        var depth = _xml.Depth;
        var found = false;
        while (await NextElementAsync(depth, cancellationToken).ConfigureAwait(false))
        {
            found |= _xml.Depth == depth + 1 && Is("collection");
        }

        return found;
    }

    /// <summary>Moves to the next element inside the one at a depth; false when that one ends.</summary>
    private async ValueTask<bool> NextElementAsync(int depth, CancellationToken cancellationToken)
    {
        // An empty element has no end node of its own.
        if (_xml.NodeType == XmlNodeType.Element && _xml.Depth == depth && _xml.IsEmptyElement)
        {
            return false;
        }

        while (await MoveAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth)
            {
                return false;
            }

            if (_xml.NodeType == XmlNodeType.Element)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The trimmed text of the present element; null where it has elements inside or is longer than is read.</summary>
    private async ValueTask<string?> ReadTextAsync(CancellationToken cancellationToken)
    {
        if (_xml.IsEmptyElement)
        {
            return null;
        }

        var depth = _xml.Depth;
        var text = new StringBuilder();
        var isUsable = true;
        while (await MoveAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth)
            {
                return isUsable && text.ToString().Trim(' ', '\t', '\r', '\n') is { Length: > 0 } trimmed ? trimmed : null;
            }

            if (_xml.NodeType == XmlNodeType.Element)
            {
                isUsable = false;
            }
            else if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                isUsable &= await AppendAsync(text).ConfigureAwait(false);
            }
        }

        return null;
    }

    private async ValueTask<bool> AppendAsync(StringBuilder text)
    {
        int read;
        while ((read = await _xml.ReadValueChunkAsync(_chunk, 0, _chunk.Length).ConfigureAwait(false)) > 0)
        {
            if (text.Length <= MaxText)
            {
                text.Append(_chunk, 0, read);
            }
        }

        return text.Length <= MaxText;
    }

    private bool Is(string name) => _xml.NamespaceURI == Dav && _xml.LocalName == name;

    /// <summary>The code of a status line such as <c>HTTP/1.1 200 OK</c>.</summary>
    private static int? ReadStatus(string? line)
    {
        var begin = line?.IndexOf(' ', StringComparison.Ordinal) + 1 ?? 0;
        return begin > 0 && line!.Length >= begin + 3 && (line.Length == begin + 3 || line[begin + 3] == ' ')
            && int.TryParse(line.AsSpan(begin, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;
    }
}
