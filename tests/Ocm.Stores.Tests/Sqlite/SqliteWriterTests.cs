using Microsoft.Extensions.DependencyInjection;
using Ocm.Delivery;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Stores.Sql;
using Ocm.Stores.Tests.Sql;

namespace Ocm.Stores.Tests.Sqlite;

/// <summary>Changes that are committed together stay changes of their own.</summary>
public sealed class SqliteWriterTests
{
    private readonly SqliteTestDatabase _database = new();

    [TearDown]
    public async Task DropAsync() => await _database.DisposeAsync();

    [Test]
    public async Task Write_WrongChangesAmongGoodOnes_OnlyTheGoodOnesAreStored()
    {
        await using var services = _database.Start();
        var store = services.GetRequiredService<IShareStore>();
        await store.AddAsync(TestData.Item("taken", "x"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(async () =>
        {
            try
            {
                var item = TestData.Item(number % 2 == 0 ? $"item {number}" : "taken", $"share {number}");
                return await store.TryAddSentAsync(TestData.Sent($"share {number}"), item);
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        })));

        var shares = await store.ListSentAsync(new SentShareQuery { Limit = 100 });
        var items = await store.ListAsync(new OutboxQuery { Limit = 100 });
        var good = Enumerable.Range(0, 64).Where(number => number % 2 == 0).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(outcomes, Is.EqualTo(Enumerable.Range(0, 64).Select(number => number % 2 == 0)));
            Assert.That(shares.Select(share => share.ProviderId), Is.EquivalentTo(good.Select(number => $"share {number}")));
            Assert.That(items.Select(item => item.Id), Is.EquivalentTo(good.Select(number => $"item {number}").Append("taken")));
        });
    }

    [Test]
    public async Task Write_ManyAtOnce_ShareTheirFlushes()
    {
        await using var database = _database.Open();
        await database.WriteAsync(SqlWrite.Statement, (session, token) => session.Prepare("CREATE TABLE t (x INTEGER)").ExecuteAsync(token));
        using var gate = new SemaphoreSlim(0);
        var batches = 0;

        // Holds the writer until all others wait. data_version changes with each commit, as others see it.
        var first = Task.Run(() => database.WriteAsync(
            SqlWrite.Statement,
            (session, _) =>
            {
                gate.Wait(CancellationToken.None);
                return session.Prepare("INSERT INTO t VALUES (0)").ExecuteAsync(CancellationToken.None);
            }).AsTask());
        var others = Enumerable.Range(1, 200).Select(number => database.WriteAsync(
            SqlWrite.Statement,
            (session, token) => session.Prepare("INSERT INTO t VALUES (@x)").Set("x", number).ExecuteAsync(token)).AsTask()).ToList();
        await using var reader = _database.Open();
        var observe = Task.Run(async () =>
        {
            long last = -1;
            while (true)
            {
                var count = await reader.ReadAsync((session, token) => session.Prepare("SELECT COUNT(*) FROM t").FindAsync(row => row.Number(0), token));
                batches += count != last ? 1 : 0;
                last = count;
                if (count == 201)
                {
                    return;
                }
            }
        });
        gate.Release();
        await first;
        await Task.WhenAll(others);
        await observe;

        Assert.That(batches, Is.LessThanOrEqualTo(5), "200 changes that wait are committed together, not one by one");
    }

    [Test]
    public async Task Write_CancelledWhileItWaits_ChangesNothing()
    {
        await using var services = _database.Start();
        var store = services.GetRequiredService<IShareStore>();
        await store.AddAsync(TestData.Item("first", "x"));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.That(async () => await store.AddAsync(TestData.Item("second", "x"), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await store.ListAsync(new OutboxQuery()), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Dispose_ChangesWait_AreWrittenFirst()
    {
        List<Task<bool>> waiting;
        await using (var services = _database.Start())
        {
            var store = services.GetRequiredService<IShareStore>();
            await store.AddAsync(TestData.Item("first", "x"));
            waiting = [.. Enumerable.Range(0, 50).Select(number => store.TryAddReceivedAsync(TestData.Received($"{number}"), null).AsTask())];
        }

        var outcomes = await Task.WhenAll(waiting);
        await using var again = _database.Start();
        var shares = await again.GetRequiredService<IShareStore>().ListReceivedAsync(new ReceivedShareQuery());
        Assert.Multiple(() =>
        {
            Assert.That(outcomes, Has.All.True);
            Assert.That(shares, Has.Count.EqualTo(50));
        });
    }

    [Test]
    public async Task TryUse_FollowedByAChange_IsThereAfterARestart()
    {
        await using (var services = _database.Start())
        {
            await services.GetRequiredService<ISignatureReplayStore>().TryUseAsync("a", TestData.Now);
            await services.GetRequiredService<IShareStore>().AddAsync(TestData.Item("item", "x"));
        }

        await using var again = _database.Start();

        Assert.That(await again.GetRequiredService<ISignatureReplayStore>().TryUseAsync("a", TestData.Now), Is.False);
    }
}
