using Ocm.Signatures;

namespace Ocm.Stores.Sql.Signatures;

/// <summary>
/// Used signatures in the table <c>ocm_used_signatures</c>. Every signed request comes through here before it does anything, so
/// this write only has to be durable before what the request does: it waits for no flush of its own.
/// </summary>
internal sealed class SqlReplayStore(SqlStoreHost host) : ISignatureReplayStore
{
    private readonly SqlInserter<(string Fingerprint, DateTimeOffset? Until)> _uses = new(
        host,
        SqlWrite.OrderedStatement,
        new SqlInsert<(string Fingerprint, DateTimeOffset? Until)>(
            "ocm_used_signatures",
            "fingerprint, ends_at",
            uniqueKey: "fingerprint",
            returning: "fingerprint",
            host.Dialect.OrderedInsert,
            use => use.Fingerprint,
            (one, other) => string.CompareOrdinal(one.Fingerprint, other.Fingerprint),
            (use, values) => values.Add(use.Fingerprint).Add(use.Until)));

    private readonly string _deleteExpired =
        $"""
        DELETE FROM ocm_used_signatures WHERE fingerprint IN (
          SELECT fingerprint FROM ocm_used_signatures WHERE ends_at < @now ORDER BY ends_at LIMIT @max{host.Dialect.SkipLocked})
        """;

    public ValueTask<bool> TryUseAsync(string fingerprint, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(fingerprint);
        return _uses.TryInsertAsync((fingerprint, until), cancellationToken);
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
