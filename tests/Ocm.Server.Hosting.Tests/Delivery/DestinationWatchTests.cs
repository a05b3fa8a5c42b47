using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Delivery;
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

        Assert.That(_watch.Report(Host, Silence), Is.True);

        var change = _watch.NextMove()!;
        var until = _watch.PausedUntil(Host)!.Value;
        Assert.That(until, Is.GreaterThan(now));
        Assert.That((change.Destination, change.DueFrom, change.DueUntil), Is.EqualTo((Host, DateTimeOffset.UnixEpoch, now)));
        Assert.That(change.NextAttemptAt, Is.EqualTo(until + _options.LeaseDuration));
        Assert.That(_watch.AsideUntil(Host), Is.EqualTo(change.NextAttemptAt));
    }

    [Test]
    public void Report_NoAnswerOfSeveralAtOnce_IsOneSilence()
    {
        var move = Move(Silence);
        var until = _watch.PausedUntil(Host);

        Assert.That(_watch.Report(Host, Silence), Is.False);
        Assert.That(_watch.PausedUntil(Host), Is.EqualTo(until));
        Assert.That(move, Is.Not.Null);
    }

    [Test]
    public void Report_NoAnswerAgainAndAgain_NeverPutsAsideForLongerThanItsPauseNeeds()
    {
        for (var i = 0; i < 200; i++)
        {
            var change = Move(Silence)!;
            var now = _time.GetUtcNow();
            Assert.That(change.NextAttemptAt, Is.GreaterThanOrEqualTo(_watch.PausedUntil(Host)!.Value + _options.LeaseDuration));
            Assert.That(change.NextAttemptAt - now, Is.LessThanOrEqualTo(_options.MaxRetryDelay + _options.LeaseDuration));
            Assert.That(change.DueUntil, Is.EqualTo(now), "not what is due when the pause ends");
            _time.Advance(_watch.PausedUntil(Host)!.Value - now);
        }
    }

    [Test]
    public void Report_AnswersAgain_TakesUpWhatWasPutAside()
    {
        var aside = Move(Silence)!.NextAttemptAt;
        _time.Advance(_watch.PausedUntil(Host)!.Value - _time.GetUtcNow());
        var now = _time.GetUtcNow();

        var change = Move(null)!;

        Assert.That((change.DueFrom, change.DueUntil, change.NextAttemptAt), Is.EqualTo((now, aside, now)));
        Assert.That(_watch.AsideUntil(Host), Is.Null);
        Assert.That(_watch.Report(Host, null), Is.False, "once");
    }

    [Test]
    public void Report_RefusesOneItem_PutsNothingAside()
    {
        Assert.That(_watch.Report(Host, new OcmFailure(OcmFailureKind.Unavailable, "No.") { PeerStatus = 500 }), Is.False);
        Assert.That(_watch.PausedUntil(Host), Is.Null);
    }

    [Test]
    public void NextMove_AnswersBeforeItWasPutAside_TheLaterMoveCounts()
    {
        _watch.Report(Host, Silence);
        var aside = _watch.NextMove()!;
        _watch.Report(Host, null);
        var back = _watch.NextMove()!;

        _watch.Moved(aside);

        Assert.That(back.NextAttemptAt, Is.LessThan(aside.NextAttemptAt));
        Assert.That(_watch.NextMove(), Is.SameAs(back), "what is done late does not undo what was asked for since");
        _watch.Moved(back);
        Assert.That(_watch.NextMove(), Is.Null);
    }

    [Test]
    public void Restrict_SilentServer_LeavesOnlyWhatHasExpiredUntilItsPauseEnds()
    {
        _watch.Report(Host, Silence);
        var claim = new OutboxClaim("one", _time.GetUtcNow(), _time.GetUtcNow().AddMinutes(2), 10);
        var paused = _watch.Restrict(claim);
        var due = _watch.Restrict(claim with { Now = _watch.PausedUntil(Host)!.Value });
        _watch.TryEnter(Host);
        var tried = _watch.Restrict(claim with { Now = _watch.PausedUntil(Host)!.Value });

        Assert.That((paused.SilentDestinations, paused.ExceptDestinations.Count), Is.EqualTo((new[] { Host.Value }, 0)));
        Assert.That(due.SilentDestinations, Is.Empty);
        Assert.That(tried.SilentDestinations, Is.EqualTo(new[] { Host.Value }), "one delivery finds out");
    }

    [Test]
    public void Restrict_BusyServer_GetsNothingMore()
    {
        for (var i = 0; i < _options.MaxConcurrentPerServer; i++)
        {
            Assert.That(_watch.TryEnter(Host), Is.True);
        }

        var claim = _watch.Restrict(new OutboxClaim("one", _time.GetUtcNow(), _time.GetUtcNow().AddMinutes(2), 10));

        Assert.That(claim.ExceptDestinations, Is.EqualTo(new[] { Host.Value }));
        Assert.That(claim.SilentDestinations, Is.Empty);
    }

    [Test]
    public void Report_NoAnswerAgain_MovesOnWhatWasPutAsideBefore()
    {
        var earlier = Move(Silence)!.NextAttemptAt;
        _time.Advance(_watch.PausedUntil(Host)!.Value - _time.GetUtcNow());
        _watch.Report(Host, Silence);
        _watch.Moved(_watch.NextMove()!);

        var change = _watch.NextMove()!;

        Assert.That((change.DueFrom, change.DueUntil), Is.EqualTo((earlier, earlier)));
        Assert.That(change.NextAttemptAt, Is.EqualTo(_watch.AsideUntil(Host)));
    }

    private OutboxReschedule? Move(OcmFailure? failure)
    {
        _watch.Report(Host, failure);
        var first = _watch.NextMove();
        while (_watch.NextMove() is { } move)
        {
            _watch.Moved(move);
        }

        return first;
    }
}
