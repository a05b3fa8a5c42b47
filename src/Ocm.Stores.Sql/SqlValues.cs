namespace Ocm.Stores.Sql;

/// <summary>Sets the values of a statement one after the other.</summary>
internal sealed class SqlValues(SqlStatement statement, IReadOnlyList<string> names)
{
    private int _next;

    internal SqlValues Add(string? value)
    {
        statement.Set(names[_next++], value);
        return this;
    }

    internal SqlValues Add(byte[]? value)
    {
        statement.Set(names[_next++], value);
        return this;
    }

    internal SqlValues Add(long? value)
    {
        statement.Set(names[_next++], value);
        return this;
    }

    internal SqlValues Add(DateTimeOffset? value) => Add(value?.ToUnixTimeMilliseconds());
}
