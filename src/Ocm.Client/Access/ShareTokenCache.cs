using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Tokens;
using Ocm.Errors;
using Ocm.Tokens;

namespace Ocm.Client.Access;

/// <summary>
/// Tokens in this process: one exchange at a time for each share, renewed ahead of their end, wiped at their end
/// (TOK-07, TOK-08).
/// </summary>
internal sealed class ShareTokenCache : IShareTokenProvider, IDisposable
{
    // After a renewal that failed while the old token is still good.
    private static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(5);

    // In seconds, where a sending server does not say how long its token is good for.
    private const long UnknownLifetime = 60;

    private readonly Lock _lock = new();
    private readonly Exchange _exchange;
    private readonly OcmAccessOptions _options;
    private readonly AccessLog _log;
    private readonly TimeProvider _timeProvider;
    private readonly RecentShares<Entry> _entries;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _wiper;
    private DateTimeOffset _nextWipe = DateTimeOffset.MaxValue;
    private bool _isDisposed;

    public ShareTokenCache(TokenCalls calls, IOptions<OcmAccessOptions> options, AccessLog log, TimeProvider timeProvider)
        : this(calls.ExchangeAsync, options, log, timeProvider)
    {
    }

    internal ShareTokenCache(Exchange exchange, IOptions<OcmAccessOptions> options, AccessLog log, TimeProvider timeProvider)
    {
        _exchange = exchange;
        _options = options.Value;
        _log = log;
        _timeProvider = timeProvider;
        _entries = new(_options.MaxTrackedShares, static () => new Entry());
        _wiper = timeProvider.CreateTimer(static s => ((ShareTokenCache)s!).Wipe(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks a sending server for a token.</summary>
    internal delegate Task<OcmResult<TokenResponse>> Exchange(OcmHost sendingServer, SecretString code, CancellationToken cancellationToken);

    /// <summary>How many shares something is kept of.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask<OcmResult<ShareToken>> GetTokenAsync(
        OcmHost sendingServer, SecretString sharedSecret, SecretString? rejected = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sendingServer);
        ArgumentNullException.ThrowIfNull(sharedSecret);
        var key = ShareKey.Of(sendingServer, sharedSecret);
        Task<OcmResult<ShareToken>> exchange;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var entry = _entries.Get(key);
            var now = _timeProvider.GetUtcNow();
            if (entry.Token is { } token && token.AccessToken.Equals(rejected))
            {
                entry.Token = null;
            }

            if (entry.Usable(now) is { } usable && now < entry.RenewAt)
            {
                return usable;
            }

            // Not under this caller's token: others wait for it too. It is bounded by the time of every call.
            exchange = entry.Running ??= Task.Run(() => ExchangeAsync(entry, sendingServer, sharedSecret), CancellationToken.None);
        }

        return await exchange.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _entries.RemoveWhere(static _ => true);
        }

        _wiper.Dispose();
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<OcmResult<ShareToken>> ExchangeAsync(Entry entry, OcmHost server, SecretString secret)
    {
        // The life of a token is counted from before the request: it may have been issued then.
        var begin = _timeProvider.GetUtcNow();
        OcmResult<TokenResponse> answer;
        try
        {
            answer = await _exchange(server, secret, _stop.Token).ConfigureAwait(false);
        }
        catch
        {
            lock (_lock)
            {
                entry.Running = null;
            }

            throw;
        }

        return Complete(entry, server, begin, answer.TryGetValue(out var response, out var failure) ? Read(response, begin) : failure);
    }

    private OcmResult<ShareToken> Read(TokenResponse response, DateTimeOffset begin)
    {
        if (!string.Equals(response.TokenType, TokenResponse.Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AccessFailures.NotBearer;
        }

        var seconds = Math.Min(response.ExpiresIn ?? UnknownLifetime, (long)_options.MaxTokenLifetime.TotalSeconds);
        return new ShareToken(response.AccessToken, begin + TimeSpan.FromSeconds(seconds));
    }

    private OcmResult<ShareToken> Complete(Entry entry, OcmHost server, DateTimeOffset begin, OcmResult<ShareToken> result)
    {
        lock (_lock)
        {
            entry.Running = null;
            if (result.TryGetValue(out var token, out var failure))
            {
                if (!_isDisposed)
                {
                    entry.Token = token;
                    entry.RenewAt = RenewAt(begin, token.ExpiresAt);
                    Schedule(token.ExpiresAt);
                }

                _log.TokenIssued(server, token.ExpiresAt);
                return token;
            }

            _log.TokenRefused(server, failure.Kind, failure.Message);
            var now = _timeProvider.GetUtcNow();
            if (entry.Usable(now) is not { } usable)
            {
                return failure;
            }

            entry.RenewAt = now + RenewalPause;
            return usable;
        }
    }

    private DateTimeOffset RenewAt(DateTimeOffset begin, DateTimeOffset end)
    {
        var early = (end - begin) * 0.8;
        var late = end - begin - _options.TokenRenewalMargin;
        return begin + (early > late ? early : late);
    }

    /// <summary>Sees to it that a token is wiped at its end even where nobody asks for it again.</summary>
    private void Schedule(DateTimeOffset end)
    {
        if (end < _nextWipe)
        {
            _nextWipe = end;
            var wait = (end - _timeProvider.GetUtcNow()).Ticks;
            _wiper.Change(TimeSpan.FromTicks(Math.Clamp(wait, 0, TimeSpan.TicksPerDay)), Timeout.InfiniteTimeSpan);
        }
    }

    private void Wipe()
    {
        lock (_lock)
        {
            var now = _timeProvider.GetUtcNow();
            _nextWipe = DateTimeOffset.MaxValue;
            foreach (var entry in _entries.Values)
            {
                entry.Token = entry.Usable(now);
                if (entry.Token is { } token)
                {
                    Schedule(token.ExpiresAt);
                }
            }

            _entries.RemoveWhere(static e => e.Running is null && e.Token is null);
        }
    }

    private sealed class Entry
    {
        internal ShareToken? Token { get; set; }

        internal DateTimeOffset RenewAt { get; set; }

        internal Task<OcmResult<ShareToken>>? Running { get; set; }

        internal ShareToken? Usable(DateTimeOffset now) => now < Token?.ExpiresAt ? Token : null;
    }
}
