using System.Data.Common;

namespace Ocm.Stores.Sql;

/// <summary>A row of a query, read by the places of its columns.</summary>
/// <param name="reader">Stands on the row.</param>
public readonly struct SqlRow(DbDataReader reader)
{
    /// <summary>A text.</summary>
    /// <param name="column">The column's place, from 0.</param>
    /// <returns>The text.</returns>
    public string Text(int column) => reader.GetString(column);

    /// <summary>A text that may be absent.</summary>
    /// <param name="column">The column's place, from 0.</param>
    /// <returns>The text, or null.</returns>
    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A whole number.</summary>
    /// <param name="column">The column's place, from 0.</param>
    /// <returns>The number.</returns>
    public long Number(int column) => reader.GetInt64(column);

    /// <summary>A truth value.</summary>
    /// <param name="column">The column's place, from 0.</param>
    /// <returns>Whether the column is not 0.</returns>
    public bool Truth(int column) => reader.GetInt64(column) != 0;

    /// <summary>A moment.</summary>
    /// <param name="column">The column's place, from 0.</param>
    /// <returns>The moment, in UTC.</returns>
    public DateTimeOffset Moment(int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    /// <summary>A moment that may be absent.</summary>
    /// <param name="column">The column's place, from 0.</param>
    /// <returns>The moment, in UTC, or null.</returns>
    public DateTimeOffset? MomentOrNull(int column) => reader.IsDBNull(column) ? null : Moment(column);

    /// <summary>Bytes.</summary>
    /// <param name="column">The column's place, from 0.</param>
    /// <returns>The bytes.</returns>
    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    /// <summary>Bytes that may be absent.</summary>
    /// <param name="column">The column's place, from 0.</param>
    /// <returns>The bytes, or null.</returns>
    public byte[]? BytesOrNull(int column) => reader.IsDBNull(column) ? null : Bytes(column);
}
