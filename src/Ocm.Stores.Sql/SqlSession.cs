using System.Data.Common;

namespace Ocm.Stores.Sql;

/// <summary>An open connection; used by one caller at a time.</summary>
/// <param name="connection">The connection, open.</param>
/// <param name="keepsStatements">
/// Whether statements are kept for their next use: for connections that live long and whose driver does not do it itself.
/// </param>
public sealed class SqlSession(DbConnection connection, bool keepsStatements = false) : IAsyncDisposable, IDisposable
{
    // Queries are put together from conditions, so there are more texts than methods, but not many more.
    private const int MaxStatements = 128;

    private readonly Dictionary<string, SqlStatement>? _statements = keepsStatements ? new(StringComparer.Ordinal) : null;

    /// <summary>The connection.</summary>
    public DbConnection Connection { get; } = connection;

    /// <summary>Prepares a statement. Its parameters must be set in the same order each time.</summary>
    /// <param name="sql">The statement.</param>
    /// <returns>The statement, without values.</returns>
    public SqlStatement Prepare(string sql)
    {
        if (_statements is null)
        {
            return new SqlStatement(CreateCommand(sql), isKept: false);
        }

        if (_statements.TryGetValue(sql, out var statement))
        {
            return statement.Reset();
        }

        if (_statements.Count >= MaxStatements)
        {
            Forget();
        }

        statement = new SqlStatement(CreateCommand(sql), isKept: true);
        _statements.Add(sql, statement);
        return statement;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        Forget();
        Connection.Dispose();
    }

    /// <summary>Closes the connection.</summary>
    /// <returns>When it is closed.</returns>
    public ValueTask DisposeAsync()
    {
        Forget();
        return Connection.DisposeAsync();
    }

    private DbCommand CreateCommand(string sql)
    {
        var command = Connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the stores' own; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private void Forget()
    {
        foreach (var statement in _statements?.Values ?? Enumerable.Empty<SqlStatement>())
        {
            statement.Dispose();
        }

        _statements?.Clear();
    }
}
