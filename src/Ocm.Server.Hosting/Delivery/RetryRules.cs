using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Ocm.Errors;

namespace Ocm.Server.Delivery;

/// <summary>
/// What becomes of a failed attempt: 401, 408, 425 and 429 are tried again within bounds, other 4xx are final, everything else is
/// tried again until it is too old.
/// </summary>
internal sealed class RetryRules(TimeProvider time, IOptions<OcmDeliveryOptions> options)
{
    private readonly OcmDeliveryOptions _options = options.Value;

    /// <summary>Whether another attempt may succeed.</summary>
    /// <param name="failure">Why this attempt failed.</param>
    /// <param name="attempts">How many failed before it.</param>
    /// <param name="expiresAt">When it is too late.</param>
    internal bool IsWorthAnother(OcmFailure failure, int attempts, DateTimeOffset expiresAt)
    {
        if (time.GetUtcNow() >= expiresAt)
        {
            return false;
        }

        return failure.Kind switch
        {
            OcmFailureKind.Unauthenticated or OcmFailureKind.RateLimited => attempts + 1 < _options.MaxRefusals,
            OcmFailureKind.Timeout or OcmFailureKind.Unavailable when failure.PeerStatus is 408 or 425 => attempts + 1 < _options.MaxRefusals,
            OcmFailureKind.Disabled or OcmFailureKind.InvalidResponse => true,
            _ => failure.IsTransient,
        };
    }

    /// <summary>When to try again: doubling waits with jitter, and not before the other server wants it.</summary>
    /// <param name="failure">Why this attempt failed.</param>
    /// <param name="attempts">How many failed before it.</param>
    internal DateTimeOffset NextAttempt(OcmFailure failure, int attempts)
    {
        var doubled = _options.FirstRetryDelay * Math.Pow(2, Math.Min(attempts, 20));
        var capped = doubled < _options.MaxRetryDelay ? doubled : _options.MaxRetryDelay;
        var jittered = capped * (0.5 + (RandomNumberGenerator.GetInt32(0, 1024) / 2048.0));
        return time.GetUtcNow() + (failure.RetryAfter is { } asked && asked > jittered ? asked : jittered);
    }

    /// <summary>Whether nothing was sent, because calls to the other server are paused or too many wait.</summary>
    internal static bool IsHeldBack(OcmFailure failure) => failure is { Kind: OcmFailureKind.Unavailable, PeerStatus: null };
}
