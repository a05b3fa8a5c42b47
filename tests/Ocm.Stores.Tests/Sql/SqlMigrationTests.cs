using Ocm.Stores.Sql.Contacts;
using Ocm.Stores.Sql.Migrations;

namespace Ocm.Stores.Tests.Sql;

[TestFixture(Databases.Sqlite)]
[TestFixture(Databases.PostgreSql, Category = "Postgres")]
public sealed class SqlMigrationTests(string kind) : SqlTests(kind)
{
    private static readonly int Newest = SqlSchema.Migrations.Count;

    private static readonly SqlMigration Next = new(Newest + 1, _ => ["ALTER TABLE ocm_contacts ADD COLUMN nickname TEXT", "UPDATE ocm_contacts SET nickname = label"]);

    private static readonly SqlMigration Broken = new(Newest + 1, _ => ["ALTER TABLE ocm_contacts ADD COLUMN nickname TEXT", "UPDATE no_such_table SET x = 1"]);

    private static IEnumerable<int> Earlier => Enumerable.Range(1, Newest - 1);

    [Test]
    public async Task Start_EmptyDatabase_HasTheNewestVersion()
    {
        await using var host = Database.StartHost(SqlSchema.Migrations);
        await host.StartAsync(CancellationToken.None);

        Assert.That(await VersionsAsync(), Is.EqualTo(Versions(Newest)));
    }

    [Test]
    public async Task Start_EveryEarlierVersion_GoesForwardToTheSameSchema([ValueSource(nameof(Earlier))] int version)
    {
        await using (var old = Database.StartHost([.. SqlSchema.Migrations.Take(version)]))
        {
            await new SqlContactStore(old).PutContactAsync(TestData.Contact("albert"));
        }

        await using var host = Database.StartHost(SqlSchema.Migrations);
        var store = new SqlContactStore(host);

        Assert.Multiple(async () =>
        {
            Assert.That(await store.FindContactAsync("marie", TestData.Contact("albert").Address), Is.EqualTo(TestData.Contact("albert")));
            Assert.That(await store.ListAcceptancesAsync("marie", 10), Is.Empty);
            Assert.That(await VersionsAsync(), Is.EqualTo(Versions(Newest)));
        });
    }

    [Test]
    public async Task Start_OlderSchema_GoesForwardAndKeepsWhatIsThere()
    {
        await using (var old = Database.StartHost(SqlSchema.Migrations))
        {
            await new SqlContactStore(old).PutContactAsync(TestData.Contact("albert") with { Label = "Bert" });
        }

        await using var host = Database.StartHost([.. SqlSchema.Migrations, Next]);
        var contact = await new SqlContactStore(host).FindContactAsync("marie", TestData.Contact("albert").Address);

        Assert.Multiple(async () =>
        {
            Assert.That(contact, Is.EqualTo(TestData.Contact("albert") with { Label = "Bert" }));
            Assert.That(await VersionsAsync(), Is.EqualTo(Versions(Newest + 1)));
            Assert.That(await Database.QueryAsync("SELECT nickname FROM ocm_contacts"), Is.EqualTo(new[] { "Bert" }));
        });
    }

    [Test]
    public async Task Start_StepFails_LeavesTheOldVersion()
    {
        await using (var old = Database.StartHost(SqlSchema.Migrations))
        {
            await old.StartAsync(CancellationToken.None);
        }

        await using (var host = Database.StartHost([.. SqlSchema.Migrations, Broken]))
        {
            Assert.That(async () => await host.StartAsync(CancellationToken.None), Throws.Exception);
        }

        await using var again = Database.StartHost([.. SqlSchema.Migrations, Next]);
        await again.StartAsync(CancellationToken.None);
        Assert.That(await VersionsAsync(), Is.EqualTo(Versions(Newest + 1)), "the column of the failed step is not in the way");
    }

    [Test]
    public async Task Start_NewerSchema_RefusesToTouchIt()
    {
        await using (var newer = Database.StartHost([.. SqlSchema.Migrations, Next]))
        {
            await newer.StartAsync(CancellationToken.None);
        }

        await using var host = Database.StartHost(SqlSchema.Migrations);

        Assert.That(
            async () => await host.StartAsync(CancellationToken.None),
            Throws.InvalidOperationException.With.Message.Contains($"schema version {Newest + 1}").And.Message.Contains("update the product"));
    }

    [Test]
    public async Task Start_ManyNodesAtOnce_MigrateOnceAndAgreeOnTheKeys()
    {
        var hosts = Enumerable.Range(0, 8).Select(_ => Database.StartHost([.. SqlSchema.Migrations, Next])).ToList();

        await Task.WhenAll(hosts.Select(host => Task.Run(async () => await host.StartAsync(CancellationToken.None))));
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        Assert.Multiple(async () =>
        {
            Assert.That(await VersionsAsync(), Is.EqualTo(Versions(Newest + 1)));
            Assert.That(await Database.QueryAsync("SELECT name FROM ocm_data_protection_keys"), Has.Count.EqualTo(1));
        });
    }

    private static IEnumerable<string> Versions(int newest) => Enumerable.Range(1, newest).Select(version => $"{version}");

    private async Task<IReadOnlyList<string>> VersionsAsync() =>
        await Database.QueryAsync("SELECT CAST(version AS TEXT) FROM ocm_schema ORDER BY version");
}
