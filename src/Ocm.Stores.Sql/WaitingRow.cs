namespace Ocm.Stores.Sql;

/// <summary>A row that is about to be added, and the caller who waits to hear whether it was.</summary>
internal sealed class WaitingRow<TRow>(TRow row, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<bool> _isAdded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TRow Row { get; } = row;

    /// <summary>Whether its caller went away.</summary>
    internal bool IsAbandoned => cancellationToken.IsCancellationRequested;

    /// <summary>Whether the row was added; false where another has its key.</summary>
    internal Task<bool> IsAdded => _isAdded.Task;

    internal void Complete(bool isAdded) => _isAdded.TrySetResult(isAdded);

    internal void Fail(Exception exception) => _isAdded.TrySetException(exception);
}
