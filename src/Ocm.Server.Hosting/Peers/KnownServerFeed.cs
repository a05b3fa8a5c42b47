using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Client.Peers;
using Ocm.Client.Signatures;
using Ocm.Errors;
using Ocm.Peers;
using Ocm.Serialization;
using Ocm.Server.Pipeline;

namespace Ocm.Server.Peers;

/// <summary>
/// Keeps the registry of known servers up to date (TRUST-01): servers whose signed calls were taken, and servers that took this
/// one's calls, with their discovery documents and keys. Not what strangers merely name: that would fill the registry for
/// nothing. A server is written once in an interval, behind the calls, however many there are.
/// </summary>
internal sealed partial class KnownServerFeed(
    IServiceProviderIsService registered,
    OperationScopes scopes,
    IServerDiscovery discovery,
    IPeerKeyResolver keys,
    IOptions<OcmServerOptions> options,
    TimeProvider time,
    ILogger<KnownServerFeed> logger) : BackgroundService, IPeerCallObserver
{
    private const int MaxQueued = 1024;
    private const int MaxRemembered = 20_000;

    private readonly bool _isOn = registered.IsService(typeof(IKnownServerStore));
    private readonly Channel<Meeting> _queue = Channel.CreateBounded<Meeting>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly ConcurrentDictionary<OcmHost, Written> _written = new();

    /// <summary>A signed call of the server was taken.</summary>
    internal void Signed(OcmHost server) => Meet(server, isSigned: true);

    /// <summary>Whether a signed call of the server was taken here lately; it may not be in the registry yet.</summary>
    internal bool HasSigned(OcmHost server) => _written.TryGetValue(server, out var written) && written.IsSigned;

    /// <inheritdoc />
    public void Answered(OcmHost server) => Meet(server, isSigned: false);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var meeting in _queue.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await WriteAsync(meeting, stoppingToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever fails in a store, the registry goes on with the next server.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // Forgotten here, so that the next meeting tries again.
                _written.TryRemove(meeting.Server, out _);
                LogFailed(meeting.Server, e.GetType().Name);
            }
        }
    }

    private void Meet(OcmHost server, bool isSigned)
    {
        if (!_isOn)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (_written.TryGetValue(server, out var written) && now < written.Until && (written.IsSigned || !isSigned))
        {
            return;
        }

        if (_written.Count >= MaxRemembered)
        {
            _written.Clear();
        }

        // Noted before it is written: calls that come meanwhile do not queue it again.
        var noted = new Written(now + options.Value.KnownServerInterval, isSigned || written?.IsSigned == true);
        var first = written is null ? _written.TryAdd(server, noted) : _written.TryUpdate(server, noted, written);
        if (first && !_queue.Writer.TryWrite(new Meeting(server, isSigned, now)))
        {
            _written.TryRemove(server, out _);
        }
    }

    private async ValueTask WriteAsync(Meeting meeting, CancellationToken cancellationToken)
    {
        var scope = scopes.Open();
        await using var _ = scope.ConfigureAwait(false);
        var store = scope.ServiceProvider.GetRequiredService<IKnownServerStore>();
        var before = await store.FindServerAsync(meeting.Server, cancellationToken).ConfigureAwait(false);
        var (document, keySet) = await ReadAsync(meeting.Server, cancellationToken).ConfigureAwait(false);
        if (keySet is not null && before?.KeySetJson is { } known && known != keySet)
        {
            LogKeysChanged(meeting.Server);
        }

        await store.PutServerAsync(
            new KnownServer
            {
                Host = meeting.Server,
                FirstSeenAt = before?.FirstSeenAt ?? meeting.At,
                LastSeenAt = meeting.At,
                DiscoveryJson = document ?? before?.DiscoveryJson,
                KeySetJson = keySet ?? before?.KeySetJson,
                SignedSince = before?.SignedSince ?? (meeting.IsSigned ? meeting.At : null),
            },
            cancellationToken).ConfigureAwait(false);
    }

    // From the caches, which the call has just filled.
    private async ValueTask<(string? Document, string? KeySet)> ReadAsync(OcmHost server, CancellationToken cancellationToken)
    {
        if (!(await discovery.DiscoverAsync(server, cancellationToken).ConfigureAwait(false)).TryGetValue(out var discovered, out var _))
        {
            return (null, null);
        }

        var document = System.Text.Encoding.UTF8.GetString(OcmJson.Write(discovered.Document));
        var published = discovered.JwksUri is null
            ? new OcmFailure(OcmFailureKind.NotFound, "The server publishes no keys.")
            : await keys.GetKeySetAsync(server, cancellationToken).ConfigureAwait(false);
        return (document, published.TryGetValue(out var set, out _) ? System.Text.Encoding.UTF8.GetString(set.ToJson()) : null);
    }

    [LoggerMessage(2500, LogLevel.Warning, "The registry of known servers could not be updated for {Host} ({ExceptionType}); the next call of that server tries again")]
    private partial void LogFailed(OcmHost host, string exceptionType);

    [LoggerMessage(2501, LogLevel.Information, "The keys of the known server {Host} have changed")]
    private partial void LogKeysChanged(OcmHost host);

    private sealed record Meeting(OcmHost Server, bool IsSigned, DateTimeOffset At);

    private sealed record Written(DateTimeOffset Until, bool IsSigned);
}
