using Ocm.Testing.Time;

namespace Ocm.LegacySignatures.Tests;

/// <summary>No two signatures over the same are equal, as far as the receiver's clock allows.</summary>
internal sealed class CavageDatesTests
{
    private static readonly DateTimeOffset Begin = new(2026, 9, 1, 10, 0, 0, 400, TimeSpan.Zero);

    [Test]
    public void Next_SameCallWithinOneSecond_BearsTheNextSecond()
    {
        var time = new ManualTimeProvider(Begin);
        var dates = new CavageDates(time);

        DateTimeOffset[] first = [dates.Next("a"), dates.Next("a"), dates.Next("b"), dates.Next("a")];
        time.Advance(TimeSpan.FromSeconds(10));

        var second = TimeSpan.FromSeconds(1);
        var whole = Begin.AddMilliseconds(-400);
        Assert.That(first, Is.EqualTo(new[] { whole, whole + second, whole, whole + (2 * second) }));
        Assert.That(dates.Next("a"), Is.EqualTo(whole.AddSeconds(10)), "the clock has caught up");
    }

    [Test]
    public void Next_MoreThanAClockMayBeAhead_StaysAtTheTime()
    {
        var dates = new CavageDates(new ManualTimeProvider(Begin));

        var last = Enumerable.Range(0, 100).Select(_ => dates.Next("a")).Max();

        Assert.That(last, Is.EqualTo(Begin.AddMilliseconds(-400).AddSeconds(30)));
    }
}
