using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Errors;

namespace Ocm.Server.Delivery;

/// <summary>One reconciliation with one server: what was learnt of the server, and whether it still is to be asked. Thread-safe.</summary>
internal sealed class ReconciliationRun(OcmHost server, ReconciliationOptions options, TimeProvider time)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startStamp = time.GetTimestamp();
    private OcmFailure? _silence;

    internal OcmHost Server => server;

    internal bool CompareOnly => options.CompareOnly;

    internal int MaxConcurrent => options.MaxConcurrent;

    /// <summary>What changed before is taken as known to both sides.</summary>
    internal DateTimeOffset Since => _start - options.ChangedWithin;

    /// <summary>The server; null where it is not to be asked, or could not be discovered.</summary>
    internal DiscoveredServer? Found { get; set; }

    /// <summary>Why the trust policy refuses the server: nothing is then sent to it, at once or later; null where it does not.</summary>
    internal OcmFailure? Refusal { get; init; }

    /// <summary>
    /// Whether the server is one of the draft, whose keys are known: its refusals count, and it takes a repeated notification
    /// without effect.
    /// </summary>
    internal bool IsDraft => Found is { JwksUri: not null, TakesSignatures: true };

    /// <summary>Whether it exchanges tokens, so that its word on a secret counts.</summary>
    internal bool ExchangesTokens => IsDraft && Found!.TokenEndPoint is not null;

    /// <summary>Why the server is not to be asked any more; null where it may be.</summary>
    internal OcmFailure? Silence => Volatile.Read(ref _silence)
        ?? (time.GetElapsedTime(_startStamp) >= options.MaxDuration
            ? new OcmFailure(OcmFailureKind.Timeout, "The time of the reconciliation is over.")
            : null);

    /// <summary>The server is not asked any more.</summary>
    internal void End(OcmFailure failure) => Interlocked.CompareExchange(ref _silence, failure, null);

    /// <summary>Hears why a call failed: one that found nobody, or was asked to come later, was the last.</summary>
    internal void Note(OcmFailure? failure)
    {
        if (failure is not null && DestinationWatch.SpeaksAgainst(failure))
        {
            End(failure);
        }
    }
}
