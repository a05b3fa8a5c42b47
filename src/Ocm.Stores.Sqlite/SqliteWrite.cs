using Ocm.Stores.Sql;

namespace Ocm.Stores.Sqlite;

/// <summary>A change that waits for the writer, and whoever waits for the change.</summary>
internal abstract class SqliteWrite(SqlWrite write)
{
    internal SqlWrite Write { get; } = write;

    /// <summary>Whether the caller went away before the change began.</summary>
    internal abstract bool TryCancel();

    /// <summary>Makes the change; keeps what it says until <see cref="Complete"/>.</summary>
    internal abstract void Execute(SqlSession session);

    /// <summary>Tells the caller that the change is done.</summary>
    internal abstract void Complete();

    /// <summary>Tells the caller that the change is not done; nothing where the caller was told already.</summary>
    internal abstract void Fail(Exception exception);
}
