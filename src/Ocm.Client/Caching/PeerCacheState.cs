using Ocm.Errors;

namespace Ocm.Client.Caching;

/// <summary>The last outcome of fetching from one server.</summary>
/// <typeparam name="T">What is fetched.</typeparam>
internal sealed class PeerCacheState<T>
    where T : class
{
    /// <summary>The last value that was fetched, fresh or not.</summary>
    internal T? Value { get; init; }

    /// <summary>Until when <see cref="Value"/> is used.</summary>
    internal DateTimeOffset FreshUntil { get; init; }

    /// <summary>Why the last fetch failed; null where it did not.</summary>
    internal OcmFailure? Failure { get; init; }

    /// <summary>Until when nothing is fetched after <see cref="Failure"/>.</summary>
    internal DateTimeOffset FailedUntil { get; init; }

    /// <summary>When the last fetch ended.</summary>
    internal required DateTimeOffset FetchedAt { get; init; }

    /// <summary>How many bytes it counts.</summary>
    internal required long Size { get; init; }

    /// <summary>What can be told without a fetch.</summary>
    internal bool TryAnswer(DateTimeOffset now, out OcmResult<T> answer)
    {
        if (Value is not null && now < FreshUntil)
        {
            answer = Value;
            return true;
        }

        if (Failure is not null && now < FailedUntil)
        {
            answer = Failure;
            return true;
        }

        answer = default;
        return false;
    }
}
