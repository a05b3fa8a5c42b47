using Ocm.Invites;

namespace Ocm.Server.InMemory;

/// <summary>What users here accept elsewhere. Few at a time, so that it is searched, not indexed. Not thread-safe: its store locks.</summary>
internal sealed class InviteAcceptanceTable
{
    private readonly OrderedDictionary<string, InviteAcceptance> _rows = [];

    internal bool TryAdd(InviteAcceptance acceptance) => _rows.TryAdd(acceptance.Id, acceptance with { LeaseOwner = null, LeasedUntil = null });

    internal List<InviteAcceptance> Claim(InviteAcceptanceClaim claim)
    {
        List<InviteAcceptance> due =
        [
            .. _rows.Values
                .Where(row => row.Status == InviteAcceptanceStatus.Pending
                    && !(row.LeasedUntil > claim.Now)
                    && (claim.Id is null ? row.NextAttemptAt <= claim.Now : row.Id == claim.Id))
                .OrderBy(row => row.NextAttemptAt)
                .Take(claim.Max)
                .Select(row => row with { LeaseOwner = claim.LeaseOwner, LeasedUntil = claim.LeasedUntil }),
        ];
        foreach (var row in due)
        {
            _rows[row.Id] = row;
        }

        return due;
    }

    internal bool TryRelease(InviteAcceptance acceptance)
    {
        if (acceptance.LeaseOwner is null || !_rows.TryGetValue(acceptance.Id, out var row) || row.LeaseOwner != acceptance.LeaseOwner)
        {
            return false;
        }

        _rows[row.Id] = row with
        {
            Status = acceptance.Status,
            ExpiresAt = acceptance.ExpiresAt,
            NextAttemptAt = acceptance.NextAttemptAt,
            Attempts = acceptance.Attempts,
            LastError = acceptance.LastError,
            LeaseOwner = null,
            LeasedUntil = null,
        };
        return true;
    }

    internal bool TryRemove(string id, string? userIdentifier) =>
        _rows.TryGetValue(id, out var row) && (userIdentifier is null || row.UserIdentifier == userIdentifier) && _rows.Remove(id);

    internal List<InviteAcceptance> List(string userIdentifier, int limit) =>
        [.. _rows.Values.Reverse().Where(row => row.UserIdentifier == userIdentifier).Take(limit)];

    internal int RemoveFailed(DateTimeOffset endedBefore, int max)
    {
        List<string> old =
        [
            .. _rows.Values
                .Where(row => row.Status == InviteAcceptanceStatus.Failed && row.ExpiresAt < endedBefore)
                .OrderBy(row => row.ExpiresAt)
                .Take(max)
                .Select(row => row.Id),
        ];
        old.ForEach(id => _rows.Remove(id));
        return old.Count;
    }
}
