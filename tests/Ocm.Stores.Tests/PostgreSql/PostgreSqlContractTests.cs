using Microsoft.Extensions.DependencyInjection;
using Ocm.Testing.Stores;

namespace Ocm.Stores.Tests.PostgreSql;

/// <summary>Both nodes have their own connections to one database.</summary>
[Category("Postgres")]
public sealed class PostgreSqlContractTests
{
    private static IEnumerable<TestCaseData> Cases => StoreSuites.Cases(async _ =>
    {
        var cluster = await PostgreSqlTestSetup.GetClusterAsync();
        var connectionString = await cluster.CreateSchemaAsync();
        return new NodePair(Build(connectionString), Build(connectionString));
    });

    [TestCaseSource(nameof(Cases))]
    public Task Contract_Case_Holds(StoreContractCase contractCase) => contractCase.RunAsync(TestContext.CurrentContext.CancellationToken);

    private static ServiceProvider Build(string connectionString)
    {
        var builder = new TestServerBuilder();
        builder.AddPostgreSqlStores(connectionString);
        return builder.Build();
    }
}
