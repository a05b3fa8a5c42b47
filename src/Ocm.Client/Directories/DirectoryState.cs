using Ocm.Errors;

namespace Ocm.Client.Directories;

/// <summary>What is known of one directory service; replaced as a whole.</summary>
internal sealed record DirectoryState
{
    /// <summary>The last good document; null where there is none, or it is too old.</summary>
    internal DirectorySnapshot? Snapshot { get; init; }

    /// <summary>The entity tag of <see cref="Snapshot"/>.</summary>
    internal string? ETag { get; init; }

    /// <summary>When <see cref="Snapshot"/> was fetched or confirmed.</summary>
    internal DateTimeOffset FetchedAt { get; init; }

    /// <summary>Until when <see cref="Snapshot"/> is used without asking.</summary>
    internal DateTimeOffset FreshUntil { get; init; }

    /// <summary>Why the last fetch failed; null where it did not.</summary>
    internal OcmFailure? Failure { get; init; }

    /// <summary>Until when the service is not asked again after <see cref="Failure"/>.</summary>
    internal DateTimeOffset FailedUntil { get; init; }

    internal bool IsDue(DateTimeOffset now) => Failure is null ? Snapshot is null || now >= FreshUntil : now >= FailedUntil;
}
