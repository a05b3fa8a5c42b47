using System.Data.Common;

namespace Ocm.Stores.Sql;

/// <summary>
/// A database as the stores use it. Ocm.Stores.Sqlite and Ocm.Stores.PostgreSql bring one each; a product may bring its own for
/// another database that knows <c>ON CONFLICT</c> and <c>RETURNING</c>.
/// </summary>
public abstract class SqlDatabase : IAsyncDisposable
{
    /// <summary>The database's words.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Reads.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="work">Reads from the session; changes nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was read.</returns>
    public abstract ValueTask<T> ReadAsync<T>(Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default);

    /// <summary>Changes something. Where the work throws, nothing of it is stored.</summary>
    /// <typeparam name="T">What the change says of itself.</typeparam>
    /// <param name="write">What the change needs.</param>
    /// <param name="work">Changes through the session; may run on another thread, and waits for nothing but the session.</param>
    /// <param name="cancellationToken">Ends the call, unless the work has begun.</param>
    /// <returns>What the work said.</returns>
    public abstract ValueTask<T> WriteAsync<T>(
        SqlWrite write, Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken = default);

    /// <summary>Changes the schema: one transaction that no other node's overlaps.</summary>
    /// <param name="work">Reads and changes through the session.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When the transaction is durable.</returns>
    public abstract ValueTask MigrateAsync(Func<SqlSession, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default);

    /// <summary>Opens a session of the caller's own, for interfaces that know no asynchronous calls.</summary>
    /// <returns>A session that the caller disposes of.</returns>
    public abstract SqlSession OpenSession();

    /// <summary>Puts a driver's exception into words of ours.</summary>
    /// <param name="exception">What the driver threw.</param>
    /// <returns>
    /// <see cref="Errors.StoreUnavailableException"/> where the database cannot work at present;
    /// <see cref="InvalidOperationException"/> where a key is taken; otherwise the exception itself.
    /// </returns>
    public abstract Exception Translate(DbException exception);

    /// <summary>Closes all connections.</summary>
    /// <returns>When they are closed.</returns>
    public abstract ValueTask DisposeAsync();
}
