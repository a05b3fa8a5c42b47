namespace Ocm.Testing.Stores;

/// <summary>
/// All guarantees of a store's contract. A product's test project runs each of <see cref="Cases"/> against its own store;
/// with NUnit, for example, as <c>[TestCaseSource]</c> of a test whose one line is <c>await contractCase.RunAsync()</c>.
/// The tests live in the year 2100, so that no store mistakes their moments for past ones.
/// </summary>
/// <typeparam name="TStore">The store's contract.</typeparam>
public abstract class StoreContract<TStore>
    where TStore : class
{
    private readonly Func<CancellationToken, ValueTask<StoreNodes<TStore>>> _create;
    private IReadOnlyList<StoreContractCase>? _cases;

    private protected StoreContract(Func<CancellationToken, ValueTask<StoreNodes<TStore>>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _create = create;
    }

    /// <summary>The guarantees; each runs on a fresh store, so that they can run at the same time.</summary>
    public IReadOnlyList<StoreContractCase> Cases => _cases ??= [.. Guarantees().Select(ToCase)];

    private protected abstract IEnumerable<Guarantee<TStore>> Guarantees();

    private StoreContractCase ToCase(Guarantee<TStore> guarantee) => new(guarantee.Name, guarantee.Text, async cancellationToken =>
    {
        var nodes = await _create(cancellationToken).ConfigureAwait(false);
        await using (nodes.ConfigureAwait(false))
        {
            await guarantee.Check(nodes, cancellationToken).ConfigureAwait(false);
        }
    });
}
