using System.Text;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Invites;
using Ocm.Stores.Sql.Contacts;
using Ocm.Stores.Sql.Secrets;
using Ocm.Tokens;

namespace Ocm.Stores.Sql.Invites;

/// <summary>The table <c>ocm_invite_acceptances</c>.</summary>
internal static class SqlInviteAcceptances
{
    private const string Columns =
        """
        id, user_identifier, inviting_server, token, status, created_at, expires_at, next_attempt_at, attempts, last_error,
        lease_owner, leased_until, given_identifier
        """;

    private const string Insert =
        """
        INSERT INTO ocm_invite_acceptances (
          id, user_identifier, user_key, inviting_server, token, status, created_at, expires_at, next_attempt_at, attempts, last_error,
          given_identifier)
        VALUES (
          @id, @user_identifier, @user_key, @inviting_server, @token, @status, @created_at, @expires_at, @next_attempt_at, @attempts, @last_error,
          @given_identifier)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Release =
        """
        UPDATE ocm_invite_acceptances
        SET status = @status, expires_at = @expires_at, next_attempt_at = @next_attempt_at, attempts = @attempts,
          last_error = @last_error, lease_owner = NULL, leased_until = NULL
        WHERE id = @id AND lease_owner = @lease_owner
        """;

    private static readonly string SelectNewest =
        $"SELECT {Columns} FROM ocm_invite_acceptances WHERE user_key = @user_key ORDER BY sequence DESC LIMIT @limit";

    internal static async ValueTask<bool> InsertAsync(
        SqlSession session, InviteAcceptance acceptance, byte[] token, CancellationToken cancellationToken) =>
        await session.Prepare(Insert)
            .Set("id", acceptance.Id)
            .Set("user_identifier", acceptance.UserIdentifier)
            .Set("user_key", SqlKey.Of(acceptance.UserIdentifier))
            .Set("inviting_server", acceptance.InvitingServer.Value)
            .Set("token", token)
            .Set("status", acceptance.Status.ToString())
            .Set("created_at", acceptance.CreatedAt)
            .Set("expires_at", acceptance.ExpiresAt)
            .Set("next_attempt_at", acceptance.NextAttemptAt)
            .Set("attempts", acceptance.Attempts)
            .Set("last_error", acceptance.LastError)
            .Set("given_identifier", acceptance.GivenIdentifier)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static async ValueTask<IReadOnlyList<InviteAcceptance>> ClaimAsync(
        SqlSession session, SqlDialect dialect, ISecretProtector secrets, InviteAcceptanceClaim claim, CancellationToken cancellationToken)
    {
        var which = claim.Id is null ? "next_attempt_at <= @which" : "id = @which";
        var statement = session.Prepare(
            $"""
            UPDATE ocm_invite_acceptances SET lease_owner = @lease_owner, leased_until = @leased_until
            WHERE sequence IN (
              SELECT sequence FROM ocm_invite_acceptances
              WHERE status = 'Pending' AND {which} AND (leased_until IS NULL OR leased_until <= @now)
              ORDER BY next_attempt_at, sequence LIMIT @max{dialect.SkipLocked})
            RETURNING {Columns}
            """)
            .Set("lease_owner", claim.LeaseOwner)
            .Set("leased_until", claim.LeasedUntil);
        statement = claim.Id is { } id ? statement.Set("which", id) : statement.Set("which", claim.Now);
        var claimed = await statement
            .Set("now", claim.Now)
            .Set("max", claim.Max)
            .ListAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);
        return [.. claimed.OrderBy(acceptance => acceptance.NextAttemptAt)];
    }

    internal static async ValueTask<bool> ReleaseAsync(SqlSession session, InviteAcceptance acceptance, CancellationToken cancellationToken) =>
        await session.Prepare(Release)
            .Set("status", acceptance.Status.ToString())
            .Set("expires_at", acceptance.ExpiresAt)
            .Set("next_attempt_at", acceptance.NextAttemptAt)
            .Set("attempts", acceptance.Attempts)
            .Set("last_error", acceptance.LastError)
            .Set("id", acceptance.Id)
            .Set("lease_owner", acceptance.LeaseOwner)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>The contact is stored also where the acceptance is gone: the answer does not come a second time.</summary>
    internal static async ValueTask<bool> CompleteAsync(SqlSession session, string id, Contact contact, CancellationToken cancellationToken)
    {
        await SqlContacts.PutAsync(session, contact, cancellationToken).ConfigureAwait(false);
        return await session.Prepare("DELETE FROM ocm_invite_acceptances WHERE id = @id")
            .Set("id", id)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    internal static async ValueTask<IReadOnlyList<InviteAcceptance>> ListAsync(
        SqlSession session, ISecretProtector secrets, string userIdentifier, int limit, CancellationToken cancellationToken) =>
        await session.Prepare(SelectNewest)
            .Set("user_key", SqlKey.Of(userIdentifier))
            .Set("limit", limit)
            .ListAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<bool> RemoveAsync(SqlSession session, string id, string userIdentifier, CancellationToken cancellationToken) =>
        await session.Prepare("DELETE FROM ocm_invite_acceptances WHERE id = @id AND user_key = @user_key")
            .Set("id", id)
            .Set("user_key", SqlKey.Of(userIdentifier))
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static async ValueTask<int> RemoveFailedAsync(
        SqlSession session, SqlDialect dialect, DateTimeOffset endedBefore, int max, CancellationToken cancellationToken) =>
        await session.Prepare(
            $"""
            DELETE FROM ocm_invite_acceptances WHERE sequence IN (
              SELECT sequence FROM ocm_invite_acceptances
              WHERE status = 'Failed' AND expires_at < @ended_before ORDER BY expires_at LIMIT @max{dialect.SkipLocked})
            """)
            .Set("ended_before", endedBefore)
            .Set("max", max)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);

    internal static byte[] Protect(InviteAcceptance acceptance, ISecretProtector secrets) =>
        secrets.Protect(SecretKind.InviteToken, Encoding.UTF8.GetBytes(acceptance.Token.Reveal()));

    private static InviteAcceptance Read(SqlRow row, ISecretProtector secrets) => new()
    {
        Id = row.Text(0),
        UserIdentifier = row.Text(1),
        InvitingServer = OcmHost.Parse(row.Text(2)),
        Token = new SecretString(Encoding.UTF8.GetString(secrets.Unprotect(SecretKind.InviteToken, row.Bytes(3)))),
        Status = Enum.Parse<InviteAcceptanceStatus>(row.Text(4)),
        CreatedAt = row.Moment(5),
        ExpiresAt = row.Moment(6),
        NextAttemptAt = row.Moment(7),
        Attempts = (int)row.Number(8),
        LastError = row.TextOrNull(9),
        LeaseOwner = row.TextOrNull(10),
        LeasedUntil = row.MomentOrNull(11),
        GivenIdentifier = row.TextOrNull(12),
    };
}
