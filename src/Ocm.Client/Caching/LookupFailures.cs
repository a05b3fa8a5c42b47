using Ocm.Errors;

namespace Ocm.Client.Caching;

/// <summary>Why a lookup of a server came to nothing on our side.</summary>
internal static class LookupFailures
{
    internal static OcmFailure TimedOut { get; } = new(OcmFailureKind.Timeout, "The other server could not be looked up in time.");

    /// <summary>Too many lookups run already. It says nothing of the other server and is not remembered.</summary>
    internal static OcmFailure TooMany { get; } = new(
        OcmFailureKind.Unavailable,
        "Too many servers are being looked up at a time. PeerLookupOptions.MaxConcurrent and MaxWaiting are the limits.");

    /// <summary>Whether a failure is about this server's own limits.</summary>
    internal static bool IsOwn(OcmFailure? failure) => ReferenceEquals(failure, TooMany);
}
