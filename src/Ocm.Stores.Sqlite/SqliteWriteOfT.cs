using Ocm.Stores.Sql;

namespace Ocm.Stores.Sqlite;

/// <summary>A change that says something of itself.</summary>
internal sealed class SqliteWrite<T>(
    SqlWrite write, Func<SqlSession, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    : SqliteWrite(write)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    internal Task<T> Task => _completion.Task;

    internal override bool TryCancel() => cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

    // SQLite's driver does all its work before it returns, and a change that has begun is not called off.
    internal override void Execute(SqlSession session) => _result = work(session, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    internal override void Complete() => _completion.TrySetResult(_result!);

    internal override void Fail(Exception exception) => _completion.TrySetException(exception);
}
