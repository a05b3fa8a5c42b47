namespace Ocm.Stores.Sql.Shares;

/// <summary>The conditions that queries for sent and received shares have in common.</summary>
internal static class SqlShareConditions
{
    internal static void AddStatuses<TStatus>(SqlConditions conditions, IReadOnlyList<TStatus> statuses)
        where TStatus : struct, Enum
    {
        if (statuses.Count == 0)
        {
            return;
        }

        var names = Enumerable.Range(0, statuses.Count).Select(number => $"@status{number}");
        conditions.Add($"status IN ({string.Join(", ", names)})", statement =>
        {
            for (var number = 0; number < statuses.Count; number++)
            {
                statement.Set($"status{number}", statuses[number].ToString());
            }
        });
    }

    /// <summary>
    /// Newest first. Where a query asks for what ends by a moment, the plus sign keeps SQLite from walking through all shares in
    /// that order: few end, and their own index finds them.
    /// </summary>
    internal static string NewestFirst(DateTimeOffset? expiresBy) => expiresBy is null ? "sequence DESC" : "+sequence DESC";

    /// <summary>Removes the shares that ended longest ago, along the index of those that have ended.</summary>
    internal static ValueTask<int> RemoveEndedAsync(
        SqlSession session, SqlDialect dialect, string table, string hasEnded, DateTimeOffset endedBefore, int max, CancellationToken cancellationToken) =>
        session.Prepare(
            $"""
            DELETE FROM {table} WHERE sequence IN (
              SELECT sequence FROM {table}
              WHERE {hasEnded} AND updated_at < @ended_before ORDER BY updated_at LIMIT @max{dialect.SkipLocked})
            """)
            .Set("ended_before", endedBefore)
            .Set("max", max)
            .ExecuteAsync(cancellationToken);

    /// <summary>Shares that have ended keep their expiry but leave the index of those that are about to end.</summary>
    internal static void AddExpiry(SqlConditions conditions, DateTimeOffset? expiresBy, bool activeOnly)
    {
        if (expiresBy is { } moment)
        {
            conditions.Add((activeOnly ? "ends_at" : "expires_at") + " <= @expires_by", statement => statement.Set("expires_by", moment));
        }
    }
}
