using System.Text.Json;
using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Notifications;
using Ocm.Shares;
using Ocm.Stores.Sql.Shares;

namespace Ocm.Stores.Sql.Delivery;

/// <summary>The table <c>ocm_outbox</c>.</summary>
internal static class SqlOutbox
{
    private const string Columns =
        """
        sequence, id, kind, destination, order_key, provider_id, notification_type, resource_type, parameters, status,
        created_at, expires_at, next_attempt_at, attempts, last_error, lease_owner, leased_until
        """;

    private const string Insert =
        """
        INSERT INTO ocm_outbox (
          id, kind, destination, order_key, provider_id, notification_type, resource_type, parameters, status,
          created_at, expires_at, next_attempt_at, attempts, last_error)
        VALUES (
          @id, @kind, @destination, @order_key, @provider_id, @notification_type, @resource_type, @parameters, @status,
          @created_at, @expires_at, @next_attempt_at, @attempts, @last_error)
        """;

    private const string Release =
        """
        UPDATE ocm_outbox
        SET status = @status, expires_at = @expires_at, next_attempt_at = @next_attempt_at, attempts = @attempts,
          last_error = @last_error, lease_owner = NULL, leased_until = NULL
        WHERE id = @id AND lease_owner = @lease_owner
        """;

    private const string Retry =
        """
        UPDATE ocm_outbox
        SET status = 'Pending', expires_at = @expires_at, next_attempt_at = @now, lease_owner = NULL, leased_until = NULL
        WHERE id = @id AND (leased_until IS NULL OR leased_until <= @until)
        """;

    private const string Depth =
        """
        SELECT
          (SELECT COUNT(*) FROM ocm_outbox WHERE status = 'Pending'),
          (SELECT COUNT(*) FROM ocm_outbox WHERE status = 'Failed'),
          (SELECT created_at FROM ocm_outbox WHERE status = 'Pending' ORDER BY sequence LIMIT 1)
        """;

    internal static async ValueTask InsertAsync(SqlSession session, OutboxItem item, CancellationToken cancellationToken) =>
        await session.Prepare(Insert)
            .Set("id", item.Id)
            .Set("kind", item.Kind.ToString())
            .Set("destination", item.Destination.Value)
            .Set("order_key", item.OrderKey)
            .Set("provider_id", item.ProviderId)
            .Set("notification_type", item.NotificationType?.Value)
            .Set("resource_type", item.ResourceType?.Value)
            .Set("parameters", item.ParametersJson)
            .Set("status", item.Status.ToString())
            .Set("created_at", item.CreatedAt)
            .Set("expires_at", item.ExpiresAt)
            .Set("next_attempt_at", item.NextAttemptAt)
            .Set("attempts", item.Attempts)
            .Set("last_error", item.LastError)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<IReadOnlyList<OutboxItem>> ClaimAsync(
        SqlSession session, SqlDialect dialect, OutboxClaim claim, CancellationToken cancellationToken)
    {
        var conditions = new SqlConditions().Add("item.status = 'Pending'", _ => { });
        if (claim.OrderKey is { } orderKey)
        {
            conditions.Add("item.order_key = @order_key", statement => statement.Set("order_key", orderKey));
        }
        else
        {
            conditions.Add("item.next_attempt_at <= @due", statement => statement.Set("due", claim.Now));
        }

        conditions.Add("(item.leased_until IS NULL OR item.leased_until <= @now)", statement => statement.Set("now", claim.Now));
        if (claim.ExceptDestinations.Count > 0)
        {
            conditions.Add(
                $"item.destination NOT IN ({dialect.TextsOf("@except")})",
                statement => statement.Set("except", JsonSerializer.Serialize(claim.ExceptDestinations, DetailsJsonContext.Default.IReadOnlyCollectionString)));
        }

        if (claim.SilentDestinations.Count > 0)
        {
            conditions.Add(
                $"(item.destination NOT IN ({dialect.TextsOf("@silent")}) OR item.expires_at <= @expired)",
                statement => statement
                    .Set("silent", JsonSerializer.Serialize(claim.SilentDestinations, DetailsJsonContext.Default.IReadOnlyCollectionString))
                    .Set("expired", claim.Now));
        }

        conditions.Add(
            """
            NOT EXISTS (
              SELECT 1 FROM ocm_outbox other
              WHERE other.order_key = item.order_key AND other.status = 'Pending'
                AND (other.sequence < item.sequence OR other.leased_until > @running))
            """,
            statement => statement.Set("running", claim.Now));
        var statement = session.Prepare(
            $"""
            UPDATE ocm_outbox SET lease_owner = @lease_owner, leased_until = @leased_until
            WHERE sequence IN (
              SELECT item.sequence FROM ocm_outbox item{conditions.ToWhere()}
              ORDER BY item.next_attempt_at, item.sequence LIMIT @max{dialect.SkipLocked})
            RETURNING {Columns}
            """)
            .Set("lease_owner", claim.LeaseOwner)
            .Set("leased_until", claim.LeasedUntil);
        var items = await conditions.Apply(statement)
            .Set("max", claim.Max)
            .ListAsync(Read, cancellationToken).ConfigureAwait(false);
        return [.. items.OrderBy(item => item.NextAttemptAt).ThenBy(item => item.Sequence)];
    }

