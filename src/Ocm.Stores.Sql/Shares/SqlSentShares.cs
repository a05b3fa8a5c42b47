using System.Text;
using System.Text.Json;
using Ocm.Addresses;
using Ocm.Shares;
using Ocm.Stores.Sql.Secrets;
using Ocm.Tokens;

namespace Ocm.Stores.Sql.Shares;

/// <summary>The table <c>ocm_sent_shares</c>.</summary>
internal static class SqlSentShares
{
    /// <summary>The shares that have ended, in the words of the index of them: a step of the schema that was released.</summary>
    internal const string HasEnded = "status IN ('Declined', 'Unshared', 'Expired', 'Refused')";

    private const string Columns =
        "provider_id, sender, share_with, secret_hash, secret, status, expires_at, created_at, updated_at, version, details";

    private const string Insert =
        """
        INSERT INTO ocm_sent_shares (
          provider_id, secret_hash, sender, sender_key, share_with, share_with_key, receiving_server, created_at,
          status, expires_at, ends_at, updated_at, version, secret, details)
        VALUES (
          @provider_id, @secret_hash, @sender, @sender_key, @share_with, @share_with_key, @receiving_server, @created_at,
          @status, @expires_at, @ends_at, @updated_at, @version, @secret, @details)
        ON CONFLICT DO NOTHING
        """;

    private const string Update =
        """
        UPDATE ocm_sent_shares
        SET status = @status, expires_at = @expires_at, ends_at = @ends_at, updated_at = @updated_at, version = @version + 1,
          secret = @secret, details = @details
        WHERE provider_id = @provider_id AND version = @old_version
        """;

    /// <summary>What is stored besides the share itself, made before a transaction begins.</summary>
    internal static SentShareRow ToRow(SentShare share, ISecretProtector secrets) => new(
        share,
        share.Secret is { } secret ? secrets.Protect(SecretKind.SentShareSecret, Encoding.UTF8.GetBytes(secret.Reveal())) : null,
        JsonSerializer.Serialize(SentShareDetails.Of(share), DetailsJsonContext.Default.SentShareDetails));

    internal static async ValueTask<bool> InsertAsync(SqlSession session, SentShareRow row, CancellationToken cancellationToken)
    {
        var share = row.Share;
        var statement = session.Prepare(Insert)
            .Set("provider_id", share.ProviderId)
            .Set("secret_hash", share.SecretHash)
            .Set("sender", share.Sender.ToString())
            .Set("sender_key", SqlKey.Of(share.Sender.ToString()))
            .Set("share_with", share.ShareWith.ToString())
            .Set("share_with_key", SqlKey.Of(share.ShareWith.ToString()))
            .Set("receiving_server", share.ShareWith.Host.Value)
            .Set("created_at", share.CreatedAt);
        return await SetState(statement, row).ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    internal static async ValueTask<bool> UpdateAsync(SqlSession session, SentShareRow row, CancellationToken cancellationToken) =>
        await SetState(session.Prepare(Update), row)
            .Set("provider_id", row.Share.ProviderId)
            .Set("old_version", row.Share.Version)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static ValueTask<int> RemoveEndedAsync(
        SqlSession session, SqlDialect dialect, DateTimeOffset endedBefore, int max, CancellationToken cancellationToken) =>
        SqlShareConditions.RemoveEndedAsync(session, dialect, "ocm_sent_shares", HasEnded, endedBefore, max, cancellationToken);

    internal static async ValueTask<SentShare?> FindAsync(
        SqlSession session, ISecretProtector secrets, string column, string value, CancellationToken cancellationToken) =>
        await session.Prepare($"SELECT {Columns} FROM ocm_sent_shares WHERE {column} = @value")
            .Set("value", value)
            .FindAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<IReadOnlyList<SentShare>> ListAsync(
        SqlSession session, ISecretProtector secrets, SentShareQuery query, CancellationToken cancellationToken)
    {
        var conditions = new SqlConditions();
        if (query.ShareWith is { } recipient)
        {
            conditions.Add("share_with_key = @share_with_key", statement => statement.Set("share_with_key", SqlKey.Of(recipient.ToString())));
        }

        if (query.Sender is { } sender)
        {
            conditions.Add("sender_key = @sender_key", statement => statement.Set("sender_key", SqlKey.Of(sender.ToString())));
        }

        if (query.ReceivingServer is { } server)
        {
            conditions.Add("receiving_server = @receiving_server", statement => statement.Set("receiving_server", server.Value));
        }

        SqlShareConditions.AddStatuses(conditions, query.Statuses);
        SqlShareConditions.AddExpiry(conditions, query.ExpiresBy, query.Statuses.Count > 0 && query.Statuses.All(IsActive));
        if (query.After is { } after)
        {
            conditions.Add(
                "sequence < (SELECT sequence FROM ocm_sent_shares WHERE provider_id = @after)", statement => statement.Set("after", after));
        }

        return await conditions
            .Apply(session.Prepare($"SELECT {Columns} FROM ocm_sent_shares{conditions.ToWhere()} ORDER BY {SqlShareConditions.NewestFirst(query.ExpiresBy)} LIMIT @limit"))
            .Set("limit", query.Limit)
            .ListAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);
    }

    private static SqlStatement SetState(SqlStatement statement, SentShareRow row) => statement
        .Set("status", row.Share.Status.ToString())
        .Set("expires_at", row.Share.ExpiresAt)
        .Set("ends_at", IsActive(row.Share.Status) ? row.Share.ExpiresAt : null)
        .Set("updated_at", row.Share.UpdatedAt)
        .Set("version", row.Share.Version)
        .Set("secret", row.Secret)
        .Set("details", row.Details);

    private static bool IsActive(SentShareStatus status) =>
        status is SentShareStatus.PendingDelivery or SentShareStatus.Sent or SentShareStatus.Accepted;

    private static SentShare Read(SqlRow row, ISecretProtector secrets)
    {
        var details = JsonSerializer.Deserialize(row.Text(10), DetailsJsonContext.Default.SentShareDetails)!;
        return new SentShare
        {
            ProviderId = row.Text(0),
            Sender = OcmAddress.Parse(row.Text(1)),
            ShareWith = OcmAddress.Parse(row.Text(2)),
            SecretHash = row.Text(3),
            Secret = row.BytesOrNull(4) is { } secret
                ? new SecretString(Encoding.UTF8.GetString(secrets.Unprotect(SecretKind.SentShareSecret, secret)))
                : null,
            Status = Enum.Parse<SentShareStatus>(row.Text(5)),
            ExpiresAt = row.MomentOrNull(6),
            CreatedAt = row.Moment(7),
            UpdatedAt = row.Moment(8),
            Version = row.Number(9),
            GivenSenderIdentifier = details.GivenSenderIdentifier,
            SenderDisplayName = details.SenderDisplayName,
            Owner = details.Owner,
            GivenOwnerIdentifier = details.GivenOwnerIdentifier,
            OwnerDisplayName = details.OwnerDisplayName,
            ShareType = details.ShareType,
            ResourceType = details.ResourceType,
            ResourceId = details.ResourceId,
            Name = details.Name,
            Description = details.Description,
            Permissions = details.Permissions,
            Requirements = details.Requirements,
            Protocols = details.Protocols,
            AccessTypes = details.AccessTypes,
            Size = details.Size,
            EmbeddedJson = details.EmbeddedJson,
            AllowsSecretAccess = details.AllowsSecretAccess,
            RecipientDisplayName = details.RecipientDisplayName,
            RecipientPublicKeys = details.RecipientPublicKeys,
            StatusReason = details.StatusReason,
        };
    }
}
