using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Server.InMemory;

/// <summary>The received shares of <see cref="InMemoryShareStore"/>. Not thread-safe: the store locks.</summary>
internal sealed class ReceivedShareTable
{
    private readonly List<Row<ReceivedShare>> _all = [];
    private readonly Dictionary<string, Row<ReceivedShare>> _byId = [];
    private readonly Dictionary<(OcmHost Server, string ProviderId), Row<ReceivedShare>> _byName = [];
    private readonly NewestFirstIndex<string, ReceivedShare> _byProviderId = new();
    private readonly NewestFirstIndex<(bool IsUser, string Identifier), ReceivedShare> _byRecipient = new();
    private readonly NewestFirstIndex<OcmAddress, ReceivedShare> _bySender = new();
    private readonly NewestFirstIndex<OcmHost, ReceivedShare> _byServer = new();
    private readonly ExpiryIndex<ReceivedShare> _ending = new();
    private readonly ExpiryIndex<ReceivedShare> _ended = new();
    private long _sequence;

    internal bool CanAdd(ReceivedShare share)
    {
        if (_byId.ContainsKey(share.Id))
        {
            throw new InvalidOperationException("The id of the share is taken.");
        }

        return !_byName.ContainsKey((share.SendingServer, share.ProviderId));
    }

    internal void Add(ReceivedShare share)
    {
        var row = new Row<ReceivedShare>(_sequence++, share);
        _all.Add(row);
        _byId.Add(share.Id, row);
        _byName.Add((share.SendingServer, share.ProviderId), row);
        _byProviderId.Add(share.ProviderId, row);
        _byRecipient.Add((share.ShareType == ShareType.User, share.RecipientIdentifier), row);
        _bySender.Add(share.Sender, row);
        _byServer.Add(share.SendingServer, row);
        _ending.Move(row, null, EndOf(share));
        _ended.Move(row, null, EndedAt(share));
    }

    internal ReceivedShare? Find(string id) => _byId.GetValueOrDefault(id)?.Value;

    internal ReceivedShare? Find(OcmHost sendingServer, string providerId) =>
        _byName.GetValueOrDefault((sendingServer, providerId))?.Value;

    internal List<OcmHost> SendingServers(string providerId, int max) =>
        [.. _byProviderId.Rows(providerId).Take(max).Select(row => row.Value.SendingServer)];

    internal bool CanReplace(ReceivedShare share) =>
        _byId.TryGetValue(share.Id, out var row) && row.Value.Version == share.Version;

    internal void Replace(ReceivedShare share)
    {
        var row = _byId[share.Id];
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

    internal List<ReceivedShare> List(ReceivedShareQuery query)
    {
        var before = long.MaxValue;
        if (query.After is { } after)
        {
            if (!_byId.TryGetValue(after, out var last))
            {
                return [];
            }

            before = last.Sequence;
        }

        return NewestFirst.Page(Candidates(query), before, share => Matches(query, share), query.Limit);
    }

    private List<List<Row<ReceivedShare>>> Candidates(ReceivedShareQuery query)
    {
        if (query.UserIdentifier is not null || query.GroupIdentifiers.Count > 0)
        {
            List<List<Row<ReceivedShare>>> lists = [.. query.GroupIdentifiers.Distinct(StringComparer.Ordinal).Select(group => _byRecipient.Rows((false, group)))];
            if (query.UserIdentifier is { } user)
            {
                lists.Add(_byRecipient.Rows((true, user)));
            }

            return lists;
        }

        return query switch
        {
            { Sender: { } sender } => [_bySender.Rows(sender)],
            { ExpiresBy: { } moment, Statuses.Count: > 0 } when query.Statuses.All(IsActive) => [_ending.EndingBy(moment)],
            { SendingServer: { } server } => [_byServer.Rows(server)],
            _ => [_all],
        };
    }

    // The recipient was selected by the candidates.
    private static bool Matches(ReceivedShareQuery query, ReceivedShare share) =>
        (query.SendingServer is null || query.SendingServer == share.SendingServer)
        && (query.Sender is null || query.Sender == share.Sender)
        && (query.Statuses.Count == 0 || query.Statuses.Contains(share.Status))
        && (query.ExpiresBy is null || share.ExpiresAt <= query.ExpiresBy);

    private void Remove(Row<ReceivedShare> row)
    {
        var share = row.Value;
        _all.RemoveAt(NewestFirst.Find(_all, row.Sequence));
        _byId.Remove(share.Id);
        _byName.Remove((share.SendingServer, share.ProviderId));
        _byProviderId.Remove(share.ProviderId, row);
        _byRecipient.Remove((share.ShareType == ShareType.User, share.RecipientIdentifier), row);
        _bySender.Remove(share.Sender, row);
        _byServer.Remove(share.SendingServer, row);
        _ended.Move(row, EndedAt(share), null);
    }

    private static DateTimeOffset? EndedAt(ReceivedShare share) => IsActive(share.Status) ? null : share.UpdatedAt;

    private static DateTimeOffset? EndOf(ReceivedShare share) => IsActive(share.Status) ? share.ExpiresAt : null;

    private static bool IsActive(ReceivedShareStatus status) => status is ReceivedShareStatus.Pending or ReceivedShareStatus.Accepted;
}
