using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>The failures of this layer in words of ours. An exception's own text is never used: it can hold a URL.</summary>
internal static class PeerFailures
{
    internal static OcmFailure TimedOut { get; } = new(OcmFailureKind.Timeout, "The other server did not answer in time.");

    internal static OcmFailure ConnectTimedOut { get; } = new(OcmFailureKind.Timeout, "The other server was not connected in time.");

    internal static OcmFailure ReadTimedOut { get; } = new(OcmFailureKind.Timeout, "The other server fell silent in the middle of its answer.");

    internal static OcmFailure Interrupted { get; } =
        new(OcmFailureKind.Unreachable, "The connection to the other server broke before its answer was complete.");

    internal static OcmFailure NotHttp { get; } = new(OcmFailureKind.InvalidResponse, "The other server's answer is not valid HTTP.");

    internal static OcmFailure UnknownEncoding { get; } =
        new(OcmFailureKind.InvalidResponse, "The other server's answer has a content encoding that was not asked for.");

    internal static OcmFailure BadEncoding { get; } =
        new(OcmFailureKind.InvalidResponse, "The other server's answer could not be decompressed.");

    internal static OcmFailure HeadersTooLarge { get; } =
        new(OcmFailureKind.InvalidResponse, "The headers of the other server's answer are larger than OcmHttpOptions.MaxResponseHeadersLength.");

    internal static OcmFailure ForeignRedirect { get; } =
        new(OcmFailureKind.InvalidResponse, "The other server redirects to another server, which is not followed.");

    internal static OcmFailure TooManyRedirects { get; } =
        new(OcmFailureKind.InvalidResponse, "The other server redirects more than three times.");

    internal static OcmFailure QueueFull { get; } =
        new(OcmFailureKind.Unavailable, "Too many calls to the other server are waiting. OcmHttpOptions.MaxQueuedCallsPerServer is the limit.");

    internal static OcmFailure QueueTimedOut { get; } =
        new(OcmFailureKind.Unavailable, "Earlier calls to the other server did not end in time for this one.");

    internal static OcmFailure TooManyServers { get; } =
        new(OcmFailureKind.Unavailable, "Too many servers are being called at a time. OcmHttpOptions.MaxTrackedServers is the limit.");

    private static OcmFailure Tls { get; } = new(OcmFailureKind.Unreachable, "No TLS connection to the other server could be made.");

    private static OcmFailure NotConnected { get; } = new(OcmFailureKind.Unreachable, "The other server could not be connected.");

    private static OcmFailure ProxyFailed { get; } = new(OcmFailureKind.Unreachable, "The proxy made no connection to the other server.");

    internal static OcmFailure TooLarge(long limit) => new(
        OcmFailureKind.InvalidResponse,
        string.Create(CultureInfo.InvariantCulture, $"The other server's answer is larger than {limit} bytes."));

    internal static OcmFailure CircuitOpen(TimeSpan retryAfter) =>
        new(OcmFailureKind.Unavailable, "The other server failed repeatedly; calls to it are paused.") { RetryAfter = retryAfter };

    /// <summary>What an exception of the network means.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="failure">The failure.</param>
    /// <param name="mayPass">Whether trying again within the same call makes sense.</param>
    /// <returns>False where the exception is none of the network's.</returns>
    internal static bool TryMap(Exception exception, [NotNullWhen(true)] out OcmFailure? failure, out bool mayPass)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is PeerConnectException connect)
            {
                (failure, mayPass) = (connect.Failure, connect.MayPass);
                return true;
            }
        }

        failure = exception switch
        {
            HttpRequestException e => FromError(e.HttpRequestError),
            HttpIOException e => FromError(e.HttpRequestError),
            InvalidDataException => BadEncoding,
            AuthenticationException => Tls,
            IOException or SocketException => Interrupted,
            _ => null,
        };
        mayPass = failure?.IsTransient ?? false;
        return failure is not null;
    }

    private static OcmFailure FromError(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => NotConnected,
        HttpRequestError.SecureConnectionError => Tls,
        HttpRequestError.ProxyTunnelError => ProxyFailed,
        HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError => NotHttp,
        HttpRequestError.ConfigurationLimitExceeded => HeadersTooLarge,
        _ => Interrupted,
    };
}
