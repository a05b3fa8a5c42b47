using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>The log of outgoing calls: events 1000 to 1099. Hosts are in normal form; nothing else of a peer is written.</summary>
internal sealed partial class PeerLog(ILogger<PeerLog> logger)
{
    [LoggerMessage(1000, LogLevel.Debug, "Call {Call} to {Host} was answered with status {StatusCode} after {Milliseconds} ms.")]
    internal partial void Answered(PeerCall call, OcmHost host, int statusCode, double milliseconds);

    [LoggerMessage(1001, LogLevel.Information, "Call {Call} to {Host} failed after {Milliseconds} ms ({Kind}): {Reason}")]
    internal partial void Failed(PeerCall call, OcmHost host, OcmFailureKind kind, string reason, double milliseconds);

    [LoggerMessage(1002, LogLevel.Warning, "{Calls} to {Host} are paused for {Duration}: it failed repeatedly.")]
    internal partial void CircuitOpened(string calls, OcmHost host, TimeSpan duration);

    [LoggerMessage(1003, LogLevel.Information, "{Calls} to {Host} go on: it answers again.")]
    internal partial void CircuitClosed(string calls, OcmHost host);

    [LoggerMessage(1004, LogLevel.Warning, "Call {Call} to {Host} was blocked: {Reason}")]
    internal partial void Blocked(PeerCall call, OcmHost host, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Call {Call} was blocked before a host was known: {Reason}")]
    internal partial void BlockedUri(PeerCall call, string reason);

    [LoggerMessage(1006, LogLevel.Debug, "Call {Call} to {Host} is made again in {Milliseconds} ms, repetition {Repetition}.")]
    internal partial void Repeating(PeerCall call, OcmHost host, double milliseconds, int repetition);

    [LoggerMessage(1007, LogLevel.Debug, "Call {Call} to {Host} was held back: {Reason}")]
    internal partial void HeldBack(PeerCall call, OcmHost host, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "OcmHttpOptions.AllowHttp is on: calls to other servers may travel in clear text. For tests only.")]
    internal partial void HttpAllowed();
}
