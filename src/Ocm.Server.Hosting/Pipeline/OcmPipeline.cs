using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Signatures;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Peers;
using Ocm.Server.Peers;
using Ocm.Signatures;

namespace Ocm.Server.Pipeline;

/// <summary>
/// The one way of every incoming call: size and type, who is named, the operator's lists, signature, criteria, then the
/// endpoint. The same bytes go to digest, signature and JSON.
/// </summary>
internal sealed partial class OcmPipeline(
    IOptions<OcmServerOptions> options,
    IOptions<OcmClientOptions> clientOptions,
    OcmServerUris uris,
    OcmSignatureVerifier verifier,
    IServerDiscovery discovery,
    CriterionSet criteria,
    TrustDecision trust,
    KnownServerFeed knownServers,
    OcmServerMetrics metrics,
    OperationScopes scopes,
    LegacyMessageReader legacy,
    OlderServers olderServers,
    ILogger<OcmPipeline> logger)
{
    private readonly OcmServerOptions _options = options.Value;

    internal async Task InvokeAsync(OcmEndpoint endpoint, HttpContext context)
    {
        var answer = await AnswerAsync(endpoint, context).ConfigureAwait(false);
        metrics.Answered(endpoint.Name, answer);
        await answer.WriteAsync(context.Response, context.RequestAborted).ConfigureAwait(false);
    }

    private async ValueTask<EndpointAnswer> AnswerAsync(OcmEndpoint endpoint, HttpContext context)
    {
        try
        {
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.Invalid, "Only POST is allowed here."), allow: "POST");
            }

            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                return await ProcessAsync(endpoint, context.Request, scope.ServiceProvider, context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (BadHttpRequestException e)
        {
            return endpoint.Refuse(e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLarge()
                : OcmFailure.Invalid(string.Empty, "must be a complete HTTP body"));
        }
        catch (StoreUnavailableException e)
        {
            LogStoreUnavailable(endpoint.Name, e);
            return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.Unavailable, "This server cannot store anything at the moment."));
        }
