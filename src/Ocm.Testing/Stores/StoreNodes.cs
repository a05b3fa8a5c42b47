namespace Ocm.Testing.Stores;

/// <summary>An empty store for one test, as two nodes of a server see it.</summary>
/// <typeparam name="TStore">The store's contract.</typeparam>
/// <param name="first">The store as one node uses it.</param>
/// <param name="second">
/// The store as another node uses it: another instance, with connections of its own, on the same database. Null for a store
/// that has one instance only.
/// </param>
/// <param name="dispose">Throws the store away after the test.</param>
public sealed class StoreNodes<TStore>(TStore first, TStore? second = null, Func<ValueTask>? dispose = null) : IAsyncDisposable
    where TStore : class
{
    /// <summary>The store as one node uses it.</summary>
    public TStore First { get; } = first;

    /// <summary>The store as another node uses it.</summary>
    public TStore Second { get; } = second ?? first;

    /// <summary>Throws the store away.</summary>
    /// <returns>When it is gone.</returns>
    public ValueTask DisposeAsync() => dispose is null ? default : dispose();

    /// <summary>One node after the other, for callers that race.</summary>
    internal TStore Of(int caller) => caller % 2 == 0 ? First : Second;
}
