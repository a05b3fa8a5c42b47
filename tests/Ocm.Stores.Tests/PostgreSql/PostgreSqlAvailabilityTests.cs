using Microsoft.Extensions.DependencyInjection;
using Ocm.Errors;
using Ocm.Shares;
using Ocm.Stores.Tests.Sql;

namespace Ocm.Stores.Tests.PostgreSql;

/// <summary>What a store does while its server is away, and that it needs no restart afterwards.</summary>
[Category("Postgres")]
[NonParallelizable]
public sealed class PostgreSqlAvailabilityTests
{
    [Test]
    public async Task Write_ServerCrashesAndComesBack_IsUnavailableInBetween()
    {
        if (!PostgreSqlCluster.IsTemporary)
        {
            Assert.Ignore("This test crashes the server: it needs PostgreSQL 15 installed, and no OCM_TEST_POSTGRES.");
        }

        await using var cluster = await PostgreSqlCluster.StartAsync(isDurable: true);
        await using var services = new PostgreSqlTestDatabase(await cluster.CreateSchemaAsync()).Start();
        var store = services.GetRequiredService<IShareStore>();
        await store.TryAddReceivedAsync(TestData.Received("before"), TestData.Item("item", "before"));
        await cluster.KillAsync();

        Assert.That(async () => await store.TryAddReceivedAsync(TestData.Received("away"), null), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(async () => await store.FindReceivedAsync("before"), Throws.TypeOf<StoreUnavailableException>());
        await cluster.ResumeAsync(isDurable: true);

        Assert.That(await store.TryAddReceivedAsync(TestData.Received("away"), null), Is.True);
        Assert.That(await store.FindReceivedAsync("before"), Is.Not.Null, "what was confirmed survives the crash");
    }

    [Test]
    public async Task Start_ServerIsAway_WorksOnceItIsThere()
    {
        if (!PostgreSqlCluster.IsTemporary)
        {
            Assert.Ignore("This test stops the server: it needs PostgreSQL 15 installed, and no OCM_TEST_POSTGRES.");
        }

        await using var cluster = await PostgreSqlCluster.StartAsync();
        var connectionString = await cluster.CreateSchemaAsync();
        await cluster.KillAsync();
        await using var services = new PostgreSqlTestDatabase(connectionString).Start();
        var store = services.GetRequiredService<IShareStore>();

        Assert.That(async () => await store.FindReceivedAsync("x"), Throws.TypeOf<StoreUnavailableException>());
        await cluster.ResumeAsync();

        Assert.That(await store.FindReceivedAsync("x"), Is.Null);
    }

    [Test]
    public void AddPostgreSqlStores_NoDatabase_SaysWhatIsMissing() =>
        Assert.That(() => new TestServerBuilder().AddPostgreSqlStores(string.Empty), Throws.ArgumentException.With.Message.Contains("connection string"));
}
