using Microsoft.Extensions.DependencyInjection;
using Ocm.Testing.Stores;

namespace Ocm.Stores.Tests.Sqlite;

/// <summary>Both nodes have their own connections, and their own writer, to one file.</summary>
public sealed class SqliteContractTests
{
    private static IEnumerable<TestCaseData> Cases => StoreSuites.Cases(_ =>
    {
        var folder = new TemporaryFolder();
        return new(new NodePair(Build(folder), Build(folder), () =>
        {
            folder.Dispose();
            return default;
        }));
    });

    [TestCaseSource(nameof(Cases))]
    public Task Contract_Case_Holds(StoreContractCase contractCase) => contractCase.RunAsync(TestContext.CurrentContext.CancellationToken);

    private static ServiceProvider Build(TemporaryFolder folder)
    {
        var builder = new TestServerBuilder();
        builder.AddSqliteStores(folder.File("ocm.db"));
        return builder.Build();
    }
}
