using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.Storage;

internal sealed class WriteStampTests
{
    [Test]
    public void Next_ClockStandsStill_GrowsAllTheSame()
    {
        var stamp = new WriteStamp(new StandingClock());
        var stamps = Enumerable.Range(0, 100).Select(_ => stamp.Next()).ToList();
        Assert.That(stamps, Is.Ordered.Ascending);
        Assert.That(stamps, Is.Unique);
    }

    [Test]
    public void Next_ManyThreads_NeverTheSame()
    {
        var stamp = new WriteStamp(new StandingClock());
        var stamps = Enumerable.Range(0, 10_000).AsParallel().WithDegreeOfParallelism(4).Select(_ => stamp.Next()).ToList();
        Assert.That(stamps.Distinct().Count(), Is.EqualTo(10_000));
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
