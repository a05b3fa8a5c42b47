using Ocm.Addresses;
using Ocm.Delivery;
using Ocm.Shares;
using Ocm.Stores.Sql.Delivery;

namespace Ocm.Stores.Sql.Shares;

/// <summary>Shares and outbox in a SQL database; secrets are encrypted before a transaction begins.</summary>
internal sealed class SqlShareStore(SqlStoreHost host) : IShareStore
{
    private readonly SqlInserter<ReceivedShareRow> _received = new(host, SqlWrite.Statement, SqlReceivedShares.Insert);

    public async ValueTask<bool> TryAddSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        var row = SqlSentShares.ToRow(share, await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false));
        return await ChangeAsync((session, token) => SqlSentShares.InsertAsync(session, row, token), delivery, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<SentShare?> FindSentAsync(string providerId, CancellationToken cancellationToken = default)
    {
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync(
            (session, token) => SqlSentShares.FindAsync(session, secrets, "provider_id", providerId, token), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<SentShare?> FindSentBySecretAsync(string secretHash, CancellationToken cancellationToken = default)
    {
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync(
            (session, token) => SqlSentShares.FindAsync(session, secrets, "secret_hash", secretHash, token), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> TryReplaceSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        var row = SqlSentShares.ToRow(share, await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false));
        return await ChangeAsync((session, token) => SqlSentShares.UpdateAsync(session, row, token), delivery, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<SentShare>> ListSentAsync(SentShareQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckLimit(query.Limit);
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync((session, token) => SqlSentShares.ListAsync(session, secrets, query, token), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<int> RemoveEndedSentAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default)
    {
        CheckLimit(max);
        return host.WriteAsync(
            SqlWrite.Statement, (session, token) => SqlSentShares.RemoveEndedAsync(session, host.Dialect, endedBefore, max, token), cancellationToken);
    }

    public async ValueTask<bool> TryAddReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        var row = SqlReceivedShares.ToRow(share, await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false));
        return delivery is null
            ? await _received.TryInsertAsync(row, cancellationToken).ConfigureAwait(false)
            : await ChangeAsync(
                async (session, token) => (await SqlReceivedShares.Insert.ExecuteAsync(session, [row], token).ConfigureAwait(false)).Count == 1,
                delivery,
                cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ReceivedShare?> FindReceivedAsync(string id, CancellationToken cancellationToken = default)
    {
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync((session, token) => SqlReceivedShares.FindAsync(session, secrets, id, token), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ReceivedShare?> FindReceivedAsync(OcmHost sendingServer, string providerId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sendingServer);
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync(
            (session, token) => SqlReceivedShares.FindAsync(session, secrets, sendingServer, providerId, token), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<OcmHost>> FindSendingServersAsync(string providerId, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return host.ReadAsync((session, token) => SqlReceivedShares.FindSendingServersAsync(session, providerId, max, token), cancellationToken);
    }

    public async ValueTask<bool> TryReplaceReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(share);
        var row = SqlReceivedShares.ToRow(share, await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false));
        return await ChangeAsync((session, token) => SqlReceivedShares.UpdateAsync(session, row, token), delivery, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<ReceivedShare>> ListReceivedAsync(ReceivedShareQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckLimit(query.Limit);
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync(
            (session, token) => SqlReceivedShares.ListAsync(session, host.Dialect, secrets, query, token), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<int> RemoveEndedReceivedAsync(DateTimeOffset endedBefore, int max, CancellationToken cancellationToken = default)
    {
        CheckLimit(max);
        return host.WriteAsync(
            SqlWrite.Statement, (session, token) => SqlReceivedShares.RemoveEndedAsync(session, host.Dialect, endedBefore, max, token), cancellationToken);
    }

    public async ValueTask AddAsync(OutboxItem item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        await host.WriteAsync(
            SqlWrite.Statement,
            async (session, token) =>
            {
                await SqlOutbox.InsertAsync(session, item, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<OutboxItem>> ClaimAsync(OutboxClaim claim, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        CheckLimit(claim.Max);
        return host.WriteAsync(SqlWrite.Statement, (session, token) => SqlOutbox.ClaimAsync(session, host.Dialect, claim, token), cancellationToken);
    }

    public ValueTask<bool> TryReleaseAsync(OutboxItem item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        return host.WriteAsync(SqlWrite.Statement, (session, token) => SqlOutbox.ReleaseAsync(session, item, token), cancellationToken);
    }

    public ValueTask<int> RescheduleAsync(OutboxReschedule change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        CheckLimit(change.Max);
        return host.WriteAsync(SqlWrite.Statement, (session, token) => SqlOutbox.RescheduleAsync(session, host.Dialect, change, token), cancellationToken);
    }

    public ValueTask<bool> TryRemoveAsync(string id, string? leaseOwner, CancellationToken cancellationToken = default) =>
        host.WriteAsync(SqlWrite.Statement, (session, token) => SqlOutbox.RemoveAsync(session, id, leaseOwner, token), cancellationToken);

    public ValueTask<IReadOnlyList<OutboxItem>> ListAsync(OutboxQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckLimit(query.Limit);
        return host.ReadAsync((session, token) => SqlOutbox.ListAsync(session, query, token), cancellationToken);
    }

    public ValueTask<bool> TryRetryAsync(string id, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        host.WriteAsync(SqlWrite.Statement, (session, token) => SqlOutbox.RetryAsync(session, id, now, expiresAt, token), cancellationToken);

    public ValueTask<int> RemoveFailedAsync(DateTimeOffset expiredBefore, int max, CancellationToken cancellationToken = default)
    {
        CheckLimit(max);
        return host.WriteAsync(
            SqlWrite.Statement, (session, token) => SqlOutbox.RemoveFailedAsync(session, host.Dialect, expiredBefore, max, token), cancellationToken);
    }

    public ValueTask<OutboxDepth> GetDepthAsync(CancellationToken cancellationToken = default) =>
        host.ReadAsync(SqlOutbox.GetDepthAsync, cancellationToken);

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
    }

    // The change decides; what tells of it is stored in the same transaction or, where nothing changed, not at all.
    private ValueTask<bool> ChangeAsync(
        Func<SqlSession, CancellationToken, ValueTask<bool>> change, OutboxItem? delivery, CancellationToken cancellationToken)
    {
        if (delivery is null)
        {
            return host.WriteAsync(SqlWrite.Statement, change, cancellationToken);
        }

        return host.WriteAsync(
            SqlWrite.Transaction,
            async (session, token) =>
            {
                if (!await change(session, token).ConfigureAwait(false))
                {
                    return false;
                }

                await SqlOutbox.InsertAsync(session, delivery, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }
}
