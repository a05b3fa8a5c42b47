using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Server.Delivery;
using Ocm.Testing.Time;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>What is put aside for a server that does not answer, and what comes back.</summary>
internal sealed class DestinationWatchTests
{
    private static readonly OcmHost Host = OcmHost.Parse("cloud.example.org");
    private static readonly OcmFailure Silence = new(OcmFailureKind.Timeout, "No answer.");

    private readonly ManualTimeProvider _time = new();
    private readonly OcmDeliveryOptions _options = new() { FirstRetryDelay = TimeSpan.FromSeconds(10), MaxRetryDelay = TimeSpan.FromMinutes(1) };
    private DestinationWatch _watch = null!;

    [SetUp]
    public void SetUp()
    {
        var options = Options.Create(_options);
        _watch = new DestinationWatch(new RetryRules(_time, options), _time, options);
    }

    [Test]
    public void Report_NoAnswer_PutsEverythingAsideUntilOneDeliveryHadItsTime()
    {
        var now = _time.GetUtcNow();

        var change = _watch.Report(Host, Silence)!;

        var until = _watch.PausedUntil(Host)!.Value;
        Assert.That(until, Is.GreaterThan(now));
        Assert.That((change.Destination, change.DueFrom, change.DueUntil), Is.EqualTo((Host, DateTimeOffset.UnixEpoch, now)));
        Assert.That(change.NextAttemptAt, Is.EqualTo(until + _options.LeaseDuration));
        Assert.That(_watch.AsideUntil(Host), Is.EqualTo(change.NextAttemptAt));
    }

    [Test]
    public void Report_NoAnswerOfSeveralAtOnce_IsOneSilence()
    {
        _watch.Report(Host, Silence);
        var until = _watch.PausedUntil(Host);

        Assert.That(_watch.Report(Host, Silence), Is.Null);
        Assert.That(_watch.PausedUntil(Host), Is.EqualTo(until));
    }

    [Test]
    public void Report_NoAnswerAgainAndAgain_NeverPutsAsideForLongerThanItsPauseNeeds()
    {
        for (var i = 0; i < 200; i++)
        {
            var change = _watch.Report(Host, Silence)!;
            var now = _time.GetUtcNow();
            Assert.That(change.NextAttemptAt, Is.GreaterThanOrEqualTo(_watch.PausedUntil(Host)!.Value + _options.LeaseDuration));
            Assert.That(change.NextAttemptAt - now, Is.LessThanOrEqualTo(_options.MaxRetryDelay + _options.LeaseDuration));
            Assert.That(change.DueUntil, Is.GreaterThanOrEqualTo(now), "what was put aside before goes with it");
            _time.Advance(_watch.PausedUntil(Host)!.Value - now);
        }
    }

    [Test]
    public void Report_AnswersAgain_TakesUpWhatWasPutAside()
    {
        var aside = _watch.Report(Host, Silence)!.NextAttemptAt;
        _time.Advance(_watch.PausedUntil(Host)!.Value - _time.GetUtcNow());
        var now = _time.GetUtcNow();

        var change = _watch.Report(Host, null)!;

        Assert.That((change.DueFrom, change.DueUntil, change.NextAttemptAt), Is.EqualTo((now, aside, now)));
        Assert.That(_watch.AsideUntil(Host), Is.Null);
        Assert.That(_watch.Report(Host, null), Is.Null, "once");
    }

    [Test]
    public void Report_RefusesOneItem_PutsNothingAside()
    {
        Assert.That(_watch.Report(Host, new OcmFailure(OcmFailureKind.Unavailable, "No.") { PeerStatus = 500 }), Is.Null);
        Assert.That(_watch.PausedUntil(Host), Is.Null);
    }
}
