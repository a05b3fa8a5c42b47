using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Stores.Sql.Tokens;

/// <summary>Fingerprints of access tokens in the table <c>ocm_access_tokens</c>.</summary>
internal sealed class SqlAccessTokenStore(SqlStoreHost host) : IAccessTokenStore
{
    private const string Insert =
        """
        INSERT INTO ocm_access_tokens (hash, provider_id, client_id, issued_at, expires_at)
        VALUES (@hash, @provider_id, @client_id, @issued_at, @expires_at)
        """;

    private const string SelectOne = "SELECT hash, provider_id, client_id, issued_at, expires_at FROM ocm_access_tokens WHERE hash = @hash";

    private readonly string _deleteExpired =
        $"""
        DELETE FROM ocm_access_tokens WHERE hash IN (
          SELECT hash FROM ocm_access_tokens WHERE expires_at <= @now ORDER BY expires_at LIMIT @max{host.Dialect.SkipLocked})
        """;

    public async ValueTask AddTokenAsync(AccessToken token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        await host.WriteAsync(
            SqlWrite.Statement,
            (session, cancellation) => session.Prepare(Insert)
                .Set("hash", token.Hash)
                .Set("provider_id", token.ProviderId)
                .Set("client_id", token.ClientId.Value)
                .Set("issued_at", token.IssuedAt)
                .Set("expires_at", token.ExpiresAt)
                .ExecuteAsync(cancellation),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<AccessToken?> FindTokenAsync(string hash, CancellationToken cancellationToken = default) =>
        host.ReadAsync((session, token) => session.Prepare(SelectOne).Set("hash", hash).FindAsync(Read, token), cancellationToken);

    public ValueTask<int> RemoveTokensOfShareAsync(string providerId, CancellationToken cancellationToken = default) =>
        host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare("DELETE FROM ocm_access_tokens WHERE provider_id = @provider_id")
                .Set("provider_id", providerId)
                .ExecuteAsync(token),
            cancellationToken);

    public ValueTask<int> RemoveExpiredTokensAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare(_deleteExpired).Set("now", now).Set("max", max).ExecuteAsync(token),
            cancellationToken);
    }

    private static AccessToken Read(SqlRow row) => new()
    {
        Hash = row.Text(0),
        ProviderId = row.Text(1),
        ClientId = OcmHost.Parse(row.Text(2)),
        IssuedAt = row.Moment(3),
        ExpiresAt = row.Moment(4),
    };
}
