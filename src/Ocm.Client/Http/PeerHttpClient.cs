using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>
/// Every call to another server goes through here: checked against the destination policy, bounded per server, timed,
/// signed anew for each attempt, capped, counted, and given back as a value.
/// </summary>
internal sealed class PeerHttpClient
{
    /// <summary>The name of the client at <see cref="IHttpClientFactory"/>.</summary>
    internal const string ClientName = "Ocm";

    private const int MaxRedirects = 3;

    private readonly HttpClient _http;
    private readonly OcmHttpOptions _options;
    private readonly DestinationPolicy _policy;
    private readonly PeerConnector _connector;
    private readonly PeerGates _gates;
    private readonly PeerMetrics _metrics;
    private readonly PeerLog _log;
    private readonly TimeProvider _timeProvider;

    public PeerHttpClient(
        IHttpClientFactory factory,
        IOptions<OcmHttpOptions> options,
        DestinationPolicy policy,
        PeerConnector connector,
        PeerGates gates,
        PeerMetrics metrics,
        PeerLog log,
        TimeProvider timeProvider)
    {
        // Kept for good: the handler renews its connections itself (ConnectionLifetime).
        _http = factory.CreateClient(ClientName);
        _options = options.Value;
        _policy = policy;
        _connector = connector;
        _gates = gates;
        _metrics = metrics;
        _log = log;
        _timeProvider = timeProvider;
        if (_options.AllowHttp)
        {
            log.HttpAllowed();
        }
    }

    private delegate ValueTask<OcmResult<T>> Finish<T>(PeerExchange exchange, PeerRequest request, CallDeadline deadline);

    /// <summary>Makes a call and reads its answer to the end. Any status is an answer; see <see cref="PeerErrors"/>.</summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Ends the call; then, and only then, OperationCanceledException is thrown.</param>
    /// <returns>
    /// The answer, or a failure: Blocked, Unreachable, Timeout, InvalidResponse, or Unavailable where calls to the server
    /// are paused or queued beyond the limit.
    /// </returns>
    internal ValueTask<OcmResult<PeerResponse>> SendAsync(PeerRequest request, CancellationToken cancellationToken) =>
        CallAsync(request, streamed: false, BufferAsync, cancellationToken);

    /// <summary>
    /// Makes a call whose answer is read as it comes. Until the headers arrive it is bounded like any call; after that the
    /// server may not fall silent for longer than <see cref="OcmHttpOptions.IdleReadTimeout"/>.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Ends the call until the headers are there.</param>
    /// <returns>The answer, which the caller disposes of, or a failure as with <see cref="SendAsync"/>.</returns>
    internal ValueTask<OcmResult<PeerStreamingResponse>> SendStreamingAsync(PeerRequest request, CancellationToken cancellationToken) =>
        CallAsync(request, streamed: true, Stream, cancellationToken);