    internal static async ValueTask<bool> ReleaseAsync(SqlSession session, OutboxItem item, CancellationToken cancellationToken) =>
        await session.Prepare(Release)
            .Set("status", item.Status.ToString())
            .Set("expires_at", item.ExpiresAt)
            .Set("next_attempt_at", item.NextAttemptAt)
            .Set("attempts", item.Attempts)
            .Set("last_error", item.LastError)
            .Set("id", item.Id)
            .Set("lease_owner", item.LeaseOwner)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static ValueTask<int> RescheduleAsync(
        SqlSession session, SqlDialect dialect, OutboxReschedule change, CancellationToken cancellationToken) =>
        session.Prepare(
            $"""
            UPDATE ocm_outbox
            SET next_attempt_at = CASE WHEN expires_at < @next_attempt_at THEN expires_at ELSE @next_attempt_at END
            WHERE sequence IN (
              SELECT sequence FROM ocm_outbox
              WHERE status = 'Pending' AND destination = @destination AND next_attempt_at >= @due_from AND next_attempt_at <= @due_until
                AND next_attempt_at <> CASE WHEN expires_at < @next_attempt_at THEN expires_at ELSE @next_attempt_at END
              ORDER BY next_attempt_at LIMIT @max{dialect.SkipLocked})
            """)
            .Set("next_attempt_at", change.NextAttemptAt)
            .Set("destination", change.Destination.Value)
            .Set("due_from", change.DueFrom)
            .Set("due_until", change.DueUntil)
            .Set("max", change.Max)
            .ExecuteAsync(cancellationToken);

    internal static async ValueTask<bool> RemoveAsync(SqlSession session, string id, string? leaseOwner, CancellationToken cancellationToken)
    {
        var statement = leaseOwner is null
            ? session.Prepare("DELETE FROM ocm_outbox WHERE id = @id").Set("id", id)
            : session.Prepare("DELETE FROM ocm_outbox WHERE id = @id AND lease_owner = @lease_owner").Set("id", id).Set("lease_owner", leaseOwner);
        return await statement.ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    internal static ValueTask<int> RemoveFailedAsync(
        SqlSession session, SqlDialect dialect, DateTimeOffset expiredBefore, int max, CancellationToken cancellationToken) =>
        session.Prepare(
            $"""
            DELETE FROM ocm_outbox WHERE sequence IN (
              SELECT sequence FROM ocm_outbox
              WHERE status = 'Failed' AND expires_at < @expired_before ORDER BY expires_at LIMIT @max{dialect.SkipLocked})
            """)
            .Set("expired_before", expiredBefore)
            .Set("max", max)
            .ExecuteAsync(cancellationToken);

    internal static async ValueTask<bool> RetryAsync(
        SqlSession session, string id, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await session.Prepare(Retry)
            .Set("expires_at", expiresAt)
            .Set("now", now)
            .Set("id", id)
            .Set("until", now)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static async ValueTask<IReadOnlyList<OutboxItem>> ListAsync(SqlSession session, OutboxQuery query, CancellationToken cancellationToken)
    {
        var conditions = new SqlConditions();
        if (query.Id is { } id)
        {
            conditions.Add("id = @id", statement => statement.Set("id", id));
        }

        if (query.Destination is { } destination)
        {
            conditions.Add("destination = @destination", statement => statement.Set("destination", destination.Value));
        }

        if (query.ProviderId is { } providerId)
        {
            conditions.Add("provider_id = @provider_id", statement => statement.Set("provider_id", providerId));
        }

        if (query.Status is { } status)
        {
            conditions.Add("status = @status", statement => statement.Set("status", status.ToString()));
        }

        if (query.After is { } after)
        {
            conditions.Add("sequence > @after", statement => statement.Set("after", after));
        }

        return await conditions.Apply(session.Prepare($"SELECT {Columns} FROM ocm_outbox{conditions.ToWhere()} ORDER BY sequence LIMIT @limit"))
            .Set("limit", query.Limit)
            .ListAsync(Read, cancellationToken).ConfigureAwait(false);
    }

    internal static async ValueTask<OutboxDepth> GetDepthAsync(SqlSession session, CancellationToken cancellationToken) =>
        (await session.Prepare(Depth)
            .FindAsync(row => new OutboxDepth(row.Number(0), row.Number(1), row.MomentOrNull(2)), cancellationToken).ConfigureAwait(false))!;

    private static OutboxItem Read(SqlRow row) => new()
    {
        Sequence = row.Number(0),
        Id = row.Text(1),
        Kind = Enum.Parse<OutboxItemKind>(row.Text(2)),
        Destination = OcmHost.Parse(row.Text(3)),
        OrderKey = row.Text(4),
        ProviderId = row.Text(5),
        NotificationType = row.TextOrNull(6) is { } notificationType ? new NotificationType(notificationType) : null,
        ResourceType = row.TextOrNull(7) is { } resourceType ? new ResourceType(resourceType) : null,
        ParametersJson = row.TextOrNull(8),
        Status = Enum.Parse<OutboxItemStatus>(row.Text(9)),
        CreatedAt = row.Moment(10),
        ExpiresAt = row.Moment(11),
        NextAttemptAt = row.Moment(12),
        Attempts = (int)row.Number(13),
        LastError = row.TextOrNull(14),
        LeaseOwner = row.TextOrNull(15),
        LeasedUntil = row.MomentOrNull(16),
    };
}
