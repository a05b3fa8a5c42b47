using System.Diagnostics;

namespace Ocm.Crash.Tests;

/// <summary>Kills the writer again and again, and looks after each time.</summary>
internal sealed class CrashRun(CrashDatabase database, int seed)
{
    private const int MaxFactor = 5;

    private readonly Random _random = new(seed);
    private readonly Ledger _ledger = new();

    /// <summary>Runs.</summary>
    /// <param name="kills">How often the writer is killed.</param>
    public async Task RunAsync(int kills)
    {
        var start = Stopwatch.GetTimestamp();
        var port = WriterProcess.FindPort(_random);
        await using var counterpart = await Counterpart.StartAsync(port);
        var host = WriterProcess.HostAt(port);
        var inStore = new StoreInvariants(database, counterpart, _ledger);
        var inEffect = new EffectInvariants(counterpart, host, _ledger);
        var load = new Load(counterpart, host, _ledger);

        // A busy machine may need some more, until there is something of each kind to lose.
        for (var kill = 1; kill <= kills || (!HasSomethingToLose && kill <= kills * MaxFactor); kill++)
        {
            using (var writer = await WriterProcess.StartAsync(port, database, waits: _random.Next(2) == 0))
            {
                // Now and then it is killed while it is still busy with what the last crash left behind.
                if (_random.Next(4) > 0)
                {
                    await ExpectAsync(kill, "after the restart", inEffect.FindBrokenAsync, writer);
                }

                using var stop = new CancellationTokenSource();
                var running = load.RunAsync(_random.Next(), stop.Token);
                using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(_random.Next(20, 600)));
                await moment.WaitForNextTickAsync(CancellationToken.None);
                writer.Kill();
                await stop.CancelAsync();
                await running;
            }

            if (_random.Next(5) == 0)
            {
                await database.CrashTooAsync();
            }

            await ExpectAsync(kill, "after the kill", inStore.FindBrokenAsync, writer: null);
        }

        using (var last = await WriterProcess.StartAsync(port, database, waits: true))
        {
            await ExpectAsync(kills, "at the end", inEffect.FindBrokenAsync, last);
        }

        await TestContext.Out.WriteLineAsync($"{kills} kills in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s: {_ledger}");
        Assert.That(HasSomethingToLose, Is.True, $"there was something to lose: {_ledger}");
    }

    private bool HasSomethingToLose =>
        _ledger.Sent.Any(share => share.IsUnshared)
        && _ledger.Sent.Any(share => share.Answered == false)
        && !_ledger.Received.IsEmpty
        && _ledger.PeerInvites.Any(invite => invite.IsAccepted)
        && _ledger.WriterInvites.Any(invite => !invite.Winners.IsEmpty);

    private async Task ExpectAsync(int kill, string when, Func<Task<IReadOnlyList<string>>> findBroken, WriterProcess? writer)
    {
        IReadOnlyList<string> broken = [.. await findBroken(), .. _ledger.Violations];
        if (broken.Count == 0)
        {
            return;
        }

        var log = string.Empty;
        if (writer is not null)
        {
            writer.Kill();
            log = await writer.Errors;
        }

        Assert.Fail($"Seed {seed}, kill {kill}, {when}: {broken.Count} broken. {string.Join(Environment.NewLine, broken.Take(10))}{Environment.NewLine}{log[^Math.Min(log.Length, 3000)..]}");
    }
}
