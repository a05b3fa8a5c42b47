using Ocm.Testing.Time;

namespace Ocm.Testing.Tests.Time;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public void GetUtcNow_NothingAdvanced_StandsStill()
    {
        var now = _time.GetUtcNow();

        Assert.That(_time.GetUtcNow(), Is.EqualTo(now));
    }

    [Test]
    public void Advance_ByTime_MovesClockAndTimestamp()
    {
        var (now, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());

        _time.Advance(TimeSpan.FromSeconds(90));

        Assert.Multiple(() =>
        {
            Assert.That(_time.GetUtcNow(), Is.EqualTo(now.AddSeconds(90)));
            Assert.That(_time.GetElapsedTime(timestamp), Is.EqualTo(TimeSpan.FromSeconds(90)));
        });
    }

    [Test]
    public void Advance_Backwards_Throws() =>
        Assert.That(() => _time.Advance(TimeSpan.FromTicks(-1)), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Advance_SeveralTimers_FireInOrderEachAtItsMoment()
    {
        var start = _time.GetUtcNow();
        List<(string Name, TimeSpan At)> fired = [];
        using var late = _time.CreateTimer(_ => fired.Add(("late", _time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using var periodic = _time.CreateTimer(_ => fired.Add(("periodic", _time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var never = _time.CreateTimer(_ => fired.Add(("never", default)), null, TimeSpan.FromSeconds(7), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.That(fired, Is.EqualTo(new[]
        {
            ("periodic", TimeSpan.FromSeconds(2)),
            ("periodic", TimeSpan.FromSeconds(4)),
            ("late", TimeSpan.FromSeconds(5)),
            ("periodic", TimeSpan.FromSeconds(6)),
        }));
    }

    [Test]
    public void Advance_TimerThatSetsAnother_FiresBothOnTheWay()
    {
        List<string> fired = [];
        ITimer? second = null;
        using var first = _time.CreateTimer(
            _ =>
            {
                fired.Add("first");
                second = _time.CreateTimer(_ => fired.Add("second"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(2));
        second?.Dispose();

        Assert.That(fired, Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public void CreateTimer_ChangedAndDisposed_FollowsTheLastWord()
    {
        var fired = 0;
        using var changed = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var disposed = _time.CreateTimer(_ => fired += 100, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        changed.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        disposed.Dispose();

        _time.Advance(TimeSpan.FromSeconds(9));
        var before = fired;
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.Zero);
            Assert.That(fired, Is.EqualTo(1));
            Assert.That(_time.PendingTimers, Is.Zero);
        });
    }

    [Test]
    public async Task CreateTimer_DueAtOnce_FiresWithoutAdvance()
    {
        var fired = new TaskCompletionSource();
        await using var timer = _time.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        Assert.That(async () => await fired.Task, Throws.Nothing);
    }

    [Test]
    public async Task Delay_AndTimeout_EndWhenTheClockSaysSo()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(1), _time);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2), _time);

        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        var early = delay.IsCompleted;
        _time.Advance(TimeSpan.FromTicks(1));
        await delay;
        var cancelled = timeout.IsCancellationRequested;
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Multiple(() =>
        {
            Assert.That(early, Is.False);
            Assert.That(cancelled, Is.False);
            Assert.That(timeout.IsCancellationRequested);
        });
    }
}
