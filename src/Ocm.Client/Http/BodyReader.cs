using System.Buffers;
using System.IO.Compression;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>Reads a body up to a limit. The limit counts decompressed bytes, so a small answer cannot grow without bound.</summary>
internal static class BodyReader
{
    /// <summary>What <c>Accept-Encoding</c> says for a body that is read here.</summary>
    internal const string AcceptedEncodings = "gzip, br";

    private const int FirstBuffer = 4096;

    /// <summary>Reads a whole body.</summary>
    /// <param name="content">The answer's content.</param>
    /// <param name="limit">The most bytes to take.</param>
    /// <param name="truncate">Whether a longer body is cut; otherwise it is a failure.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async ValueTask<OcmResult<byte[]>> ReadAsync(
        HttpContent content, int limit, bool truncate, CancellationToken cancellationToken)
    {
        if (!truncate && content.Headers.ContentLength > limit)
        {
            return PeerFailures.TooLarge(limit);
        }

        var stream = Decode(content, await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        if (stream is null)
        {
            return truncate ? Array.Empty<byte>() : PeerFailures.UnknownEncoding;
        }

        await using var _ = stream.ConfigureAwait(false);

        // One byte over the limit proves that the body is longer.
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(limit + 1, FirstBuffer));
        var length = 0;
        try
        {
            while (length <= limit)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }

                var room = Math.Min(buffer.Length, limit + 1) - length;
                var read = await stream.ReadAsync(buffer.AsMemory(length, room), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return buffer.AsSpan(0, length).ToArray();
                }

                length += read;
            }

            return truncate ? buffer.AsSpan(0, limit).ToArray() : PeerFailures.TooLarge(limit);
        }
        finally
        {
            // Answers of the token endpoint are secrets.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Whether a body comes as its own bytes.</summary>
    internal static bool IsIdentity(HttpContent content)
    {
        foreach (var encoding in content.Headers.ContentEncoding)
        {
            if (!Is(encoding, "identity"))
            {
                return false;
            }
        }

        return true;
    }

    // At most one encoding, of those that were asked for.
    private static Stream? Decode(HttpContent content, Stream stream) => content.Headers.ContentEncoding switch
    {
        { Count: 1 } encodings when Is(encodings.First(), "gzip") => new GZipStream(stream, CompressionMode.Decompress),
        { Count: 1 } encodings when Is(encodings.First(), "br") => new BrotliStream(stream, CompressionMode.Decompress),
        _ => IsIdentity(content) ? stream : null,
    };

    private static bool Is(string encoding, string name) => string.Equals(encoding, name, StringComparison.OrdinalIgnoreCase);

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }
}
