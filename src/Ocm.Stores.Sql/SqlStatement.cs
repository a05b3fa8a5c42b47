using System.Data;
using System.Data.Common;

namespace Ocm.Stores.Sql;

/// <summary>A statement with its values; executed once after each <see cref="SqlSession.Prepare"/>.</summary>
public sealed class SqlStatement : IDisposable
{
    private readonly DbCommand _command;
    private readonly bool _isKept;
    private int _next;

    internal SqlStatement(DbCommand command, bool isKept)
    {
        _command = command;
        _isKept = isKept;
    }

    /// <summary>Sets a text.</summary>
    /// <param name="name">The parameter without its <c>@</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The statement.</returns>
    public SqlStatement Set(string name, string? value) => Set(name, DbType.String, value);

    /// <summary>Sets a whole number.</summary>
    /// <param name="name">The parameter without its <c>@</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The statement.</returns>
    public SqlStatement Set(string name, long? value) => Set(name, DbType.Int64, value);

    /// <summary>Sets a truth value, which is stored as 1 or 0.</summary>
    /// <param name="name">The parameter without its <c>@</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The statement.</returns>
    public SqlStatement Set(string name, bool value) => Set(name, value ? 1L : 0L);

    /// <summary>Sets a moment, which is stored as milliseconds since 1970-01-01T00:00:00Z.</summary>
    /// <param name="name">The parameter without its <c>@</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The statement.</returns>
    public SqlStatement Set(string name, DateTimeOffset? value) => Set(name, DbType.Int64, value?.ToUnixTimeMilliseconds());

    /// <summary>Sets bytes.</summary>
    /// <param name="name">The parameter without its <c>@</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The statement.</returns>
    public SqlStatement Set(string name, byte[]? value) => Set(name, DbType.Binary, value);

    /// <summary>Executes a change.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many rows changed.</returns>
    public async ValueTask<int> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            DisposeUnlessKept();
        }
    }

    /// <summary>Executes a query.</summary>
    /// <typeparam name="T">What a row is read as.</typeparam>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the rows say.</returns>
    public async ValueTask<IReadOnlyList<T>> ListAsync<T>(Func<SqlRow, T> read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            List<T> rows = [];
            var reader = await _command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(new SqlRow(reader)));
                }
            }

            return rows;
        }
        finally
        {
            DisposeUnlessKept();
        }
    }

    /// <summary>Executes a query for one row at most.</summary>
    /// <typeparam name="T">What a row is read as.</typeparam>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the row says, or the default where there is none.</returns>
    public async ValueTask<T?> FindAsync<T>(Func<SqlRow, T> read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            var reader = await _command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? read(new SqlRow(reader)) : default;
            }
        }
        finally
        {
            DisposeUnlessKept();
        }
    }

    /// <summary>Executes a change; blocks.</summary>
    /// <returns>How many rows changed.</returns>
    public int Execute()
    {
        try
        {
            return _command.ExecuteNonQuery();
        }
        finally
        {
            DisposeUnlessKept();
        }
    }

    /// <summary>Executes a query; blocks.</summary>
    /// <typeparam name="T">What a row is read as.</typeparam>
    /// <param name="read">Reads a row.</param>
    /// <returns>What the rows say.</returns>
    public IReadOnlyList<T> List<T>(Func<SqlRow, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            List<T> rows = [];
            using var reader = _command.ExecuteReader();
            while (reader.Read())
            {
                rows.Add(read(new SqlRow(reader)));
            }

            return rows;
        }
        finally
        {
            DisposeUnlessKept();
        }
    }

    /// <summary>Frees the statement.</summary>
    public void Dispose() => _command.Dispose();

    internal SqlStatement Reset()
    {
        _next = 0;
        return this;
    }

    private SqlStatement Set(string name, DbType type, object? value)
    {
        if (_next == _command.Parameters.Count)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.DbType = type;
            _command.Parameters.Add(parameter);
        }

        _command.Parameters[_next++].Value = value ?? DBNull.Value;
        return this;
    }

    private void DisposeUnlessKept()
    {
        if (!_isKept)
        {
            _command.Dispose();
        }
    }
}
