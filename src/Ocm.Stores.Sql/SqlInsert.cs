using System.Globalization;

namespace Ocm.Stores.Sql;

/// <summary>
/// An <c>INSERT</c> of several rows, of which those whose unique key is taken are left out. A few texts for different numbers of
/// rows, so that the database keeps them prepared; what is left of a size is filled with rows of nulls, which are passed over.
/// </summary>
/// <typeparam name="TRow">A row to add.</typeparam>
internal sealed class SqlInsert<TRow>
{
    private static readonly int[] Sizes = [1, 4, 16];

    private readonly int _width;
    private readonly string[] _texts;
    private readonly string[] _names;
    private readonly Comparison<TRow> _order;
    private readonly Action<TRow?, SqlValues> _set;

    /// <summary>Writes the statement.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns, with commas; the first one is never null, and <paramref name="set"/> sets them in this order.</param>
    /// <param name="uniqueKey">The columns whose values may be taken.</param>
    /// <param name="returning">The column by which a row that was added is known.</param>
    /// <param name="condition">What the dialect adds to the <c>WHERE</c> of the rows, or null.</param>
    /// <param name="keyOf">A row's value of the returned column.</param>
    /// <param name="order">An order of rows that is the same on all nodes, so that two of them never wait for each other.</param>
    /// <param name="set">Sets a row's values; nulls where there is no row.</param>
    internal SqlInsert(
        string table, string columns, string uniqueKey, string returning, string? condition, Func<TRow, string> keyOf, Comparison<TRow> order, Action<TRow?, SqlValues> set)
    {
        var width = columns.Split(',').Length;
        _width = width;
        KeyOf = keyOf;
        _order = order;
        _set = set;
        _names = [.. Enumerable.Range(0, Sizes[^1] * width).Select(number => string.Create(CultureInfo.InvariantCulture, $"p{number}"))];
        var selected = string.Join(", ", Enumerable.Range(1, width).Select(column => string.Create(CultureInfo.InvariantCulture, $"added.column{column}")));
        _texts = [.. Sizes.Select(size =>
            $"""
            INSERT INTO {table} ({columns})
            SELECT {selected}
            FROM (VALUES {string.Join(", ", Enumerable.Range(0, size).Select(row => $"(@{string.Join(", @", _names.AsSpan(row * width, width).ToArray())})"))}) added
            WHERE added.column1 IS NOT NULL{(condition is null ? string.Empty : " AND " + condition)}
            ON CONFLICT ({uniqueKey}) DO NOTHING
            RETURNING {returning}
            """)];
    }

    /// <summary>What a row that was added is known by.</summary>
    internal Func<TRow, string> KeyOf { get; }

    /// <summary>How many rows one statement adds at most.</summary>
    internal int MaxRows(SqlDialect dialect) => Sizes.LastOrDefault(size => size * _width <= dialect.MaxValues, Sizes[0]);

    /// <summary>Adds rows.</summary>
    /// <param name="session">The session.</param>
    /// <param name="rows">Up to <see cref="MaxRows"/> rows.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The keys of the rows that were added.</returns>
    internal async ValueTask<HashSet<string>> ExecuteAsync(SqlSession session, List<TRow> rows, CancellationToken cancellationToken)
    {
        rows.Sort(_order);
        var place = Array.FindIndex(Sizes, size => size >= rows.Count);
        var statement = session.Prepare(_texts[place]);
        var values = new SqlValues(statement, _names);
        for (var row = 0; row < Sizes[place]; row++)
        {
            _set(row < rows.Count ? rows[row] : default, values);
        }

        return new HashSet<string>(await statement.ListAsync(row => row.Text(0), cancellationToken).ConfigureAwait(false), StringComparer.Ordinal);
    }
}
