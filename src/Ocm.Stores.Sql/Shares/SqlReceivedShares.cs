using System.Text.Json;
using Ocm.Addresses;
using Ocm.Serialization;
using Ocm.Shares;
using Ocm.Stores.Sql.Secrets;

namespace Ocm.Stores.Sql.Shares;

/// <summary>The table <c>ocm_received_shares</c>.</summary>
internal static class SqlReceivedShares
{
    /// <summary>The shares that have ended, in the words of the index of them: a step of the schema that was released.</summary>
    internal const string HasEnded = "status IN ('Declined', 'Unshared', 'Expired')";

    private const string Columns =
        "id, provider_id, sender, share_with, recipient_identifier, status, expires_at, payload_hash, received_at, updated_at, version, protocol, details, reshares";

    /// <summary>Adds shares; one is left out where its sending server has given its name already.</summary>
    internal static readonly SqlInsert<ReceivedShareRow> Insert = new(
        "ocm_received_shares",
        "id, provider_id, sending_server, sender, sender_key, share_with, recipient_identifier, recipient_key, payload_hash, received_at, "
            + "status, expires_at, ends_at, updated_at, version, protocol, details, reshares",
        uniqueKey: "provider_id, sending_server",
        returning: "id",
        condition: null,
        row => row.Share.Id,
        (one, other) => string.CompareOrdinal(one.Share.ProviderId, other.Share.ProviderId) is not 0 and var order
            ? order
            : string.CompareOrdinal(one.Share.SendingServer.Value, other.Share.SendingServer.Value),
        Set);

    private const string Update =
        """
        UPDATE ocm_received_shares
        SET status = @status, expires_at = @expires_at, ends_at = @ends_at, updated_at = @updated_at, version = @version + 1,
          protocol = @protocol, details = @details, reshares = @reshares, payload_hash = @payload_hash
        WHERE id = @id AND version = @old_version
        """;

    private static readonly string FindById = $"SELECT {Columns} FROM ocm_received_shares WHERE id = @id";

    // The empty text keeps PostgreSQL from the index of servers: with a table that was empty when the statement was prepared, both
    // look equally good to it, and then it reads all that the server has ever sent.
    private static readonly string FindByName =
        $"SELECT {Columns} FROM ocm_received_shares WHERE provider_id = @provider_id AND sending_server || '' = @sending_server";

    /// <summary>What is stored besides the share itself, made before a transaction begins.</summary>
    internal static ReceivedShareRow ToRow(ReceivedShare share, ISecretProtector secrets) => new(
        share,
        secrets.Protect(SecretKind.ReceivedShareProtocol, JsonSerializer.SerializeToUtf8Bytes(share.Protocol, OcmJsonContext.Default.ShareProtocols)),
        JsonSerializer.Serialize(ReceivedShareDetails.Of(share), DetailsJsonContext.Default.ReceivedShareDetails),
        share.Reshares.Count == 0
            ? null
            : secrets.Protect(SecretKind.AnsweredReshares, JsonSerializer.SerializeToUtf8Bytes(share.Reshares, DetailsJsonContext.Default.IReadOnlyListAnsweredReshare)));

    internal static async ValueTask<bool> UpdateAsync(SqlSession session, ReceivedShareRow row, CancellationToken cancellationToken) =>
        await SetState(session.Prepare(Update), row)
            .Set("payload_hash", row.Share.PayloadHash)
            .Set("id", row.Share.Id)
            .Set("old_version", row.Share.Version)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static ValueTask<int> RemoveEndedAsync(
        SqlSession session, SqlDialect dialect, DateTimeOffset endedBefore, int max, CancellationToken cancellationToken) =>
        SqlShareConditions.RemoveEndedAsync(session, dialect, "ocm_received_shares", HasEnded, endedBefore, max, cancellationToken);

    internal static async ValueTask<ReceivedShare?> FindAsync(
        SqlSession session, ISecretProtector secrets, string id, CancellationToken cancellationToken) =>
        await session.Prepare(FindById)
            .Set("id", id)
            .FindAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<ReceivedShare?> FindAsync(
        SqlSession session, ISecretProtector secrets, OcmHost sendingServer, string providerId, CancellationToken cancellationToken) =>
        await session.Prepare(FindByName)
            .Set("provider_id", providerId)
            .Set("sending_server", sendingServer.Value)
            .FindAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<IReadOnlyList<OcmHost>> FindSendingServersAsync(
        SqlSession session, string providerId, int max, CancellationToken cancellationToken) =>
        await session.Prepare("SELECT sending_server FROM ocm_received_shares WHERE provider_id = @provider_id LIMIT @max")
            .Set("provider_id", providerId)
            .Set("max", max)
            .ListAsync(row => OcmHost.Parse(row.Text(0)), cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<IReadOnlyList<ReceivedShare>> ListAsync(
        SqlSession session, SqlDialect dialect, ISecretProtector secrets, ReceivedShareQuery query, CancellationToken cancellationToken)
    {
        var conditions = new SqlConditions();
        AddRecipients(conditions, dialect, query);
        if (query.Sender is { } sender)
        {
            conditions.Add("sender_key = @sender_key", statement => statement.Set("sender_key", SqlKey.Of(sender.ToString())));
        }

        if (query.SendingServer is { } server)
        {
            conditions.Add("sending_server = @sending_server", statement => statement.Set("sending_server", server.Value));
        }

        SqlShareConditions.AddStatuses(conditions, query.Statuses);
        SqlShareConditions.AddExpiry(conditions, query.ExpiresBy, query.Statuses.Count > 0 && query.Statuses.All(IsActive));
        if (query.After is { } after)
        {
            conditions.Add("sequence < (SELECT sequence FROM ocm_received_shares WHERE id = @after)", statement => statement.Set("after", after));
        }

        // The places first, from an index alone where the conditions allow it, then the rows: groups make the database sort.
        return await conditions
            .Apply(session.Prepare(
                $"""
                SELECT {Columns} FROM ocm_received_shares
                WHERE sequence IN (SELECT sequence FROM ocm_received_shares{conditions.ToWhere()} ORDER BY {SqlShareConditions.NewestFirst(query.ExpiresBy)} LIMIT @limit)
                ORDER BY sequence DESC
                """))
            .Set("limit", query.Limit)
            .ListAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);
    }

