namespace Ocm.Stores.Tests.Sql;

/// <summary>A database of its own for each case.</summary>
/// <param name="kind">Which; see <see cref="Databases"/>.</param>
public abstract class SqlTests(string kind)
{
    private protected TestDatabase Database { get; private set; } = null!;

    [SetUp]
    public async Task CreateAsync() => Database = await Databases.CreateAsync(kind);

    [TearDown]
    public async Task DropAsync()
    {
        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }
}
