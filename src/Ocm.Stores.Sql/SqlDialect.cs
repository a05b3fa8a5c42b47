namespace Ocm.Stores.Sql;

/// <summary>The few words in which databases differ; all else is SQL that SQLite and PostgreSQL both understand.</summary>
public sealed record SqlDialect
{
    /// <summary>The type of text that is compared and ordered by its bytes.</summary>
    public required string Text { get; init; }

    /// <summary>The type of 64-bit whole numbers.</summary>
    public required string Number { get; init; }

    /// <summary>The type of bytes.</summary>
    public required string Bytes { get; init; }

    /// <summary>The type and constraints of a primary key that the database counts up and never uses again.</summary>
    public required string Identity { get; init; }

    /// <summary>What ends <c>CREATE TABLE</c> where the rows live in the primary key's index; may be empty.</summary>
    public required string KeyedTable { get; init; }

    /// <summary>What ends a <c>SELECT</c> whose rows are about to be changed, so that nodes do not wait for each other; may be empty.</summary>
    public required string SkipLocked { get; init; }

    /// <summary>
    /// A condition, true, in the <c>WHERE</c> of a <c>SELECT</c> that an <c>INSERT</c> takes its rows from, by which the statement
    /// does not wait until it is durable (<see cref="SqlWrite.OrderedStatement"/>); null where the database needs none.
    /// </summary>
    public string? OrderedInsert { get; init; }

    /// <summary>
    /// How many values one statement should have at most, where the driver looks each of them up by its name among all: that costs
    /// their number squared.
    /// </summary>
    public int MaxValues { get; init; } = int.MaxValue;

    /// <summary>A <c>SELECT</c> of the texts in a JSON array, with <c>{0}</c> in the place of the parameter.</summary>
    public required string JsonTexts { get; init; }

    /// <summary>A <c>SELECT</c> of the texts in a JSON array.</summary>
    /// <param name="parameter">The parameter that holds the array.</param>
    /// <returns>SQL without parentheses.</returns>
    internal string TextsOf(string parameter) => JsonTexts.Replace("{0}", parameter, StringComparison.Ordinal);
}
