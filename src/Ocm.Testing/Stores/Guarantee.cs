namespace Ocm.Testing.Stores;

/// <summary>A promise of a store's contract and how it is checked.</summary>
internal sealed record Guarantee<TStore>(string Name, string Text, Func<StoreNodes<TStore>, CancellationToken, Task> Check)
    where TStore : class;
