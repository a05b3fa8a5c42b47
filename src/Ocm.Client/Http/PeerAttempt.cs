using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>How one attempt of a call ended, in the terms of retries and circuit breaker.</summary>
internal class PeerAttempt
{
    /// <summary>The HTTP status, where there was one.</summary>
    internal int? StatusCode { get; init; }

    /// <summary>Why there is no answer.</summary>
    internal OcmFailure? Failure { get; init; }

    /// <summary>How long the server asks to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether another attempt may end better.</summary>
    internal bool MayPass { get; init; }

    /// <summary>Whether the message left; false where queue, circuit breaker or policy held it back.</summary>
    internal bool WasSent { get; init; } = true;

    /// <summary>Whether the attempt speaks against the server's health.</summary>
    internal bool SpeaksAgainstServer =>
        WasSent
        && (Failure is { Kind: OcmFailureKind.Unreachable or OcmFailureKind.Timeout }
            || StatusCode is >= 500 and not (501 or 505 or 507));

    /// <summary>Whether a status is worth another attempt.</summary>
    internal static bool IsTransientStatus(int statusCode) => statusCode is 408 or 425 or 429 or 500 or 502 or 503 or 504;
}
