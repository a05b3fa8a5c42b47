using Ocm.Addresses;
using Ocm.ShareRequests;

namespace Ocm.Stores.Sql.ShareRequests;

/// <summary>Requests for shares in the table <c>ocm_share_requests</c>.</summary>
internal sealed class SqlShareRequestStore(SqlStoreHost host) : IShareRequestStore
{
    private const string Columns = "id, owner_identifier, share_with, share, resource_id, status, provider_id, received_at, version";

    private const string Insert =
        """
        INSERT INTO ocm_share_requests (
          id, owner_identifier, owner_key, share_with, share, resource_id, received_at, pending_key, status, provider_id, version)
        VALUES (
          @id, @owner_identifier, @owner_key, @share_with, @share, @resource_id, @received_at, @pending_key, @status, @provider_id, @version)
        ON CONFLICT (pending_key) DO NOTHING
        """;

    // A request that becomes pending again gives way to one that is.
    private const string Update =
        """
        UPDATE ocm_share_requests
        SET pending_key = @pending_key, status = @status, provider_id = @provider_id, version = @version + 1
        WHERE id = @id AND version = @old_version
          AND NOT EXISTS (SELECT 1 FROM ocm_share_requests other WHERE other.pending_key = @other_key AND other.id <> @other_id)
        """;

    private static readonly string SelectOne = $"SELECT {Columns} FROM ocm_share_requests WHERE id = @id";

    private static readonly string SelectNewest =
        $"SELECT {Columns} FROM ocm_share_requests WHERE owner_key = @owner_key ORDER BY sequence DESC LIMIT @limit";

    private static readonly string SelectPending =
        $"SELECT {Columns} FROM ocm_share_requests WHERE owner_key = @owner_key AND pending_key IS NOT NULL ORDER BY sequence DESC LIMIT @limit";

    public ValueTask<bool> TryAddRequestAsync(ReceivedShareRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return host.WriteAsync(
            SqlWrite.Statement,
            async (session, token) => await SetState(
                session.Prepare(Insert)
                    .Set("id", request.Id)
                    .Set("owner_identifier", request.OwnerIdentifier)
                    .Set("owner_key", SqlKey.Of(request.OwnerIdentifier))
                    .Set("share_with", request.ShareWith.ToString())
                    .Set("share", request.Share)
                    .Set("resource_id", request.ResourceId)
                    .Set("received_at", request.ReceivedAt),
                request).ExecuteAsync(token).ConfigureAwait(false) == 1,
            cancellationToken);
    }

    public ValueTask<ReceivedShareRequest?> FindRequestAsync(string id, CancellationToken cancellationToken = default) =>
        host.ReadAsync((session, token) => session.Prepare(SelectOne).Set("id", id).FindAsync(Read, token), cancellationToken);

    public ValueTask<bool> TryReplaceRequestAsync(ReceivedShareRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return host.WriteAsync(
            SqlWrite.Statement,
            async (session, token) => await SetState(session.Prepare(Update), request)
                .Set("id", request.Id)
                .Set("old_version", request.Version)
                .Set("other_key", PendingKey(request))
                .Set("other_id", request.Id)
                .ExecuteAsync(token).ConfigureAwait(false) == 1,
            cancellationToken);
    }

    public ValueTask<int> RemoveAnsweredRequestsAsync(DateTimeOffset receivedBefore, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare(
                $"""
                DELETE FROM ocm_share_requests WHERE sequence IN (
                  SELECT sequence FROM ocm_share_requests
                  WHERE pending_key IS NULL AND received_at < @received_before ORDER BY received_at LIMIT @max{host.Dialect.SkipLocked})
                """)
                .Set("received_before", receivedBefore)
                .Set("max", max)
                .ExecuteAsync(token),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<ReceivedShareRequest>> ListRequestsAsync(
        string ownerIdentifier, int limit, CancellationToken cancellationToken = default) =>
        ListAsync(SelectNewest, ownerIdentifier, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ReceivedShareRequest>> ListPendingRequestsAsync(
        string ownerIdentifier, int limit, CancellationToken cancellationToken = default) =>
        ListAsync(SelectPending, ownerIdentifier, limit, cancellationToken);

    private ValueTask<IReadOnlyList<ReceivedShareRequest>> ListAsync(
        string select, string ownerIdentifier, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return host.ReadAsync(
            (session, token) => session.Prepare(select)
                .Set("owner_key", SqlKey.Of(ownerIdentifier))
                .Set("limit", limit)
                .ListAsync(Read, token),
            cancellationToken);
    }

    private static SqlStatement SetState(SqlStatement statement, ReceivedShareRequest request) => statement
        .Set("pending_key", PendingKey(request))
        .Set("status", request.Status.ToString())
        .Set("provider_id", request.ProviderId)
        .Set("version", request.Version);

    private static string? PendingKey(ReceivedShareRequest request) => request.Status == ReceivedShareRequestStatus.Pending
        ? SqlKey.Of(request.OwnerIdentifier, request.ShareWith.ToString(), request.ResourceId)
        : null;

    private static ReceivedShareRequest Read(SqlRow row) => new()
    {
        Id = row.Text(0),
        OwnerIdentifier = row.Text(1),
        ShareWith = OcmAddress.Parse(row.Text(2)),
        Share = row.Text(3),
        ResourceId = row.Text(4),
        Status = Enum.Parse<ReceivedShareRequestStatus>(row.Text(5)),
        ProviderId = row.TextOrNull(6),
        ReceivedAt = row.Moment(7),
        Version = row.Number(8),
    };
}
