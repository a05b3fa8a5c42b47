namespace Ocm.Benchmarks.Rows;

/// <summary>
/// SQL that multiplies the rows that the stores have written, because a million of them through the stores takes minutes. A copy has
/// names of its own and is in all else like its original.
/// </summary>
internal static class RowCopies
{
    private const string Kept = "sender, sender_key, share_with, recipient_identifier, recipient_key, status, expires_at, ends_at, payload_hash, received_at, updated_at, version, protocol, details";

    /// <summary>Copies shares and tokens; the copies of one share are far from each other, as those of one recipient are in life.</summary>
    internal static IEnumerable<string> Create(bool isSqlite, int copies)
    {
        var numbers = isSqlite
            ? $"(WITH RECURSIVE counter(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counter WHERE number < {copies}) SELECT number FROM counter)"
            : $"(SELECT generate_series(1, {copies}) AS number)";
        yield return $"""
            INSERT INTO ocm_received_shares (id, provider_id, sending_server, {Kept})
            SELECT id || '-' || number, provider_id || '-' || number, sending_server, {Kept}
            FROM {numbers} copies CROSS JOIN (SELECT * FROM ocm_received_shares) originals
            ORDER BY number, sequence
            """;
        yield return $"""
            INSERT INTO ocm_access_tokens (hash, provider_id, client_id, issued_at, expires_at)
            SELECT hash || '-' || number, provider_id || '-' || number, client_id, issued_at, expires_at
            FROM {numbers} copies CROSS JOIN (SELECT * FROM ocm_access_tokens) originals
            """;

        // What the databases do by themselves in the course of time, and not in the middle of the measurement.
        foreach (var sql in isSqlite ? new[] { "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)" } : ["VACUUM ANALYZE", "CHECKPOINT"])
        {
            yield return sql;
        }
    }
}
