using Npgsql;
using Ocm.Stores.Sql;

namespace Ocm.Stores.PostgreSql;

/// <summary>How the PostgreSQL stores work.</summary>
public sealed class PostgreSqlStoresOptions : SqlStoresOptions
{
    /// <summary>
    /// The database, in Npgsql's words. The tables go to the first schema of <c>Search Path</c>. Statements are prepared by
    /// themselves (<c>Max Auto Prepare</c>) and ambient transactions are left alone (<c>Enlist</c>), unless it says otherwise.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>Connections from a source of the product's own, instead of <see cref="ConnectionString"/>; the stores do not dispose of it.</summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>What is wrong with the options; null where nothing is.</summary>
    internal string? FindMistake() => string.IsNullOrWhiteSpace(ConnectionString) == (DataSource is null)
        ? "AddPostgreSqlStores needs either a connection string or a data source."
        : null;
}
