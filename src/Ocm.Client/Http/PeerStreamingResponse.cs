using System.Net.Http.Headers;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>
/// An answer of another server whose body is still on its way. Dispose of it: until then it holds a connection and a
/// place in the server's lane.
/// </summary>
internal sealed class PeerStreamingResponse : IDisposable
{
    private readonly PeerExchange _exchange;
    private readonly OcmHttpOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly long? _limit;

    internal PeerStreamingResponse(PeerExchange exchange, long? limit, OcmHttpOptions options, TimeProvider timeProvider)
    {
        _exchange = exchange;
        _limit = limit;
        _options = options;
        _timeProvider = timeProvider;
        StatusCode = (int)exchange.Response.StatusCode;
        exchange.IsHandedOver = true;
    }

    /// <summary>The HTTP status.</summary>
    internal int StatusCode { get; }

    /// <summary>Whether the status is 200 to 299.</summary>
    internal bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>The answer's headers, in the peer's words.</summary>
    internal HttpResponseHeaders Headers => _exchange.Response.Headers;

    /// <summary>The headers of the body, in the peer's words.</summary>
    internal HttpContentHeaders ContentHeaders => _exchange.Response.Content.Headers;

    /// <summary>
    /// The body. Reading throws <see cref="OcmStreamException"/> when the server falls silent, breaks off or sends more than
    /// the call's limit.
    /// </summary>
    internal async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => new DownloadStream(
        await _exchange.Response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
        _options.IdleReadTimeout,
        _limit,
        _timeProvider);

    /// <summary>
    /// Reads the whole body instead of streaming it, within the time of a buffered call: for a listing, or for the body of
    /// an error.
    /// </summary>
    /// <param name="maxBytes">The most bytes to take; for a status outside 200 to 299 the body is cut instead.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal async ValueTask<OcmResult<PeerResponse>> BufferAsync(int maxBytes, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(_options.CallTimeout, _timeProvider, cancellationToken);
        return await PeerResponse.ReadAsync(_exchange.Response, maxBytes, _timeProvider, deadline).ConfigureAwait(false);
    }

    public void Dispose() => _exchange.Dispose();
}
