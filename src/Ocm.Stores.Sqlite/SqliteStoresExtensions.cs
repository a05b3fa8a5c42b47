using Ocm.Server;
using Ocm.Stores.Sql;
using Ocm.Stores.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers stores in a SQLite file.</summary>
public static class SqliteStoresExtensions
{
    /// <summary>
    /// Keeps everything in one SQLite file: durable, for one node. A store that is registered afterwards replaces the one of
    /// the same contract.
    /// </summary>
    /// <param name="builder">The server that is being put together.</param>
    /// <param name="path">The file; made where it does not exist.</param>
    /// <returns>The same builder.</returns>
    public static IOcmServerBuilder AddSqliteStores(this IOcmServerBuilder builder, string path) =>
        builder.AddSqliteStores(options => options.Path = path);

    /// <summary>
    /// Keeps everything in one SQLite file: durable, for one node. A store that is registered afterwards replaces the one of
    /// the same contract.
    /// </summary>
    /// <param name="builder">The server that is being put together.</param>
    /// <param name="configure">Says where the file is, and how secrets in it are protected.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The options contradict themselves.</exception>
    public static IOcmServerBuilder AddSqliteStores(this IOcmServerBuilder builder, Action<SqliteStoresOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SqliteStoresOptions();
        configure(options);
        if (options.FindMistake() is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(configure));
        }

        builder.Services.AddSqlStores(options, _ => new SqliteDatabase(options));
        return builder;
    }
}
