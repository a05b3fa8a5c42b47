namespace Ocm.Samples.Peer.Storage;

/// <summary>Makes every failure of a file operation a <see cref="StorageException"/>.</summary>
internal static class StorageGuard
{
    /// <summary>Fails unless a condition holds.</summary>
    public static void Demand(bool condition, StorageFailure failure)
    {
        if (!condition)
        {
            throw new StorageException(failure);
        }
    }

    public static T Run<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
            throw StorageException.From(e);
        }
    }

    public static void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    public static async Task<T> RunAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (StorageException.IsFileFailure(e))
        {
            throw StorageException.From(e);
        }
    }
}
