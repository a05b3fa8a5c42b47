namespace Ocm.Stores.Sql;

/// <summary>What a change needs of the database.</summary>
public enum SqlWrite
{
    /// <summary>One statement; done when it is durable.</summary>
    Statement,

    /// <summary>Several statements, all or none; done when they are durable.</summary>
    Transaction,

    /// <summary>
    /// One statement whose outcome is certain before it is durable: a crash may undo it, but never without undoing all that
    /// was written after it.
    /// </summary>
    OrderedStatement,
}
