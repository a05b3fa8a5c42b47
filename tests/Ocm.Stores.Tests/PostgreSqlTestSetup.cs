using Ocm.Stores.Tests.PostgreSql;

namespace Ocm.Stores.Tests;

/// <summary>
/// One PostgreSQL for all tests of this project, started by the first that needs it. It stands in the root namespace, because a
/// set-up ends with the tests of its own namespace while others still run.
/// </summary>
[SetUpFixture]
public sealed class PostgreSqlTestSetup
{
    private static Lazy<Task<PostgreSqlCluster>> _cluster = new(() => PostgreSqlCluster.StartAsync());

    internal static Task<PostgreSqlCluster> GetClusterAsync()
    {
        if (!PostgreSqlCluster.IsAvailable)
        {
            Assert.Ignore("No PostgreSQL: set OCM_TEST_POSTGRES to a connection string, or install PostgreSQL 15.");
        }

        return _cluster.Value;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster.IsValueCreated)
        {
            await (await _cluster.Value).DisposeAsync();
            _cluster = new(() => throw new InvalidOperationException("The tests are over."));
        }
    }
}
