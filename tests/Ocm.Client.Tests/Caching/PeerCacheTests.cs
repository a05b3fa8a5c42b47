using System.Collections.Concurrent;
using Ocm.Addresses;
using Ocm.Client.Caching;
using Ocm.Client.Discovery;
using Ocm.Client.Tests.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Caching;

/// <summary>The cache's promises, without a network.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PeerCacheTests
{
    private static readonly OcmHost Host = OcmHost.Parse("peer.test");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly OcmFailure Down = new(OcmFailureKind.Unreachable, "Down.");

    private readonly ManualClock _clock = new();
    private readonly PeerCacheOptions _options = new();
    private readonly ConcurrentQueue<OcmHost> _fetches = new();
    private readonly TaskCompletionSource _fetching = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    [Property("Requirement", "SIG-18")]
    public async Task Get_ManyAtOnce_ShareOneFetch()
    {
        var gate = new TaskCompletionSource();
        var cache = Create(async _ =>
        {
            await gate.Task;
            return Value("a");
        });

        var waiters = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => GetAsync(cache))).ToList();
        await _fetching.Task;
        gate.SetResult();
        var answers = await Task.WhenAll(waiters);

        Assert.That(answers.Select(a => a.Value), Is.All.EqualTo("a"));
        Assert.That(_fetches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Get_OneWaiterGivesUp_TheOthersStillGetTheAnswer()
    {
        var gate = new TaskCompletionSource();
        var wasCancelled = false;
        var cache = new PeerCache<string>(_options, Timeout, _clock, async (_, _, token) =>
        {
            await gate.Task;
            wasCancelled = token.IsCancellationRequested;
            return Value("a");
        });
        using var impatient = new CancellationTokenSource();
        var first = cache.GetAsync(Host, impatient.Token).AsTask();
        var second = GetAsync(cache);

        await impatient.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        gate.SetResult();

        Assert.That((await second).Value, Is.EqualTo("a"));
        Assert.That(wasCancelled, Is.False);
    }

    [TestCase(null, 3600)]
    [TestCase(0, 60)]
    [TestCase(600, 600)]
    [TestCase(999_999, 86_400)]
    public async Task Get_Answer_IsUsedForItsAgeWithinBounds(int? maxAge, int expected)
    {
        var cache = Create(_ => Fetched(new PeerFetch<string>("a", 1, maxAge is null ? null : TimeSpan.FromSeconds(maxAge.Value))));
        await GetAsync(cache);

        _clock.Advance(TimeSpan.FromSeconds(expected) - TimeSpan.FromTicks(1));
        await GetAsync(cache);
        var before = _fetches.Count;
        _clock.Advance(TimeSpan.FromTicks(1));
        await GetAsync(cache);

        Assert.That(before, Is.EqualTo(1));
        Assert.That(_fetches, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Get_AfterAFailure_AsksAgainOnlyAfterAWhile()
    {
        var cache = Create(_ => Fetched(new PeerFetch<string>(Down)));
        await GetAsync(cache);

        _clock.Advance(_options.FailureAge - TimeSpan.FromTicks(1));
        var remembered = await GetAsync(cache);
        var before = _fetches.Count;
        _clock.Advance(TimeSpan.FromTicks(1));
        await GetAsync(cache);

        Assert.That(remembered.Failure, Is.SameAs(Down));
        Assert.That(before, Is.EqualTo(1));
        Assert.That(_fetches, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Get_FailureWithRetryAfter_WaitsThatLong()
    {
        var cache = Create(_ => Fetched(new PeerFetch<string>(Down with { RetryAfter = TimeSpan.FromMinutes(5) })));
        await GetAsync(cache);

        _clock.Advance(TimeSpan.FromMinutes(4));
        await GetAsync(cache);

        Assert.That(_fetches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Get_OwnLimitReached_IsNotRememberedOfTheServer()
    {
        var isFull = true;
        var cache = Create(_ => Fetched(isFull ? new PeerFetch<string>(LookupFailures.TooMany) : Value("a")));

        var refused = await GetAsync(cache);
        isFull = false;
        var answered = await GetAsync(cache);

        Assert.That(refused.Failure, Is.SameAs(LookupFailures.TooMany));
        Assert.That(answered.Value, Is.EqualTo("a"));
    }

    [Test]
    public async Task Get_FetchTakesTooLong_TimesOut()
    {
        var cache = new PeerCache<string>(_options, Timeout, _clock, async (_, _, token) =>
        {
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, _clock, token);
            return Value("a");
        });

        var answer = GetAsync(cache);
        await _clock.WaitForTimerAsync(Timeout);
        _clock.Advance(Timeout);

        Assert.That((await answer).Failure!.Kind, Is.EqualTo(OcmFailureKind.Timeout));
    }

    [Test]
    public async Task Get_FetchThrows_TellsAllWaitersAndRemembersNothing()
    {
        var isBroken = true;
        var cache = Create(_ => isBroken ? throw new InvalidOperationException("A bug.") : Fetched(Value("a")));

        Assert.That(async () => await GetAsync(cache), Throws.InvalidOperationException);
        isBroken = false;

        Assert.That((await GetAsync(cache)).Value, Is.EqualTo("a"));
    }

    [Test]
    [Property("Requirement", "SIG-18")]
    public async Task Refresh_SoonAfterTheLastFetch_GivesTheSameValue()
    {
        var number = 0;
        var cache = Create(_ => Fetched(Value($"{++number}")));
        var seen = (await GetAsync(cache)).Value!;

        for (var i = 0; i < 1000; i++)
        {
            Assert.That((await cache.RefreshAsync(Host, seen, default)).Value, Is.SameAs(seen));
        }

        _clock.Advance(_options.MinRefetchInterval);
        var renewed = await cache.RefreshAsync(Host, seen, default);

        Assert.That(renewed.Value, Is.EqualTo("2"));
        Assert.That(_fetches, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Refresh_SomebodyElseWasFaster_GivesTheNewerValue()
    {
        var number = 0;
        var cache = Create(_ => Fetched(Value($"{++number}")));
        var seen = (await GetAsync(cache)).Value!;
        _clock.Advance(_options.MinRefetchInterval);
        await cache.RefreshAsync(Host, seen, default);

        var second = await cache.RefreshAsync(Host, seen, default);

        Assert.That(second.Value, Is.EqualTo("2"));
        Assert.That(_fetches, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Refresh_Fails_KeepsWhatIsStillFresh()
    {
        var isDown = false;
        var cache = Create(_ => Fetched(isDown ? new PeerFetch<string>(Down) : Value("a")));
        var seen = (await GetAsync(cache)).Value!;
        _clock.Advance(_options.MinRefetchInterval);
        isDown = true;

        var renewed = await cache.RefreshAsync(Host, seen, default);
        var kept = await GetAsync(cache);
        _clock.Advance(_options.DefaultAge);
        var expired = await GetAsync(cache);

        Assert.That(renewed.Failure, Is.SameAs(Down));
        Assert.That(kept.Value, Is.SameAs(seen));
        Assert.That(expired.Failure, Is.SameAs(Down));
    }

    [Test]
    public async Task Fetch_ForAServerThatAnsweredBefore_KnowsIt()
    {
        List<bool> known = [];
        var cache = new PeerCache<string>(_options, Timeout, _clock, (_, isKnown, _) =>
        {
            known.Add(isKnown);
            return Fetched(Value("a"));
        });

        await GetAsync(cache);
        _clock.Advance(_options.DefaultAge);
        await GetAsync(cache);

        Assert.That(known, Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task Get_MoreServersThanAllowed_ForgetsStrangersAndKeepsWhatIsUsed()
    {
        _options.MaxServers = 10;
        var cache = Create(_ => Fetched(Value("a")));
        await GetAsync(cache);
        for (var i = 0; i < 1000; i++)
        {
            await cache.GetAsync(OcmHost.Parse($"stranger-{i}.test"), default);
            await GetAsync(cache);
        }

        Assert.That(cache.Count, Is.EqualTo(10));
        Assert.That(_fetches.Count(host => host == Host), Is.EqualTo(1));
    }

    [Test]
    public async Task Get_MoreBytesThanAllowed_ForgetsOldOnes()
    {
        _options.MaxBytes = 100 * 1024;
        var cache = Create(_ => Fetched(new PeerFetch<string>("a", 10 * 1024)));

        for (var i = 0; i < 100; i++)
        {
            await cache.GetAsync(OcmHost.Parse($"stranger-{i}.test"), default);
        }

        Assert.That(cache.Bytes, Is.LessThanOrEqualTo(_options.MaxBytes));
        Assert.That(cache.Count, Is.EqualTo(9));
    }

    [Test]
    public async Task Get_TwoHundredThousandServersAtOnce_StaysWithinItsBounds()
    {
        _options.MaxServers = 2000;
        _options.MaxBytes = 4 * 1024 * 1024;
        var cache = Create(host => Fetched(
            host.Port % 3 == 0 ? new PeerFetch<string>(Down) : new PeerFetch<string>(new string('x', 512), 2048)));
        var mostServers = 0;
        var mostBytes = 0L;

        await Parallel.ForAsync(0, 200_000, async (i, token) =>
        {
            await cache.GetAsync(OcmHost.Parse($"s{i}.test:{(i % 60_000) + 1}"), token);
            if (i % 100 == 0)
            {
                InterlockedMax(ref mostServers, cache.Count);
                InterlockedMax(ref mostBytes, cache.Bytes);
            }
        });

        // What runs just now is not in the queue yet.
        Assert.That(mostServers, Is.LessThanOrEqualTo(_options.MaxServers + 64));
        Assert.That(mostBytes, Is.LessThanOrEqualTo(_options.MaxBytes + 4096));
        Assert.That(cache.Count, Is.LessThanOrEqualTo(_options.MaxServers));
        Assert.That(_fetches, Has.Count.EqualTo(200_000));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private static PeerFetch<string> Value(string value) => new(value, 100);

    private static Task<PeerFetch<string>> Fetched(PeerFetch<string> fetch) => Task.FromResult(fetch);

    private static Task<OcmResult<string>> GetAsync(PeerCache<string> cache) => cache.GetAsync(Host, CancellationToken.None).AsTask();

    private PeerCache<string> Create(Func<OcmHost, Task<PeerFetch<string>>> fetch) => new(_options, Timeout, _clock, (host, _, _) =>
    {
        _fetches.Enqueue(host);
        _fetching.TrySetResult();
        return fetch(host);
    });
}
