using Ocm.Addresses;
using Ocm.Client.Caching;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Directories;

/// <summary>One configured directory service: fetches, verifies and keeps its document. Many callers share one fetch.</summary>
internal sealed class DirectoryService
{
    private const string CacheName = "directories";

    private readonly OcmDirectoryOptions _options;
    private readonly DirectoryReader _reader;
    private readonly PeerHttpClient _http;
    private readonly LookupMetrics _metrics;
    private readonly DirectoryLog _log;
    private readonly TimeProvider _timeProvider;
    private readonly Lock _sync = new();
    private volatile DirectoryState _state = new();
    private Task? _fetch;

    internal DirectoryService(
        Uri url, OcmDirectoryOptions options, DirectoryReader reader, PeerHttpClient http, LookupMetrics metrics, DirectoryLog log, TimeProvider timeProvider)
    {
        Url = url;
        _options = options;
        _reader = reader;
        _http = http;
        _metrics = metrics;
        _log = log;
        _timeProvider = timeProvider;
    }

    internal Uri Url { get; }

    /// <summary>What is known, after a fetch where one is due and worth waiting for.</summary>
    internal ValueTask<DirectoryState> GetAsync(CancellationToken cancellationToken)
    {
        var state = Current();
        if (!state.IsDue(_timeProvider.GetUtcNow()))
        {
            return ValueTask.FromResult(state);
        }

        var fetch = JoinFetch();

        // Nobody waits once more for a service that is known to be down, as long as there is something to go on with.
        return state is { Snapshot: not null, Failure: not null } ? ValueTask.FromResult(state) : AwaitAsync(fetch, cancellationToken);
    }

    internal DirectoryServiceStatus Describe(DirectoryState state) => new()
    {
        Url = Url,
        Federation = state.Snapshot?.Federation,
        ServerCount = state.Snapshot?.Servers.Count ?? 0,
        FetchedAt = state.Snapshot is null ? null : state.FetchedAt,
        IsStale = state.Snapshot is not null && _timeProvider.GetUtcNow() >= state.FreshUntil,
        Failure = state.Failure,
        DroppedCount = state.Snapshot?.DroppedCount ?? 0,
        Dropped = state.Snapshot?.Dropped ?? [],
    };

    private async ValueTask<DirectoryState> AwaitAsync(Task fetch, CancellationToken cancellationToken)
    {
        await fetch.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Current();
    }

    /// <summary>The state without a document that is too old.</summary>
    private DirectoryState Current()
    {
        var state = _state;
        if (state.Snapshot is null || _timeProvider.GetUtcNow() < state.FreshUntil + _options.MaxStaleAge)
        {
            return state;
        }

        lock (_sync)
        {
            if (ReferenceEquals(_state, state))
            {
                _state = state with { Snapshot = null, ETag = null };
                _log.TooOld(OcmHost.FromUri(Url));
            }

            return _state;
        }
    }

    private Task JoinFetch()
    {
        lock (_sync)
        {
            if (_fetch is { } running)
            {
                return running;
            }

            if (!_state.IsDue(_timeProvider.GetUtcNow()))
            {
                return Task.CompletedTask;
            }

            // The fetch belongs to nobody: neither the first caller's request nor its trace flows into it.
            using (ExecutionContext.SuppressFlow())
            {
                return _fetch = Task.Run(FetchAsync);
            }
        }
    }

    private async Task FetchAsync()
    {
        var before = _state;
        OcmResult<PeerResponse> answer = LookupFailures.TimedOut;
        try
        {
            answer = await GetDocumentAsync(before).ConfigureAwait(false);
        }
        finally
        {
            var next = Next(before, answer);
            _metrics.Fetched(CacheName, next.Failure is null);
            lock (_sync)
            {
                _state = next;
                _fetch = null;
            }
        }
    }

    private async Task<OcmResult<PeerResponse>> GetDocumentAsync(DirectoryState before)
    {
        List<KeyValuePair<string, string>> headers = [new("Accept", "application/jose+json, application/jose, application/json")];
        if (before is { Snapshot: not null, ETag: { } tag })
        {
            headers.Add(new("If-None-Match", tag));
        }

        return await _http.SendAsync(
            new PeerRequest
            {
                Purpose = PeerCall.Directory,
                Method = HttpMethod.Get,
                Uri = Url,
                Headers = headers,
                Redirects = PeerRedirects.SameAuthority,
                MaxResponseBytes = _options.MaxDocumentBytes,
                Timeout = _options.Timeout,
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private DirectoryState Next(DirectoryState before, OcmResult<PeerResponse> answer)
    {
        var now = _timeProvider.GetUtcNow();
        if (!answer.TryGetValue(out var response, out var failure))
        {
            return Failed(before, failure, now);
        }

        if (response.StatusCode == 304 && before.Snapshot is not null)
        {
            return Good(before.Snapshot, response.ETag ?? before.ETag, response, now);
        }

        if (!response.IsSuccess)
        {
            var status = PeerErrors.ToFailure(response);
            return Failed(before, status.IsTransient ? status : status with { Kind = OcmFailureKind.InvalidResponse }, now);
        }

        if (!_reader.Read(response.Body.Span).TryGetValue(out var snapshot, out failure))
        {
            return Failed(before, failure, now);
        }

        if (snapshot.DroppedCount > 0)
        {
            _log.EntriesDropped(OcmHost.FromUri(Url), snapshot.DroppedCount, snapshot.Dropped[0].Name, snapshot.Dropped[0].Message);
        }

        return Good(snapshot, response.ETag, response, now);
    }

    private DirectoryState Good(DirectorySnapshot snapshot, string? tag, PeerResponse response, DateTimeOffset now)
    {
        var age = response.MaxAge ?? _options.DefaultAge;
        age = age < _options.MinAge ? _options.MinAge : age > _options.MaxAge ? _options.MaxAge : age;
        return new DirectoryState { Snapshot = snapshot, ETag = tag, FetchedAt = now, FreshUntil = now + age };
    }

    private DirectoryState Failed(DirectoryState before, OcmFailure failure, DateTimeOffset now)
    {
        _log.Failed(OcmHost.FromUri(Url), failure.Kind, failure.Message, before.Snapshot is not null);
        var pause = failure.RetryAfter > _options.FailureAge ? failure.RetryAfter.Value : _options.FailureAge;
        return before with { Failure = failure, FailedUntil = now + (pause < _options.MaxAge ? pause : _options.MaxAge) };
    }
}
