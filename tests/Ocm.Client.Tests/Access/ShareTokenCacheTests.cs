using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Client.Tests.Http;
using Ocm.Errors;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Access;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ShareTokenCacheTests : IDisposable
{
    private static readonly OcmHost Server = OcmHost.Parse("sender.test");
    private static readonly SecretString Secret = new("s3cr3t");

    private readonly ManualClock _clock = new();
    private readonly FakeTokenEndPoint _exchange = new();
    private readonly OcmAccessOptions _options = new();
    private readonly CapturedLog _captured = new();
    private readonly LoggerFactory _loggers;
    private readonly Lazy<ShareTokenCache> _cache;

    public ShareTokenCacheTests()
    {
        _loggers = new LoggerFactory([_captured]);
        _cache = new(() => new ShareTokenCache(_exchange.ExchangeAsync, Options.Create(_options), new AccessLog(_loggers.CreateLogger<AccessLog>()), _clock));
    }

    private ShareTokenCache Cache => _cache.Value;

    public void Dispose()
    {
        if (_cache.IsValueCreated)
        {
            Cache.Dispose();
        }

        _loggers.Dispose();
        _captured.Dispose();
    }

    [Test]
    [Property("Requirement", "TOK-08")]
    public async Task GetToken_FiftyCallersAtOnce_OneExchange()
    {
        var open = new TaskCompletionSource();
        _exchange.Gate = open.Task;

        var callers = Enumerable.Range(0, 50).Select(_ => Task.Run(() => GetAsync())).ToList();
        open.SetResult();
        var tokens = await Task.WhenAll(callers);

        Assert.That(tokens, Is.All.EqualTo("token1"));
        Assert.That(_exchange.Calls, Is.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "TOK-08")]
    public async Task GetToken_FiftyCallersWithOneRejectedToken_OneExchangeEachTime()
    {
        var present = await GetAsync();
        for (var round = 2; round <= 40; round++)
        {
            var old = new SecretString(present);
            var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => GetAsync(rejected: old))));

            present = string.Create(CultureInfo.InvariantCulture, $"token{round}");
            Assert.That(tokens, Is.All.EqualTo(present));
            Assert.That(_exchange.Calls, Is.EqualTo(round));
        }
    }

    [Test]
    public async Task GetToken_TwoShares_OneExchangeEach()
    {
        var first = await GetAsync();
        var second = await GetAsync(new SecretString("other"));

        Assert.That((first, second, await GetAsync()), Is.EqualTo(("token1", "token2", "token1")));
    }

    // Renewed 30 s before the end; a token that lives less than 150 s after four fifths of its life.
    [TestCase(3600, 3569, 3571)]
    [TestCase(300, 269, 271)]
    [TestCase(100, 79, 81)]
    [TestCase(10, 7, 9)]
    [TestCase(1, 0, 1)]
    [Property("Requirement", "TOK-08")]
    public async Task GetToken_NearItsEnd_IsRenewed(int lifetime, int stillOld, int renewed)
    {
        _exchange.ExpiresIn = lifetime;
        await GetAsync();

        _clock.Advance(TimeSpan.FromSeconds(stillOld));
        Assert.That(await GetAsync(), Is.EqualTo("token1"));

        _clock.Advance(TimeSpan.FromSeconds(renewed - stillOld));
        Assert.That(await GetAsync(), Is.EqualTo("token2"));
    }

    [Test]
    public async Task GetToken_RenewalFailsWhileTheOldIsGood_GivesTheOldAndTriesLater()
    {
        await GetAsync();
        _clock.Advance(TimeSpan.FromSeconds(280));
        _exchange.Failure = new OcmFailure(OcmFailureKind.Unreachable, "down");

        Assert.That(await GetAsync(), Is.EqualTo("token1"));
        Assert.That(await GetAsync(), Is.EqualTo("token1"));
        Assert.That(_exchange.Calls, Is.EqualTo(2), "the failure is remembered for a while");

        _clock.Advance(TimeSpan.FromSeconds(6));
        _exchange.Failure = null;
        Assert.That(await GetAsync(), Is.EqualTo("token3"));
    }

    [Test]
    [Property("Requirement", "TOK-07")]
    public async Task GetToken_ExpiredAndNoNewOne_IsNotGiven()
    {
        await GetAsync();
        _exchange.Failure = new OcmFailure(OcmFailureKind.Unreachable, "down");

        _clock.Advance(TimeSpan.FromSeconds(300));
        var result = await Cache.GetTokenAsync(Server, Secret);

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
    }

    [Test]
    [Property("Requirement", "TOK-07")]
    public async Task Token_AtItsEnd_IsWipedThoughNobodyAsks()
    {
        await GetAsync();
        _exchange.ExpiresIn = 600;
        await GetAsync(new SecretString("other"));
        Assert.That(Cache.Count, Is.EqualTo(2));

        _clock.Advance(TimeSpan.FromSeconds(300));
        Assert.That(Cache.Count, Is.EqualTo(1));

        _clock.Advance(TimeSpan.FromSeconds(300));
        Assert.That(Cache.Count, Is.Zero);
    }

    [Test]
    public async Task GetToken_LifetimeNotSaid_IsShort()
    {
        _exchange.ExpiresIn = null;

        var token = (await Cache.GetTokenAsync(Server, Secret)).Must();

        Assert.That(token.ExpiresAt - _clock.GetUtcNow(), Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [TestCase(long.MaxValue)]
    [TestCase(10L * 365 * 86400)]
    public async Task GetToken_LifetimeBeyondReason_IsCut(long lifetime)
    {
        _exchange.ExpiresIn = lifetime;

        var token = (await Cache.GetTokenAsync(Server, Secret)).Must();

        Assert.That(token.ExpiresAt - _clock.GetUtcNow(), Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [Test]
    public async Task GetToken_SlowExchange_LifeCountsFromBeforeTheRequest()
    {
        var begun = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        (_exchange.Gate, _exchange.Begun) = (open.Task, _ => begun.SetResult());
        var begin = _clock.GetUtcNow();

        var pending = Cache.GetTokenAsync(Server, Secret).AsTask();
        await begun.Task;
        _clock.Advance(TimeSpan.FromSeconds(20));
        open.SetResult();
        var token = (await pending).Must();

        Assert.That(token.ExpiresAt, Is.EqualTo(begin + TimeSpan.FromSeconds(300)));
    }

    [TestCase("bearer", true)]
    [TestCase("BEARER", true)]
    [TestCase("mac", false)]
    [TestCase("DPoP", false)]
    public async Task GetToken_TokenType_OnlyBearer(string type, bool taken)
    {
        _exchange.TokenType = type;

        var result = await Cache.GetTokenAsync(Server, Secret);

        Assert.That(result.IsSuccess, Is.EqualTo(taken));
        Assert.That(result.Failure?.Kind, Is.EqualTo(taken ? null : OcmFailureKind.InvalidResponse));
    }

    [Test]
    public async Task GetToken_OneCallerGivesUp_TheOthersGetTheToken()
    {
        var begun = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        (_exchange.Gate, _exchange.Begun) = (open.Task, _ => begun.SetResult());
        using var impatient = new CancellationTokenSource();
        var first = Cache.GetTokenAsync(Server, Secret, rejected: null, impatient.Token).AsTask();
        await begun.Task;
        var second = Cache.GetTokenAsync(Server, Secret).AsTask();

        await impatient.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        open.SetResult();

        Assert.That((await second).Must().AccessToken.Reveal(), Is.EqualTo("token1"));
        Assert.That(_exchange.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task GetToken_MoreSharesThanAreTracked_ForgetsTheLongestUnused()
    {
        _options.MaxTrackedShares = 3;
        for (var i = 0; i < 10; i++)
        {
            await GetAsync(new SecretString(string.Create(CultureInfo.InvariantCulture, $"secret{i}")));
        }

        Assert.That(Cache.Count, Is.EqualTo(3));
        Assert.That(await GetAsync(new SecretString("secret9")), Is.EqualTo("token10"));
        Assert.That(await GetAsync(new SecretString("secret0")), Is.EqualTo("token11"));
    }

    [Test]
    public async Task GetToken_ExchangeThrows_NextCallerTriesAgain()
    {
        _exchange.Begun = n =>
        {
            if (n == 1)
            {
                throw new InvalidOperationException("no origin");
            }
        };

        Assert.That(async () => await Cache.GetTokenAsync(Server, Secret), Throws.InvalidOperationException);
        Assert.That(await GetAsync(), Is.EqualTo("token2"));
    }

    [Test]
    [Property("Requirement", "TOK-07")]
    public async Task GetToken_Always_LogsNeitherSecretNorToken()
    {
        await GetAsync();
        _exchange.Failure = new OcmFailure(OcmFailureKind.Invalid, "refused") { PeerMessage = "token1 s3cr3t" };
        _ = await Cache.GetTokenAsync(Server, Secret, new SecretString("token1"));

        Assert.That(_captured.Entries.Select(e => e.Id.Id), Is.EqualTo(new[] { 1200, 1201 }));
        Assert.That(_captured.Entries.Select(e => e.Text), Has.None.Contains("token1").And.None.Contains("s3cr3t"));
    }

    [Test]
    public void ToString_OfAToken_IsRedacted() =>
        Assert.That(new ShareToken(new SecretString("abc123"), DateTimeOffset.UnixEpoch).ToString(), Does.Not.Contain("abc123"));

    private async Task<string> GetAsync(SecretString? secret = null, SecretString? rejected = null) =>
        (await Cache.GetTokenAsync(Server, secret ?? Secret, rejected)).Must().AccessToken.Reveal();
}
