namespace Ocm.Stores.Sql.Migrations;

/// <summary>
/// Brings a database to the schema that this version of the stores knows: all missing steps in one transaction under a lock,
/// so that of several nodes that start at once one does it and the others find it done.
/// </summary>
internal static class SqlMigrator
{
    internal static async ValueTask ApplyAsync(
        SqlSession session, SqlDialect dialect, IReadOnlyList<SqlMigration> migrations, TimeProvider time, CancellationToken cancellationToken)
    {
        await session.Prepare($"CREATE TABLE IF NOT EXISTS ocm_schema (version {dialect.Number} PRIMARY KEY, applied_at {dialect.Number} NOT NULL)")
            .ExecuteAsync(cancellationToken).ConfigureAwait(false);
        var current = await session.Prepare("SELECT COALESCE(MAX(version), 0) FROM ocm_schema")
            .FindAsync(row => row.Number(0), cancellationToken).ConfigureAwait(false);
        var known = migrations.Max(migration => migration.Version);
        if (current > known)
        {
            throw new InvalidOperationException(
                $"The database has schema version {current}, which is newer than version {known}, the newest that these stores know: update the product.");
        }

        foreach (var migration in migrations.Where(migration => migration.Version > current).OrderBy(migration => migration.Version))
        {
            foreach (var statement in migration.Statements(dialect))
            {
                await session.Prepare(statement).ExecuteAsync(cancellationToken).ConfigureAwait(false);
            }

            await session.Prepare("INSERT INTO ocm_schema (version, applied_at) VALUES (@version, @applied_at)")
                .Set("version", migration.Version)
                .Set("applied_at", time.GetUtcNow())
                .ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
