using Ocm.Errors;

namespace Ocm.Client.Directories;

/// <summary>How it stands with one directory service.</summary>
public sealed class DirectoryServiceStatus
{
    /// <summary>Where it is.</summary>
    public required Uri Url { get; init; }

    /// <summary>The federation's name, for people; null where no good document was read yet, or the last one is too old.</summary>
    public string? Federation { get; init; }

    /// <summary>How many servers are taken from it.</summary>
    public int ServerCount { get; init; }

    /// <summary>When its last good document was fetched, or confirmed as unchanged; null where there is none.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>Whether the last good document is used although a newer one should be there.</summary>
    public bool IsStale { get; init; }

    /// <summary>Why the last fetch failed; null where it did not.</summary>
    public OcmFailure? Failure { get; init; }

    /// <summary>How many entries of the document were dropped.</summary>
    public int DroppedCount { get; init; }

    /// <summary>What was wrong with the first dropped entries, such as <c>servers[3].url</c>; at most 100.</summary>
    public IReadOnlyList<ValidationError> Dropped { get; init; } = [];
}
