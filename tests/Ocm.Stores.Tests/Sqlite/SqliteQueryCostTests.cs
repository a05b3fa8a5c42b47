using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Delivery;
using Ocm.Shares;
using Ocm.Stores.Sql;
using Ocm.Stores.Sql.Delivery;
using Ocm.Stores.Sql.Secrets;
using Ocm.Stores.Sql.Shares;
using Ocm.Stores.Tests.Sql;
using SQLitePCL;

namespace Ocm.Stores.Tests.Sqlite;

/// <summary>
/// Queries that run all the time walk along an index, not through all rows: counted in the steps of SQLite's virtual machine, of
/// which each row that is looked at takes several.
/// </summary>
public sealed class SqliteQueryCostTests
{
    private const int Rows = 1500;

    private static readonly ISecretProtector Secrets = new DataProtectionSecretProtector(new EphemeralDataProtectionProvider());

    private static readonly SqliteTestDatabase Database = new();

    [OneTimeSetUp]
    public static async Task FillAsync()
    {
        await using var services = Database.Start();
        var store = services.GetRequiredService<IShareStore>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Rows), async (number, cancellationToken) =>
        {
            await store.TryAddSentAsync(
                TestData.Sent($"sent {number}") with { ExpiresAt = TestData.Now.AddDays(1) },
                TestData.Item($"item {number}", $"key {number}") with { NextAttemptAt = TestData.Now.AddHours(1) },
                cancellationToken);
            await store.TryAddReceivedAsync(TestData.Received($"received {number}") with { ExpiresAt = TestData.Now.AddDays(1) }, null, cancellationToken);
        });
    }

    [OneTimeTearDown]
    public static async Task DropAsync() => await Database.DisposeAsync();

    [Test]
    public Task Sweep_NothingHasExpired_LooksAtNothing() => AssertCheapAsync(async (session, dialect) =>
    {
        await SqlSentShares.ListAsync(
            session, Secrets, new SentShareQuery { Statuses = [SentShareStatus.PendingDelivery, SentShareStatus.Sent], ExpiresBy = TestData.Now, Limit = 100 }, default);
        await SqlReceivedShares.ListAsync(
            session, dialect, Secrets, new ReceivedShareQuery { Statuses = [ReceivedShareStatus.Pending], ExpiresBy = TestData.Now, Limit = 100 }, default);
    });

    [Test]
    public Task List_NobodysShares_LooksAtNothing() => AssertCheapAsync(async (session, dialect) =>
    {
        await SqlReceivedShares.ListAsync(session, dialect, Secrets, new ReceivedShareQuery { UserIdentifier = "nobody", Limit = 50 }, default);
        await SqlReceivedShares.ListAsync(session, dialect, Secrets, new ReceivedShareQuery { UserIdentifier = "nobody", GroupIdentifiers = ["none"], Limit = 50 }, default);
        await SqlSentShares.ListAsync(session, Secrets, new SentShareQuery { Sender = Ocm.Addresses.OcmAddress.Parse("nobody@here.example.org"), Limit = 50 }, default);
    });

    [Test]
    public Task Find_UnknownShare_LooksAtNothing() => AssertCheapAsync(async (session, _) =>
    {
        await SqlReceivedShares.FindAsync(session, Secrets, "none", default);
        await SqlReceivedShares.FindAsync(session, Secrets, TestData.There, "none", default);
        await SqlSentShares.FindAsync(session, Secrets, "secret_hash", "none", default);
    });

    [Test]
    public Task Claim_NothingIsDue_LooksAtNothing() => AssertCheapAsync(async (session, dialect) =>
    {
        await SqlOutbox.ClaimAsync(
            session, dialect, new OutboxClaim("owner", TestData.Now, TestData.Now.AddMinutes(1), 16) { ExceptDestinations = ["down.example.org"] }, default);
        await SqlOutbox.RescheduleAsync(
            session, dialect, new OutboxReschedule(TestData.There, TestData.Now.AddDays(-1), TestData.Now, TestData.Now.AddHours(2), 1000), default);
    });

    [Test]
    public Task Removal_NothingIsOver_LooksAtNothing() => AssertCheapAsync(async (session, dialect) =>
    {
        await SqlSentShares.RemoveEndedAsync(session, dialect, TestData.Now.AddDays(1), 200, default);
        await SqlReceivedShares.RemoveEndedAsync(session, dialect, TestData.Now.AddDays(1), 200, default);
        await SqlOutbox.RemoveFailedAsync(session, dialect, TestData.Now.AddDays(30), 200, default);
    });

    private static async Task AssertCheapAsync(Func<SqlSession, SqlDialect, Task> queries)
    {
        await using var database = Database.Open();
        var steps = 0;
        await database.ReadAsync(async (session, _) =>
        {
            var handle = ((SqliteConnection)session.Connection).Handle;
            raw.sqlite3_progress_handler(handle, 1, _ => Interlocked.Increment(ref steps) < 0 ? 1 : 0, null);
            await queries(session, database.Dialect);
            raw.sqlite3_progress_handler(handle, 0, null, null);
            return true;
        });
        Assert.That(steps, Is.Positive.And.LessThan(Rows), "steps of SQLite's virtual machine");
    }
}