#pragma warning disable CA1031 // Whatever fails in a vendor's code, the peer is asked to come again and learns nothing of it.
        catch (Exception e) when (e is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(endpoint.Name, e);
            return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.Unavailable, "This server cannot answer at the moment."));
        }
    }

    private async ValueTask<EndpointAnswer> ProcessAsync(
        OcmEndpoint endpoint, HttpRequest request, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!_options.Enabled)
        {
            return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.Unavailable, "OCM is switched off on this server.") { RetryAfter = TimeSpan.FromHours(1) });
        }

        var older = IsMediaType(request.ContentType, endpoint.MediaType) ? null : endpoint.Older;
        if (older is null ? !IsMediaType(request.ContentType, endpoint.MediaType) : !legacy.IsOn || !IsMediaType(request.ContentType, older.MediaType))
        {
            return endpoint.Refuse(OtherType(endpoint));
        }

        if (await ReadBodyAsync(request, cancellationToken).ConfigureAwait(false) is not { } body)
        {
            return endpoint.Refuse(TooLarge());
        }

        if (!(older?.Parse ?? endpoint.Parse)(body).TryGetValue(out var json, out var failure))
        {
            return endpoint.Refuse(failure);
        }

        var message = Read(endpoint, new AspNetRequestView(request, uris.Origin), body, json, older);
        if (!(await endpoint.NameAsync(message, services, cancellationToken).ConfigureAwait(false)).TryGetValue(out var counterparts, out failure))
        {
            return endpoint.Refuse(failure);
        }

        failure = await AuthenticateAsync(endpoint, message, counterparts, services, cancellationToken).ConfigureAwait(false)
            ?? await CheckFormAsync(endpoint, message, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return endpoint.Refuse(failure);
        }

        var answer = await endpoint.HandleAsync(message, services, cancellationToken).ConfigureAwait(false);
        if (message.IsSigned && answer.StatusCode is >= 200 and < 300)
        {
            knownServers.Signed(message.ProvenServer);
        }

        return answer;
    }

    private IncomingMessage Read(OcmEndpoint endpoint, AspNetRequestView request, ReadOnlyMemory<byte> body, JsonElement json, OtherMediaType? older)
    {
        if (older is not null)
        {
            metrics.Tolerated(older.Tolerance);
        }

        var reading = endpoint.Legacy is { } kind ? legacy.Read(kind, json) : new LegacyReading(json, []);
        return new IncomingMessage
        {
            Request = request,
            Body = body,
            Json = reading.Message,
            Original = reading.IsLegacy ? json : null,
            IsOtherMediaType = older is not null,
        };
    }

    // Tolerance follows the other server's discovery: one that publishes jwksUri is held to the draft.
    private async ValueTask<OcmFailure?> CheckFormAsync(OcmEndpoint endpoint, IncomingMessage message, CancellationToken cancellationToken)
    {
        if ((message.Original is null && !message.IsOtherMediaType)
            || await olderServers.IncludesAsync(message.ProvenServer, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        if (message.IsOtherMediaType)
        {
            return OtherType(endpoint);
        }

        message.Json = message.Original!.Value;
        return endpoint.FindMistakes(message.Json);
    }

    private async ValueTask<OcmFailure?> AuthenticateAsync(
        OcmEndpoint endpoint,
        IncomingMessage message,
        Counterparts counterparts,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        var admitted = new List<OcmHost>(counterparts.Servers.Count);
        OcmFailure? refused = null;
        foreach (var server in counterparts.Servers)
        {
            var failure = await CheckContactAsync(server, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                admitted.Add(server);
            }

            refused ??= failure;
        }

        if (admitted.Count == 0)
        {
            return refused ?? Unauthenticated();
        }

        var verdict = await verifier.VerifyAsync(
            message.Request, message.Body, admitted, services.GetRequiredService<ISignatureReplayStore>(), cancellationToken).ConfigureAwait(false);
        if (verdict.Status == OcmSignatureStatus.Invalid)
        {
            LogSignatureRefused(endpoint.Name, verdict.Problem);
            metrics.SignatureRefused(endpoint.Name, verdict.Problem);
            return Unauthenticated();
        }

        message.IsSigned = verdict.IsValid;
        message.Server = verdict.IsValid ? verdict.Server : admitted[0];
        if (!message.IsSigned && !await MayBeUnsignedAsync(endpoint, message.Server!, services, cancellationToken).ConfigureAwait(false))
        {
            return new OcmFailure(OcmFailureKind.Unauthenticated, "This call must be signed.");
        }

        return await criteria.CheckAsync(new CriterionQuestion(CriterionStage.Authenticated, message.Server!) { IsSigned = message.IsSigned }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<OcmFailure?> CheckContactAsync(OcmHost server, CancellationToken cancellationToken) =>
        await criteria.CheckAsync(new CriterionQuestion(CriterionStage.Contact, server), cancellationToken).ConfigureAwait(false)
        ?? await trust.RefuseIncomingAsync(new TrustQuestion(server, TrustGesture.Contact), cancellationToken).ConfigureAwait(false);

    // SIG-24: by policy only, and never from a server that can sign, has ever signed, or whose discovery cannot be read.
    private async ValueTask<bool> MayBeUnsignedAsync(
        OcmEndpoint endpoint, OcmHost server, IServiceProvider services, CancellationToken cancellationToken) =>
        endpoint.Unsigned != UnsignedCalls.None
        && !_options.SignaturesRequired
        && (clientOptions.Value.UnsignedCalls & endpoint.Unsigned) != UnsignedCalls.None
        && (await discovery.DiscoverAsync(server, cancellationToken).ConfigureAwait(false)).TryGetValue(out var found, out _)
        && !found.Document.Has(Capability.HttpSig)
        && !await HasSignedAsync(endpoint, server, services, cancellationToken).ConfigureAwait(false);

    // Trust on first use: what could be left out by everybody else would make the first signature worth nothing.
    private async ValueTask<bool> HasSignedAsync(OcmEndpoint endpoint, OcmHost server, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!_options.TrustOnFirstUse
            || (!knownServers.HasSigned(server)
                && !(services.GetService<IKnownServerStore>() is { } known
                    && await known.FindServerAsync(server, cancellationToken).ConfigureAwait(false) is { SignedSince: not null })))
        {
            return false;
        }

        LogUnsignedRefused(endpoint.Name, server);
        return true;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var limit = _options.MaxRequestBytes;
        if (request.ContentLength > limit)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.Length > limit)
            {
                reader.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static bool IsMediaType(string? contentType, string expected) =>
        MediaTypeHeaderValue.TryParse(contentType, out var value)
        && value.MediaType.Equals(expected, StringComparison.OrdinalIgnoreCase)
        && (value.Charset.Length == 0 || value.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static OcmFailure OtherType(OcmEndpoint endpoint) =>
        new(OcmFailureKind.UnsupportedMediaType, $"The content type must be {endpoint.MediaType}.");

    private OcmFailure TooLarge() =>
        new(OcmFailureKind.TooLarge, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The body is larger than {_options.MaxRequestBytes} bytes."));

    // One text for every reason: from outside, an unknown key and an unreachable key server look alike.
    private static OcmFailure Unauthenticated() => new(OcmFailureKind.Unauthenticated, "The signature is missing or cannot be verified.");

    [LoggerMessage(2000, LogLevel.Error, "OCM {Endpoint}: the call failed")]
    private partial void LogFailed(string endpoint, Exception exception);

    [LoggerMessage(2001, LogLevel.Error, "OCM {Endpoint}: the store is not available")]
    private partial void LogStoreUnavailable(string endpoint, Exception exception);

    [LoggerMessage(2002, LogLevel.Information, "OCM {Endpoint}: signature refused ({Reason})")]
    private partial void LogSignatureRefused(string endpoint, OcmSignatureProblem reason);

    [LoggerMessage(2800, LogLevel.Information, "OCM {Endpoint}: an unsigned call was refused, because {Host} has signed before")]
    private partial void LogUnsignedRefused(string endpoint, OcmHost host);
}
