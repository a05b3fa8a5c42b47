namespace Ocm.Testing.Stores;

/// <summary>One guarantee of a store's contract, as a test that any framework can run.</summary>
/// <param name="name">A name that is stable between versions, unique in its suite.</param>
/// <param name="guarantee">What is promised.</param>
/// <param name="run">Proves it on a fresh store.</param>
public sealed class StoreContractCase(string name, string guarantee, Func<CancellationToken, Task> run)
{
    /// <summary>A name that is stable between versions, unique in its suite.</summary>
    public string Name { get; } = name;

    /// <summary>What is promised.</summary>
    public string Guarantee { get; } = guarantee;

    /// <summary>Proves the guarantee on a fresh store.</summary>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <returns>When it is proven.</returns>
    /// <exception cref="ContractViolationException">The store does not keep the guarantee.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => run(cancellationToken);

    /// <summary>The name, so that test frameworks show it.</summary>
    /// <returns>The same as <see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
