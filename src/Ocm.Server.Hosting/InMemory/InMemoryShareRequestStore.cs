using Ocm.Addresses;
using Ocm.ShareRequests;

namespace Ocm.Server.InMemory;

/// <summary>Requests for shares in this process's memory.</summary>
internal sealed class InMemoryShareRequestStore : IShareRequestStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Row<ReceivedShareRequest>> _byId = [];
    private readonly Dictionary<(string Owner, OcmAddress Requester, string Resource), string> _pending = [];
    private readonly NewestFirstIndex<string, ReceivedShareRequest> _byOwner = new();
    private long _sequence;

    public ValueTask<bool> TryAddRequestAsync(ReceivedShareRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!MayStand(request))
            {
                return new(false);
            }

            var row = new Row<ReceivedShareRequest>(++_sequence, request);
            if (!_byId.TryAdd(request.Id, row))
            {
                throw new InvalidOperationException("The id of the request is taken.");
            }

            _byOwner.Add(request.OwnerIdentifier, row);
            Stand(request);
            return new(true);
        }
    }

    public ValueTask<ReceivedShareRequest?> FindRequestAsync(string id, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return new(_byId.GetValueOrDefault(id)?.Value);
        }
    }

    public ValueTask<bool> TryReplaceRequestAsync(ReceivedShareRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_byId.TryGetValue(request.Id, out var row) || row.Value.Version != request.Version || !MayStand(request))
            {
                return new(false);
            }

            if (row.Value.Status == ReceivedShareRequestStatus.Pending)
            {
                _pending.Remove(KeyOf(row.Value));
            }

            row.Value = request with { Version = request.Version + 1 };
            Stand(request);
            return new(true);
        }
    }

    public ValueTask<int> RemoveAnsweredRequestsAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            List<Row<ReceivedShareRequest>> rows =
            [
                .. _byId.Values
                    .Where(row => row.Value.Status != ReceivedShareRequestStatus.Pending && row.Value.ReceivedAt < receivedBefore)
                    .OrderBy(row => row.Value.ReceivedAt)
                    .Take(max),
            ];
            foreach (var row in rows)
            {
                _byId.Remove(row.Value.Id);
                _byOwner.Remove(row.Value.OwnerIdentifier, row);
            }

            return new(rows.Count);
        }
    }

    public ValueTask<IReadOnlyList<ReceivedShareRequest>> ListRequestsAsync(
        string ownerIdentifier, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(NewestFirst.Page([_byOwner.Rows(ownerIdentifier)], long.MaxValue, _ => true, limit));
        }
    }

    public ValueTask<IReadOnlyList<ReceivedShareRequest>> ListPendingRequestsAsync(
        string ownerIdentifier, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            return new(NewestFirst.Page(
                [_byOwner.Rows(ownerIdentifier)], long.MaxValue, request => request.Status == ReceivedShareRequestStatus.Pending, limit));
        }
    }

    private static (string Owner, OcmAddress Requester, string Resource) KeyOf(ReceivedShareRequest request) =>
        (request.OwnerIdentifier, request.ShareWith, request.ResourceId);

    private bool MayStand(ReceivedShareRequest request) =>
        request.Status != ReceivedShareRequestStatus.Pending
        || !_pending.TryGetValue(KeyOf(request), out var id) || id == request.Id;

    private void Stand(ReceivedShareRequest request)
    {
        if (request.Status == ReceivedShareRequestStatus.Pending)
        {
            _pending[KeyOf(request)] = request.Id;
        }
    }
}
