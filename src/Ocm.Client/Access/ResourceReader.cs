using System.Net.Http.Headers;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Access;

/// <summary>Reads files with GET (RFC 9110, Sections 9.3.1 and 14).</summary>
internal static class ResourceReader
{
    internal static async ValueTask<OcmResult<RemoteContent>> ReadAsync(
        ResourceSession session, ResourcePath path, RemoteRange? range, RemoteConditions? conditions, CancellationToken cancellationToken)
    {
        var call = new ResourceCall { Method = HttpMethod.Get, Uri = session.Root.Resolve(path) };
        conditions?.AddTo(call.Headers);
        if (range is not null)
        {
            call.Headers.Add(new("Range", range.ToString()));
        }

        var result = await session.SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        try
        {
            return await OpenAsync(response, range, conditions, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Describes a file where its server does not answer PROPFIND: by the head of a GET for its first byte.</summary>
    internal static async ValueTask<OcmResult<RemoteEntry>> DescribeAsync(ResourceSession session, CancellationToken cancellationToken)
    {
        var result = await ReadAsync(session, ResourcePath.Root, RemoteRange.Of(0, 1), conditions: null, cancellationToken).ConfigureAwait(false);
        if (!result.TryGetValue(out var content, out var failure))
        {
            // An empty file has no first byte.
            return failure.PeerStatus == 416
                ? new RemoteEntry { Path = string.Empty, Name = string.Empty, IsFolder = false, Size = 0 }
                : failure;
        }

        await using var _ = content.ConfigureAwait(false);
        return new RemoteEntry
        {
            Path = string.Empty,
            Name = string.Empty,
            IsFolder = false,
            Size = content.TotalLength,
            ETag = content.ETag,
            LastModified = content.LastModified,
            ContentType = content.ContentType,
        };
    }

    internal static string? ReadETag(PeerStreamingResponse response) =>
        response.Headers.NonValidated.TryGetValues("ETag", out var values) && values.Count == 1 ? DavProperties.ReadETag(values.ToString()) : null;

    private static async ValueTask<OcmResult<RemoteContent>> OpenAsync(
        PeerStreamingResponse response, RemoteRange? range, RemoteConditions? conditions, CancellationToken cancellationToken)
    {
        var headers = response.ContentHeaders;
        if (response.IsSuccess && headers.ContentEncoding.Any(e => !string.Equals(e, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            // Not asked for, and not the file's bytes.
            response.Dispose();
            return AccessFailures.EncodedContent with { PeerStatus = response.StatusCode };
        }

        var part = response.StatusCode == 206 ? headers.ContentRange : null;
        switch (response.StatusCode)
        {
            case 200:
            case 304 when conditions?.IfNoneMatch is not null:
                break;
            case 206 when range is not null && Fits(part, range, headers.ContentLength):
                break;
            case 206:
                response.Dispose();
                return AccessFailures.BadRange with { PeerStatus = 206 };
            default:
                return await WebDavFailures.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }

        var isNotModified = response.StatusCode == 304;
        return new RemoteContent(
            response, isNotModified ? Stream.Null : await response.OpenAsync(cancellationToken).ConfigureAwait(false))
        {
            Length = isNotModified ? 0 : headers.ContentLength ?? (part is null ? null : part.To - part.From + 1),
            IsPartial = part is not null,
            Offset = part?.From ?? 0,
            TotalLength = part is not null ? part.Length : isNotModified ? null : headers.ContentLength,
            IsNotModified = isNotModified,
            ETag = ReadETag(response),
            LastModified = headers.LastModified,
            ContentType = DavProperties.ReadContentType(headers.ContentType?.ToString()),
        };
    }

    private static bool Fits(ContentRangeHeaderValue? part, RemoteRange range, long? contentLength) =>
        part is { HasRange: true, From: { } from, To: { } to }
        && string.Equals(part.Unit, "bytes", StringComparison.OrdinalIgnoreCase)
        && range.Fits(from, to, part.Length)
        && (contentLength is null || contentLength == to - from + 1);
}
