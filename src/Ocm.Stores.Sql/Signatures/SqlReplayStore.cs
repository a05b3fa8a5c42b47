using Ocm.Signatures;

namespace Ocm.Stores.Sql.Signatures;

/// <summary>
/// Used signatures in the table <c>ocm_used_signatures</c>. Every signed request comes through here before it does anything, so
/// this write only has to be durable before what the request does: it waits for no flush of its own.
/// </summary>
internal sealed class SqlReplayStore(SqlStoreHost host) : ISignatureReplayStore
{
    private readonly string _insert =
        $"""
        INSERT INTO ocm_used_signatures (fingerprint, ends_at)
        SELECT @fingerprint, @ends_at {host.Dialect.OrderedInsert}
        ON CONFLICT (fingerprint) DO NOTHING
        """;

    private readonly string _deleteExpired =
        $"""
        DELETE FROM ocm_used_signatures WHERE fingerprint IN (
          SELECT fingerprint FROM ocm_used_signatures WHERE ends_at < @now ORDER BY ends_at LIMIT @max{host.Dialect.SkipLocked})
        """;

    public ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        return host.WriteAsync(
            SqlWrite.OrderedStatement,
            async (session, token) => await session.Prepare(_insert)
                .Set("fingerprint", fingerprint)
                .Set("ends_at", until)
                .ExecuteAsync(token).ConfigureAwait(false) == 1,
            cancellationToken);
    }

    public ValueTask<int> RemoveExpiredSignaturesAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return host.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare(_deleteExpired).Set("now", now).Set("max", max).ExecuteAsync(token),
            cancellationToken);
    }
}
