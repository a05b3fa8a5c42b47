using System.Buffers;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>Reads a body up to a limit. The limit counts decompressed bytes, so a small answer cannot grow without bound.</summary>
internal static class BodyReader
{
    private const int FirstBuffer = 4096;

    /// <summary>Reads a whole body.</summary>
    /// <param name="content">The answer's content.</param>
    /// <param name="limit">The most bytes to take.</param>
    /// <param name="truncate">Whether a longer body is cut; otherwise it is a failure.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async ValueTask<OcmResult<byte[]>> ReadAsync(
        HttpContent content, int limit, bool truncate, CancellationToken cancellationToken)
    {
        if (!IsDecoded(content))
        {
            return truncate ? Array.Empty<byte>() : PeerFailures.UnknownEncoding;
        }

        if (!truncate && content.Headers.ContentLength > limit)
        {
            return PeerFailures.TooLarge(limit);
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
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

    // The handler takes off one known encoding and its name; what is still named is still on.
    private static bool IsDecoded(HttpContent content)
    {
        foreach (var encoding in content.Headers.ContentEncoding)
        {
            if (!string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }
}
