namespace Ocm.Stores.Sql.Shares;

/// <summary>Puts the conditions of a query together; the values follow in the same order.</summary>
internal sealed class SqlConditions
{
    private readonly List<string> _conditions = [];
    private readonly List<Action<SqlStatement>> _values = [];

    internal SqlConditions Add(string condition, Action<SqlStatement> setValue)
    {
        _conditions.Add(condition);
        _values.Add(setValue);
        return this;
    }

    internal string ToWhere() => _conditions.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", _conditions);

    internal SqlStatement Apply(SqlStatement statement)
    {
        foreach (var setValue in _values)
        {
            setValue(statement);
        }

        return statement;
    }
}
