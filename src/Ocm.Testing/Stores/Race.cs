namespace Ocm.Testing.Stores;

/// <summary>Sets callers off at the same moment.</summary>
internal static class Race
{
    /// <summary>How many callers race.</summary>
    internal const int Callers = 16;

    /// <summary>How often a race is run, because a race that goes well once proves little.</summary>
    internal const int Rounds = 8;

    internal static async Task<T[]> RunAsync<T>(Func<int, Task<T>> call, int callers = Callers)
    {
        using var gate = new SemaphoreSlim(0);
        var tasks = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            await gate.WaitAsync().ConfigureAwait(false);
            return await call(caller).ConfigureAwait(false);
        })).ToArray();
        gate.Release(callers);
        return await Task.WhenAll(tasks).ConfigureAwait(false);
    }
}
