using Microsoft.Extensions.DependencyInjection;
using Ocm.Shares;
using Ocm.Signatures;

namespace Ocm.Stores.Tests.Sql;

/// <summary>Rows that come at once are added together, and stay rows of their own.</summary>
[TestFixture(Databases.Sqlite)]
[TestFixture(Databases.PostgreSql, Category = "Postgres")]
public sealed class SqlInserterTests(string kind) : SqlTests(kind)
{
    private const int Rows = 100;

    [Test]
    public async Task Insert_ManyAtOnceAndSomeTwice_EachOnce()
    {
        await using var services = Database.Start();
        var store = services.GetRequiredService<IShareStore>();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Rows * 2).Select(number =>
            store.TryAddReceivedAsync(TestData.Received($"share {number % Rows}") with { Id = $"id {number}" }, null).AsTask()));

        var stored = await store.ListReceivedAsync(new ReceivedShareQuery { Limit = Rows * 2 });
        Assert.That(outcomes.Count(added => added), Is.EqualTo(Rows));
        Assert.That(stored.Select(share => share.Id), Is.EquivalentTo(Enumerable.Range(0, Rows * 2).Where(number => outcomes[number]).Select(number => $"id {number}")));
    }

    [Test]
    public async Task Insert_OneRowIsWrong_TheOthersAreAdded()
    {
        await using var services = Database.Start();
        var store = services.GetRequiredService<IShareStore>();
        await store.TryAddReceivedAsync(TestData.Received("first") with { Id = "taken" }, null);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Rows).Select(async number =>
        {
            try
            {
                return await store.TryAddReceivedAsync(TestData.Received($"share {number}") with { Id = number % 10 == 0 ? "taken" : $"id {number}" }, null);
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }));

        Assert.That(outcomes.Select((added, number) => added == (number % 10 != 0)), Has.All.True);
        Assert.That(await store.ListReceivedAsync(new ReceivedShareQuery { Limit = Rows * 2 }), Has.Count.EqualTo(1 + (Rows * 9 / 10)));
    }

    [Test]
    public async Task Insert_CallerGoesAway_TheOthersAreAdded()
    {
        await using var services = Database.Start();
        var store = services.GetRequiredService<ISignatureReplayStore>();
        using var gone = new CancellationTokenSource();

        var uses = Enumerable.Range(0, Rows).Select(number => store.TryUseAsync($"{number}", TestData.Now, number % 2 == 0 ? gone.Token : default).AsTask()).ToList();
        await gone.CancelAsync();

        for (var number = 1; number < Rows; number += 2)
        {
            Assert.That(await uses[number], Is.True);
        }

        await Task.WhenAll(uses).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.That(uses.Where((_, number) => number % 2 == 0).Select(use => use.IsCanceled || use.Result), Has.All.True);
    }

    [Test]
    public async Task Dispose_RowsWait_AreAddedFirst()
    {
        List<Task<bool>> adding;
        await using (var services = Database.Start())
        {
            var store = services.GetRequiredService<IShareStore>();
            await store.TryAddReceivedAsync(TestData.Received("first"), null);
            adding = [.. Enumerable.Range(0, Rows).Select(number => store.TryAddReceivedAsync(TestData.Received($"share {number}"), null).AsTask())];
        }

        Assert.That(await Task.WhenAll(adding), Has.All.True);
    }
}
