using Ocm.Server;
using Ocm.Stores.PostgreSql;
using Ocm.Stores.Sql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers stores in a PostgreSQL database.</summary>
public static class PostgreSqlStoresExtensions
{
    /// <summary>
    /// Keeps everything in a PostgreSQL database, which all nodes of the server share. A store that is registered afterwards
    /// replaces the one of the same contract.
    /// </summary>
    /// <param name="builder">The server that is being put together.</param>
    /// <param name="connectionString">The database, in Npgsql's words.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddPostgreSqlStores(this IOcmServerBuilder builder, string connectionString) =>
        builder.AddPostgreSqlStores(options => options.ConnectionString = connectionString);

    /// <summary>
    /// Keeps everything in a PostgreSQL database, which all nodes of the server share. A store that is registered afterwards
    /// replaces the one of the same contract.
    /// </summary>
    /// <param name="builder">The server that is being put together.</param>
    /// <param name="configure">Says where the database is, and how secrets in it are protected.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    public static IOcmServerBuilder AddPostgreSqlStores(this IOcmServerBuilder builder, Action<PostgreSqlStoresOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PostgreSqlStoresOptions();
        configure(options);
        if (options.FindMistake() is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(configure));
        }

        builder.Services.AddSqlStores(options, _ => new PostgreSqlDatabase(options));
        return builder;
    }
}
