using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Server.InMemory;

/// <summary>The sent shares of <see cref="InMemoryShareStore"/>. Not thread-safe: the store locks.</summary>
internal sealed class SentShareTable
{
    private readonly List<Row<SentShare>> _all = [];
    private readonly Dictionary<string, Row<SentShare>> _byProviderId = [];
    private readonly Dictionary<string, Row<SentShare>> _bySecretHash = [];
    private readonly NewestFirstIndex<OcmAddress, SentShare> _bySender = new();
    private readonly NewestFirstIndex<OcmAddress, SentShare> _byRecipient = new();
    private readonly NewestFirstIndex<OcmHost, SentShare> _byServer = new();
    private readonly ExpiryIndex<SentShare> _ending = new();
    private readonly ExpiryIndex<SentShare> _ended = new();
    private long _sequence;

    internal bool CanAdd(SentShare share) =>
        !_byProviderId.ContainsKey(share.ProviderId) && !_bySecretHash.ContainsKey(share.SecretHash);

    internal void Add(SentShare share)
    {
        var row = new Row<SentShare>(_sequence++, share);
        _all.Add(row);
        _byProviderId.Add(share.ProviderId, row);
        _bySecretHash.Add(share.SecretHash, row);
        _bySender.Add(share.Sender, row);
        _byRecipient.Add(share.ShareWith, row);
        _byServer.Add(share.ShareWith.Host, row);
        _ending.Move(row, null, EndOf(share));
        _ended.Move(row, null, EndedAt(share));
    }

    internal SentShare? Find(string providerId) => _byProviderId.GetValueOrDefault(providerId)?.Value;

    internal SentShare? FindBySecret(string secretHash) => _bySecretHash.GetValueOrDefault(secretHash)?.Value;

    internal bool CanReplace(SentShare share) =>
        _byProviderId.TryGetValue(share.ProviderId, out var row) && row.Value.Version == share.Version;

    internal void Replace(SentShare share)
    {
        var row = _byProviderId[share.ProviderId];
        _ending.Move(row, EndOf(row.Value), EndOf(share));
        _ended.Move(row, EndedAt(row.Value), EndedAt(share));
        row.Value = share with { Version = share.Version + 1 };
    }

    internal int RemoveEnded(DateTimeOffset endedBefore, int max)
    {
        var rows = _ended.Before(endedBefore, max);
        rows.ForEach(Remove);
        return rows.Count;
    }

    internal List<SentShare> List(SentShareQuery query)
    {
        var before = long.MaxValue;
        if (query.After is { } after)
        {
            if (!_byProviderId.TryGetValue(after, out var last))
            {
                return [];
            }

            before = last.Sequence;
        }

        return NewestFirst.Page([Candidates(query)], before, share => Matches(query, share), query.Limit);
    }

    private List<Row<SentShare>> Candidates(SentShareQuery query) => query switch
    {
        { ShareWith: { } recipient } => _byRecipient.Rows(recipient),
        { Sender: { } sender } => _bySender.Rows(sender),
        { ExpiresBy: { } moment, Statuses.Count: > 0 } when query.Statuses.All(IsActive) => _ending.EndingBy(moment),
        { ReceivingServer: { } server } => _byServer.Rows(server),
        _ => _all,
    };

    private static bool Matches(SentShareQuery query, SentShare share) =>
        (query.Sender is null || query.Sender == share.Sender)
        && (query.ShareWith is null || query.ShareWith == share.ShareWith)
        && (query.ReceivingServer is null || query.ReceivingServer == share.ShareWith.Host)
        && (query.Statuses.Count == 0 || query.Statuses.Contains(share.Status))
        && (query.ExpiresBy is null || share.ExpiresAt <= query.ExpiresBy);

    private void Remove(Row<SentShare> row)
    {
        var share = row.Value;
        _all.RemoveAt(NewestFirst.Find(_all, row.Sequence));
        _byProviderId.Remove(share.ProviderId);
        _bySecretHash.Remove(share.SecretHash);
        _bySender.Remove(share.Sender, row);
        _byRecipient.Remove(share.ShareWith, row);
        _byServer.Remove(share.ShareWith.Host, row);
        _ended.Move(row, EndedAt(share), null);
    }

    private static DateTimeOffset? EndedAt(SentShare share) => IsActive(share.Status) ? null : share.UpdatedAt;

    private static DateTimeOffset? EndOf(SentShare share) => IsActive(share.Status) ? share.ExpiresAt : null;

    private static bool IsActive(SentShareStatus status) =>
        status is SentShareStatus.PendingDelivery or SentShareStatus.Sent or SentShareStatus.Accepted;
}
