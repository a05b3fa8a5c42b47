using Microsoft.Extensions.Options;
using Ocm.Errors;
using Ocm.Server.Delivery;
using Ocm.Testing.Time;

namespace Ocm.Server.Hosting.Tests.Delivery;

/// <summary>Which failed attempts are worth another, and when.</summary>
internal sealed class RetryRulesTests
{
    private static readonly OcmDeliveryOptions Defaults = new();

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public void NextAttempt_AgainAndAgain_WaitsTwiceAsLongEachTimeUpToTheLimitAndNeverAlike()
    {
        for (var attempts = 0; attempts < 30; attempts++)
        {
            var longest = Math.Min(Defaults.FirstRetryDelay.TotalSeconds * Math.Pow(2, attempts), Defaults.MaxRetryDelay.TotalSeconds);

            var waits = Enumerable.Range(0, 200).Select(_ => Wait(new OcmFailure(OcmFailureKind.Timeout, "late"), attempts).TotalSeconds).ToList();

            Assert.That(waits, Is.All.InRange(longest / 2, longest), $"attempt {attempts}");
            Assert.That(waits.Distinct().Count(), Is.GreaterThan(50), "many servers that were down do not come back at one moment");
        }
    }

    [Test]
    public void NextAttempt_RetryAfter_IsWaitedForAndNeverShortensTheWait()
    {
        var later = new OcmFailure(OcmFailureKind.Unavailable, "later") { PeerStatus = 503, RetryAfter = TimeSpan.FromHours(2) };

        Assert.That(Wait(later, attempts: 0), Is.EqualTo(TimeSpan.FromHours(2)));
        Assert.That(Wait(later with { RetryAfter = TimeSpan.FromSeconds(1) }, attempts: 9), Is.GreaterThan(TimeSpan.FromMinutes(20)));
    }

    [TestCase(OcmFailureKind.Unauthenticated, 401)]
    [TestCase(OcmFailureKind.Timeout, 408)]
    [TestCase(OcmFailureKind.Unavailable, 425)]
    [TestCase(OcmFailureKind.RateLimited, 429)]
    public void IsWorthAnother_RefusalThatMayPass_WithinBounds(OcmFailureKind kind, int status)
    {
        var failure = new OcmFailure(kind, "not now") { PeerStatus = status };

        var worth = Enumerable.Range(0, Defaults.MaxRefusals).Select(attempts => IsWorthAnother(failure, attempts)).ToList();

        Assert.That(worth.SkipLast(1), Is.All.True);
        Assert.That(worth[^1], Is.False);
    }

    [TestCase(OcmFailureKind.Unreachable, null)]
    [TestCase(OcmFailureKind.Timeout, null)]
    [TestCase(OcmFailureKind.InvalidResponse, 200)]
    [TestCase(OcmFailureKind.Disabled, null)]
    [TestCase(OcmFailureKind.PeerFailure, 500)]
    [TestCase(OcmFailureKind.PeerFailure, 502)]
    [TestCase(OcmFailureKind.Unavailable, 503)]
    public void IsWorthAnother_OutageOrFailure_UntilItIsTooOld(OcmFailureKind kind, int? status)
    {
        var failure = new OcmFailure(kind, "away") { PeerStatus = status };

        Assert.That(IsWorthAnother(failure, attempts: 1000), Is.True);
        _time.Advance(Defaults.MaxAge);
        Assert.That(IsWorthAnother(failure, attempts: 0), Is.False);
    }

    [TestCase(OcmFailureKind.Invalid, 400)]
    [TestCase(OcmFailureKind.Forbidden, 403)]
    [TestCase(OcmFailureKind.NotFound, 404)]
    [TestCase(OcmFailureKind.Conflict, 409)]
    [TestCase(OcmFailureKind.TooLarge, 413)]
    [TestCase(OcmFailureKind.UnsupportedMediaType, 415)]
    [TestCase(OcmFailureKind.NotSupported, 501)]
    [TestCase(OcmFailureKind.Blocked, null)]
    public void IsWorthAnother_FinalAnswer_Never(OcmFailureKind kind, int? status) =>
        Assert.That(IsWorthAnother(new OcmFailure(kind, "no") { PeerStatus = status }, attempts: 0), Is.False);

    private static readonly DateTimeOffset Written = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private RetryRules Rules => new(_time, Options.Create(Defaults));

    private TimeSpan Wait(OcmFailure failure, int attempts) => Rules.NextAttempt(failure, attempts) - _time.GetUtcNow();

    private bool IsWorthAnother(OcmFailure failure, int attempts) => Rules.IsWorthAnother(failure, attempts, Written + Defaults.MaxAge);
}