    private async ValueTask<OcmResult<T>> CallAsync<T>(
        PeerRequest request, bool streamed, Finish<T> finish, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (_policy.CheckUri(request.Uri, out var host) is { } refused)
        {
            Report(request, host, PeerAttempt<T>.HeldBack(refused), TimeSpan.Zero);
            return refused;
        }

        var started = _timeProvider.GetTimestamp();
        using var activity = PeerMetrics.Start(request, host!.Name, host.Port);
        using var deadline = new CallDeadline(request.Timeout ?? _options.CallTimeout, _timeProvider, cancellationToken);
        try
        {
            var call = new Call<T>(request, host, streamed, finish, deadline);
            var attempt = await RepeatAsync(call).ConfigureAwait(false);
            PeerMetrics.Stop(activity, attempt.StatusCode, attempt.Failure);
            Report(request, host, attempt, _timeProvider.GetElapsedTime(started));
            return attempt.Result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _metrics.Completed(request.Purpose, "cancelled", _timeProvider.GetElapsedTime(started));
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async ValueTask<PeerAttempt<T>> RepeatAsync<T>(Call<T> call)
        where T : class
    {
        PeerAttempt<T>? last = null;
        for (var repetition = 1; ; repetition++)
        {
            var attempt = await EnterAsync(call).ConfigureAwait(false);
            if (!attempt.WasSent && last is not null)
            {
                return last;
            }

            if (!attempt.MayPass || !call.Request.IsRepeatable || repetition > _options.MaxRetries
                || Pause(repetition, attempt.RetryAfter) is not { } pause || pause >= call.Deadline.Remaining)
            {
                return attempt;
            }

            _log.Repeating(call.Request.Purpose, call.Host, pause.TotalMilliseconds, repetition);
            _metrics.Repeated(call.Request.Purpose);
            last = attempt;
            if (attempt.Answer is IDisposable streamed)
            {
                // Gives its place back for the next attempt, and is no answer any more.
                streamed.Dispose();
                last = null;
            }

            await Task.Delay(pause, _timeProvider, call.Deadline.Caller).ConfigureAwait(false);
        }
    }

    /// <summary>The time to the next attempt; null where the server asks for more than is waited for.</summary>
    private TimeSpan? Pause(int repetition, TimeSpan? retryAfter)
    {
        if (retryAfter > _options.MaxRetryAfter)
        {
            return null;
        }

        var full = _options.RetryDelay * Math.Pow(2, repetition - 1);
        var jittered = full * (1 - (RandomNumberGenerator.GetInt32(501) / 1000.0));
        return retryAfter > jittered ? retryAfter : jittered;
    }

    private async ValueTask<PeerAttempt<T>> EnterAsync<T>(Call<T> call)
        where T : class
    {
        if (_gates.Rent(call.Host) is not { } gate)
        {
            return PeerAttempt<T>.HeldBack(PeerFailures.TooManyServers);
        }

        var lane = gate.Lane(call.IsStreamed);
        PeerExchange exchange;
        try
        {
            if (!await lane.EnterAsync(call.Deadline.Token).ConfigureAwait(false))
            {
                _gates.Return(gate);
                return PeerAttempt<T>.HeldBack(PeerFailures.QueueFull);
            }

            exchange = new PeerExchange(_gates, gate, lane);
        }
        catch (OperationCanceledException)
        {
            _gates.Return(gate);
            call.Deadline.Caller.ThrowIfCancellationRequested();
            return PeerAttempt<T>.HeldBack(PeerFailures.QueueTimedOut);
        }

        try
        {
            return await gate.Breaker(call.Request.Purpose).TryAsync(
                state => state.Client.TryAsync(state.Call, state.Exchange),
                (Client: this, Call: call, Exchange: exchange),
                call.Deadline.Caller).ConfigureAwait(false);
        }
        finally
        {
            if (!exchange.IsHandedOver)
            {
                exchange.Dispose();
            }
        }
    }

    private async ValueTask<PeerAttempt<T>> TryAsync<T>(Call<T> call, PeerExchange exchange)
        where T : class
    {
        var (request, deadline) = (call.Request, call.Deadline);
        UploadContent? upload = null;
        var isLeaving = false;
        try
        {
            var uri = request.Uri;
            for (var hop = 0; ; hop++)
            {
                isLeaving = false;
                if (await _connector.CheckProxiedAsync(uri, deadline.Token).ConfigureAwait(false) is { } refused)
                {
                    return PeerAttempt<T>.HeldBack(refused);
                }

                var message = exchange.Begin(PeerMessages.Create(request, uri, _options.ClientUserAgent, call.IsStreamed, deadline.Restart));
                upload = message.Content as UploadContent;
                if (request.Prepare is not null)
                {
                    await request.Prepare(message, deadline.Token).ConfigureAwait(false);
                }

                isLeaving = true;
                var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
                exchange.Answered(response);
                if (!PeerMessages.IsFollowed(request, response.StatusCode))
                {
                    break;
                }

                if (hop == MaxRedirects || !PeerMessages.TryFollow(uri, response.Headers.Location, out uri))
                {
                    var failure = hop == MaxRedirects ? PeerFailures.TooManyRedirects : PeerFailures.ForeignRedirect;
                    return PeerAttempt<T>.Failed(failure with { PeerStatus = (int)response.StatusCode }, mayPass: false);
                }
            }

            return await FinishAsync(call, exchange).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!deadline.Caller.IsCancellationRequested)
        {
            if (deadline.Token.IsCancellationRequested)
            {
                return isLeaving ? PeerAttempt<T>.Failed(PeerFailures.TimedOut, mayPass: false) : PeerAttempt<T>.HeldBack(PeerFailures.TimedOut);
            }

            upload?.SourceError?.Throw();
            if (!isLeaving)
            {
                // A time limit of whoever signs, not of the network.
                throw;
            }

            return PeerAttempt<T>.Failed(PeerFailures.ConnectTimedOut, mayPass: true);
        }
        catch (Exception e) when (isLeaving && PeerFailures.TryMap(e, out var failure, out var mayPass))
        {
            deadline.Caller.ThrowIfCancellationRequested();
            upload?.SourceError?.Throw();
            return failure.Kind == OcmFailureKind.Blocked
                ? PeerAttempt<T>.HeldBack(failure)
                : PeerAttempt<T>.Failed(failure, mayPass);
        }
    }

    private async ValueTask<PeerAttempt<T>> FinishAsync<T>(Call<T> call, PeerExchange exchange)
        where T : class
    {
        // Read now: the exchange may be gone when the answer is.
        var status = (int)exchange.Response.StatusCode;
        var retryAfter = PeerHeaders.RetryAfter(exchange.Response.Headers, _timeProvider);
        var result = await call.Finish(exchange, call.Request, call.Deadline).ConfigureAwait(false);
        return new PeerAttempt<T>
        {
            Answer = result.Value,
            Failure = result.Failure,
            StatusCode = status,
            RetryAfter = retryAfter,
            MayPass = result.Failure?.IsTransient ?? PeerAttempt.IsTransientStatus(status),
        };
    }

    private ValueTask<OcmResult<PeerResponse>> BufferAsync(PeerExchange exchange, PeerRequest request, CallDeadline deadline)
    {
        var limit = (int)Math.Min(request.MaxResponseBytes ?? _options.MaxResponseBytes, Array.MaxLength - 1);
        return PeerResponse.ReadAsync(exchange.Response, limit, _timeProvider, deadline);
    }

    private ValueTask<OcmResult<PeerStreamingResponse>> Stream(PeerExchange exchange, PeerRequest request, CallDeadline deadline) =>
        ValueTask.FromResult<OcmResult<PeerStreamingResponse>>(
            exchange.Response.IsSuccessStatusCode && !BodyReader.IsIdentity(exchange.Response.Content)
                ? PeerFailures.UnknownEncoding with { PeerStatus = (int)exchange.Response.StatusCode }
                : new PeerStreamingResponse(exchange, request.MaxResponseBytes, _options, _timeProvider));

    private void Report(PeerRequest request, OcmHost? host, PeerAttempt attempt, TimeSpan duration)
    {
        _metrics.Completed(request.Purpose, PeerMetrics.Outcome(attempt.StatusCode, attempt.Failure), duration);
        switch (attempt.Failure)
        {
            case null:
                _log.Answered(request.Purpose, host!, attempt.StatusCode!.Value, duration.TotalMilliseconds);
                break;
            case { Kind: OcmFailureKind.Blocked } failure when host is null:
                _log.BlockedUri(request.Purpose, failure.Message);
                break;
            case { Kind: OcmFailureKind.Blocked } failure:
                _log.Blocked(request.Purpose, host, failure.Message);
                break;
            case { Kind: OcmFailureKind.Unavailable } failure:
                _log.HeldBack(request.Purpose, host!, failure.Message);
                break;
            case var failure:
                _log.Failed(request.Purpose, host!, failure.Kind, failure.Message, duration.TotalMilliseconds);
                break;
        }
    }

    private sealed record Call<T>(PeerRequest Request, OcmHost Host, bool IsStreamed, Finish<T> Finish, CallDeadline Deadline)
        where T : class;
}
