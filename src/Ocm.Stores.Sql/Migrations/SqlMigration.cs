namespace Ocm.Stores.Sql.Migrations;

/// <summary>One step of the schema.</summary>
/// <param name="Version">The schema's version after the step; 1 is the first.</param>
/// <param name="Statements">The statements of the step, in order.</param>
internal sealed record SqlMigration(int Version, Func<SqlDialect, IReadOnlyList<string>> Statements);
