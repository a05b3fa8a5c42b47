using System.Text;
using Ocm.Signatures;
using Ocm.Stores.Sql.Secrets;
using Ocm.Tokens;

namespace Ocm.Stores.Sql.Signatures;

/// <summary>Signing keys in the table <c>ocm_signing_keys</c>.</summary>
internal sealed class SqlSigningKeyStore(SqlStoreHost host) : ISigningKeyStore
{
    // The place after the newest key is taken by one node: of two that see the same newest key, one finds it taken.
    private const string InsertAfter =
        """
        INSERT INTO ocm_signing_keys (place, key_id, algorithm, private_jwk, created_at, active_from, retired_at)
        SELECT place + 1, @key_id, @algorithm, @private_jwk, @created_at, @active_from, @retired_at
        FROM ocm_signing_keys
        WHERE key_id = @newest_key_id AND place = (SELECT MAX(place) FROM ocm_signing_keys)
        ON CONFLICT DO NOTHING
        """;

    private const string InsertFirst =
        """
        INSERT INTO ocm_signing_keys (place, key_id, algorithm, private_jwk, created_at, active_from, retired_at)
        SELECT first.place, @key_id, @algorithm, @private_jwk, @created_at, @active_from, @retired_at
        FROM (SELECT 1 AS place) first
        WHERE NOT EXISTS (SELECT 1 FROM ocm_signing_keys)
        ON CONFLICT DO NOTHING
        """;

    private const string SelectAll =
        "SELECT key_id, algorithm, private_jwk, created_at, active_from, retired_at FROM ocm_signing_keys ORDER BY place";

    public async ValueTask<IReadOnlyList<StoredSigningKey>> ListKeysAsync(CancellationToken cancellationToken = default)
    {
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        return await host.ReadAsync(
            (session, token) => session.Prepare(SelectAll).ListAsync(row => Read(row, secrets), token), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> TryAddKeyAsync(StoredSigningKey key, string? newestKeyId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var secrets = await host.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        var privateJwk = secrets.Protect(SecretKind.SigningKey, Encoding.UTF8.GetBytes(key.PrivateJwk.Reveal()));
        return await host.WriteAsync(
            SqlWrite.Statement,
            async (session, token) =>
            {
                var statement = session.Prepare(newestKeyId is null ? InsertFirst : InsertAfter)
                    .Set("key_id", key.KeyId)
                    .Set("algorithm", key.Algorithm)
                    .Set("private_jwk", privateJwk)
                    .Set("created_at", key.CreatedAt)
                    .Set("active_from", key.ActiveFrom)
                    .Set("retired_at", key.RetiredAt);
                if (newestKeyId is not null)
                {
                    statement.Set("newest_key_id", newestKeyId);
                }

                return await statement.ExecuteAsync(token).ConfigureAwait(false) == 1;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RetireKeyAsync(string keyId, DateTimeOffset retiredAt, CancellationToken cancellationToken = default) =>
        await host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare("UPDATE ocm_signing_keys SET retired_at = @retired_at WHERE key_id = @key_id")
                .Set("retired_at", retiredAt)
                .Set("key_id", keyId)
                .ExecuteAsync(token),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask RemoveKeyAsync(string keyId, CancellationToken cancellationToken = default) =>
        await host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare("DELETE FROM ocm_signing_keys WHERE key_id = @key_id").Set("key_id", keyId).ExecuteAsync(token),
            cancellationToken).ConfigureAwait(false);

    private static StoredSigningKey Read(SqlRow row, ISecretProtector secrets) => new()
    {
        KeyId = row.Text(0),
        Algorithm = row.Text(1),
        PrivateJwk = new SecretString(Encoding.UTF8.GetString(secrets.Unprotect(SecretKind.SigningKey, row.Bytes(2)))),
        CreatedAt = row.Moment(3),
        ActiveFrom = row.Moment(4),
        RetiredAt = row.MomentOrNull(5),
    };
}
