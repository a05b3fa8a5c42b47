using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>A complete answer of another server. All of it is the peer's word.</summary>
internal sealed class PeerResponse
{
    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>The HTTP status.</summary>
    internal required int StatusCode { get; init; }

    /// <summary>The media type in lower case without parameters; null where the answer has none or a malformed one.</summary>
    internal string? MediaType { get; init; }

    /// <summary>
    /// The body after decompression. Complete within the call's limit for a 2xx answer; for any other status cut to
    /// 64 KiB, because there the status decides and the body is only quoted.
    /// </summary>
    internal ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How long to wait before the next call; at most one day.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>The entity tag as it was sent, for If-None-Match.</summary>
    internal string? ETag { get; init; }

    /// <summary>
    /// How long the answer stays fresh (RFC 9111, Section 4.2: max-age less Age); zero for no-store and no-cache; null
    /// where the server does not say.
    /// </summary>
    internal TimeSpan? MaxAge { get; init; }

    /// <summary>Whether the status is 200 to 299.</summary>
    internal bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>Reads an answer to its end.</summary>
    internal static async ValueTask<OcmResult<PeerResponse>> ReadAsync(
        HttpResponseMessage message, int maxBytes, TimeProvider timeProvider, CallDeadline deadline)
    {
        var isSuccess = message.IsSuccessStatusCode;
        OcmResult<byte[]> body;
        try
        {
            body = message.RequestMessage?.Method == HttpMethod.Head
                ? Array.Empty<byte>()
                : await BodyReader.ReadAsync(
                    message.Content, isSuccess ? maxBytes : Math.Min(maxBytes, MaxErrorBytes), !isSuccess, deadline.Token)
                    .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!deadline.Caller.IsCancellationRequested)
        {
            body = PeerFailures.ReadTimedOut;
        }
        catch (Exception e) when (PeerFailures.TryMap(e, out var failure, out _))
        {
            deadline.Caller.ThrowIfCancellationRequested();
            body = failure;
        }

        // The status of an error decides, whatever becomes of its body.
        if (isSuccess && body.Failure is { } broken)
        {
            return broken with { PeerStatus = (int)message.StatusCode };
        }

        return new PeerResponse
        {
            StatusCode = (int)message.StatusCode,
            MediaType = message.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
            Body = body.Value,
            RetryAfter = PeerHeaders.RetryAfter(message.Headers, timeProvider),
            ETag = message.Headers.ETag?.ToString(),
            MaxAge = PeerHeaders.MaxAge(message.Headers),
        };
    }
}