    private static void AddRecipients(SqlConditions conditions, SqlDialect dialect, ReceivedShareQuery query)
    {
        List<string> keys = [.. query.GroupIdentifiers.Distinct(StringComparer.Ordinal).Select(group => RecipientKey(isUser: false, group))];
        if (query.UserIdentifier is { } user)
        {
            keys.Add(RecipientKey(isUser: true, user));
        }

        if (keys.Count == 1)
        {
            conditions.Add("recipient_key = @recipient_key", statement => statement.Set("recipient_key", keys[0]));
        }
        else if (keys.Count > 1)
        {
            conditions.Add(
                $"recipient_key IN ({dialect.TextsOf("@recipient_keys")})",
                statement => statement.Set("recipient_keys", JsonSerializer.Serialize(keys, DetailsJsonContext.Default.IReadOnlyCollectionString)));
        }
    }

    private static void Set(ReceivedShareRow? row, SqlValues values)
    {
        var share = row?.Share;
        values
            .Add(share?.Id)
            .Add(share?.ProviderId)
            .Add(share?.SendingServer.Value)
            .Add(share?.Sender.ToString())
            .Add(share is null ? null : SqlKey.Of(share.Sender.ToString()))
            .Add(share?.ShareWith.ToString())
            .Add(share?.RecipientIdentifier)
            .Add(share is null ? null : RecipientKey(share.ShareType == ShareType.User, share.RecipientIdentifier))
            .Add(share?.PayloadHash)
            .Add(share?.ReceivedAt)
            .Add(share?.Status.ToString())
            .Add(share?.ExpiresAt)
            .Add(share is not null && IsActive(share.Status) ? share.ExpiresAt : null)
            .Add(share?.UpdatedAt)
            .Add(share?.Version)
            .Add(row?.Protocol)
            .Add(row?.Details)
            .Add(row?.Reshares);
    }

    private static string RecipientKey(bool isUser, string identifier) => SqlKey.Of(isUser ? "user" : "group", identifier);

    private static SqlStatement SetState(SqlStatement statement, ReceivedShareRow row) => statement
        .Set("status", row.Share.Status.ToString())
        .Set("expires_at", row.Share.ExpiresAt)
        .Set("ends_at", IsActive(row.Share.Status) ? row.Share.ExpiresAt : null)
        .Set("updated_at", row.Share.UpdatedAt)
        .Set("version", row.Share.Version)
        .Set("protocol", row.Protocol)
        .Set("details", row.Details)
        .Set("reshares", row.Reshares);

    private static bool IsActive(ReceivedShareStatus status) => status is ReceivedShareStatus.Pending or ReceivedShareStatus.Accepted;

    private static ReceivedShare Read(SqlRow row, ISecretProtector secrets)
    {
        var details = JsonSerializer.Deserialize(row.Text(12), DetailsJsonContext.Default.ReceivedShareDetails)!;
        return new ReceivedShare
        {
            Id = row.Text(0),
            ProviderId = row.Text(1),
            Sender = OcmAddress.Parse(row.Text(2)),
            ShareWith = OcmAddress.Parse(row.Text(3)),
            RecipientIdentifier = row.Text(4),
            Status = Enum.Parse<ReceivedShareStatus>(row.Text(5)),
            ExpiresAt = row.MomentOrNull(6),
            PayloadHash = row.Text(7),
            ReceivedAt = row.Moment(8),
            UpdatedAt = row.Moment(9),
            Version = row.Number(10),
            Protocol = JsonSerializer.Deserialize(
                secrets.Unprotect(SecretKind.ReceivedShareProtocol, row.Bytes(11)), OcmJsonContext.Default.ShareProtocols)!,
            Reshares = row.BytesOrNull(13) is { } reshares
                ? JsonSerializer.Deserialize(secrets.Unprotect(SecretKind.AnsweredReshares, reshares), DetailsJsonContext.Default.IReadOnlyListAnsweredReshare)!
                : [],
            SenderDisplayName = details.SenderDisplayName,
            Owner = details.Owner,
            OwnerDisplayName = details.OwnerDisplayName,
            ShareType = details.ShareType,
            ResourceType = details.ResourceType,
            Name = details.Name,
            Description = details.Description,
        };
    }
}
