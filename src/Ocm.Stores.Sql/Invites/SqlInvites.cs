using System.Text;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Invites;
using Ocm.Stores.Sql.Contacts;
using Ocm.Stores.Sql.Secrets;
using Ocm.Tokens;

namespace Ocm.Stores.Sql.Invites;

/// <summary>The table <c>ocm_invites</c>.</summary>
internal static class SqlInvites
{
    private const string Columns = "token, inviter_identifier, given_identifier, created_at, expires_at, accepted_by, accepted_at";

    private const string Insert =
        """
        INSERT INTO ocm_invites (
          token_hash, token, inviter_identifier, inviter_key, given_identifier, created_at, expires_at, accepted_by, accepted_at)
        VALUES (
          @token_hash, @token, @inviter_identifier, @inviter_key, @given_identifier, @created_at, @expires_at, @accepted_by, @accepted_at)
        """;

    private const string Accept =
        """
        UPDATE ocm_invites SET accepted_by = @accepted_by, accepted_at = @accepted_at
        WHERE token_hash = @token_hash AND accepted_by IS NULL AND expires_at > @now
        """;

    private const string Revoke =
        "DELETE FROM ocm_invites WHERE token_hash = @token_hash AND inviter_key = @inviter_key AND accepted_by IS NULL";

    private static readonly string SelectOne = $"SELECT {Columns} FROM ocm_invites WHERE token_hash = @token_hash";

    private static readonly string SelectNewest = $"SELECT {Columns} FROM ocm_invites WHERE inviter_key = @inviter_key ORDER BY sequence DESC LIMIT @limit";

    private static readonly string SelectOpen =
        $"SELECT {Columns} FROM ocm_invites WHERE inviter_key = @inviter_key AND accepted_by IS NULL ORDER BY sequence DESC LIMIT @limit";

    internal static async ValueTask<bool> InsertAsync(SqlSession session, Invite invite, byte[] token, CancellationToken cancellationToken) =>
        await session.Prepare(Insert)
            .Set("token_hash", invite.Token.Hash())
            .Set("token", token)
            .Set("inviter_identifier", invite.InviterIdentifier)
            .Set("inviter_key", SqlKey.Of(invite.InviterIdentifier))
            .Set("given_identifier", invite.GivenIdentifier)
            .Set("created_at", invite.CreatedAt)
            .Set("expires_at", invite.ExpiresAt)
            .Set("accepted_by", invite.AcceptedBy?.ToString())
            .Set("accepted_at", invite.AcceptedAt)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static async ValueTask<Invite?> FindAsync(
        SqlSession session, ISecretProtector secrets, string tokenHash, CancellationToken cancellationToken) =>
        await session.Prepare(SelectOne)
            .Set("token_hash", tokenHash)
            .FindAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);

    /// <summary>One update decides who is the one; only the losers look why.</summary>
    internal static async ValueTask<InviteAcceptanceOutcome> AcceptAsync(
        SqlSession session, string tokenHash, Contact contact, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var accepted = await session.Prepare(Accept)
            .Set("accepted_by", contact.Address.ToString())
            .Set("accepted_at", now)
            .Set("token_hash", tokenHash)
            .Set("now", now)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;
        if (accepted)
        {
            await SqlContacts.PutAsync(session, contact, cancellationToken).ConfigureAwait(false);
            return InviteAcceptanceOutcome.Accepted;
        }

        return await session.Prepare("SELECT accepted_by FROM ocm_invites WHERE token_hash = @token_hash")
            .Set("token_hash", tokenHash)
            .FindAsync<InviteAcceptanceOutcome?>(
                row => row.TextOrNull(0) is null ? InviteAcceptanceOutcome.Expired : InviteAcceptanceOutcome.AlreadyAccepted,
                cancellationToken).ConfigureAwait(false) ?? InviteAcceptanceOutcome.Unknown;
    }

    internal static async ValueTask<IReadOnlyList<Invite>> ListAsync(
        SqlSession session, ISecretProtector secrets, string inviterIdentifier, bool openOnly, int limit, CancellationToken cancellationToken) =>
        await session.Prepare(openOnly ? SelectOpen : SelectNewest)
            .Set("inviter_key", SqlKey.Of(inviterIdentifier))
            .Set("limit", limit)
            .ListAsync(row => Read(row, secrets), cancellationToken).ConfigureAwait(false);

    internal static async ValueTask<bool> RevokeAsync(
        SqlSession session, string tokenHash, string inviterIdentifier, CancellationToken cancellationToken) =>
        await session.Prepare(Revoke)
            .Set("token_hash", tokenHash)
            .Set("inviter_key", SqlKey.Of(inviterIdentifier))
            .ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;

    internal static async ValueTask<int> RemoveExpiredAsync(
        SqlSession session, SqlDialect dialect, DateTimeOffset endedBefore, int max, CancellationToken cancellationToken) =>
        await session.Prepare(
            $"""
            DELETE FROM ocm_invites WHERE sequence IN (
              SELECT sequence FROM ocm_invites WHERE expires_at < @ended_before ORDER BY expires_at LIMIT @max{dialect.SkipLocked})
            """)
            .Set("ended_before", endedBefore)
            .Set("max", max)
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);

    internal static byte[] Protect(Invite invite, ISecretProtector secrets) =>
        secrets.Protect(SecretKind.InviteToken, Encoding.UTF8.GetBytes(invite.Token.Reveal()));

    private static Invite Read(SqlRow row, ISecretProtector secrets) => new()
    {
        Token = new SecretString(Encoding.UTF8.GetString(secrets.Unprotect(SecretKind.InviteToken, row.Bytes(0)))),
        InviterIdentifier = row.Text(1),
        GivenIdentifier = row.Text(2),
        CreatedAt = row.Moment(3),
        ExpiresAt = row.Moment(4),
        AcceptedBy = row.TextOrNull(5) is { } acceptedBy ? OcmAddress.Parse(acceptedBy) : null,
        AcceptedAt = row.MomentOrNull(6),
    };
}
