using System.Net.Http.Headers;
using System.Net.Mime;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.Notifications;
using Ocm.Samples.Federation.Vendors;
using Ocm.Serialization;
using Ocm.Shares;

namespace Ocm.Samples.Federation.Steps;

/// <summary>Sends notifications about a share to its sending server: honest ones with the receiving server's key, and others.</summary>
internal sealed class NotificationForge : IDisposable
{
    private readonly Stage _stage;
    private readonly SharePair _share;
    private readonly HttpClient _http;
    private Func<HttpRequestMessage>? _honest;

    public NotificationForge(Stage stage, SharePair share)
    {
        _stage = stage;
        _share = share;
        _http = new HttpClient(stage.Certificates.CreateHandler());
    }

    /// <summary>Signed as an acceptance, sent as a refusal.</summary>
    public async Task<int> SendAlteredAsync(CancellationToken cancellationToken)
    {
        using var signed = await SignAsync(_stage.Receiver, NotificationType.ShareAccepted, TimeProvider.System, cancellationToken);
        using var altered = Copy(signed, Body(NotificationType.ShareDeclined));
        return await SendAsync(altered, cancellationToken);
    }

    /// <summary>A good signature, but not of the share's receiving server.</summary>
    public async Task<int> SendSignedByAsync(Vendor stranger, CancellationToken cancellationToken)
    {
        using var request = await SignAsync(stranger, NotificationType.ShareDeclined, TimeProvider.System, cancellationToken);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Signed by the right server, but long ago.</summary>
    public async Task<int> SendOldAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        using var request = await SignAsync(_stage.Receiver, NotificationType.ShareDeclined, new SlowClock(age), cancellationToken);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>What the receiving server itself would send.</summary>
    public async Task<int> SendHonestAsync(CancellationToken cancellationToken)
    {
        var body = Body(NotificationType.ShareAccepted);
        var signed = await SignAsync(_stage.Receiver, NotificationType.ShareAccepted, TimeProvider.System, cancellationToken);
        _honest = () => Copy(signed, body);
        using var request = _honest();
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>The honest message once more, byte for byte, as somebody who recorded it would send it.</summary>
    public async Task<int> SendAgainAsync(CancellationToken cancellationToken)
    {
        using var request = (_honest ?? throw new InvalidOperationException("Nothing was sent before."))();
        return await SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<int> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var answer = await _http.SendAsync(request, cancellationToken);
        return (int)answer.StatusCode;
    }

    private byte[] Body(NotificationType type) => OcmJson.Write(new OcmNotification
    {
        NotificationType = type,
        ResourceType = ResourceType.Folder,
        ProviderId = _share.ProviderId,
    });

    private async Task<HttpRequestMessage> SignAsync(Vendor signer, NotificationType type, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = Body(type);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_stage.Sender.Origin, "/ocm/notifications")) { Content = Json(body) };
        var key = await signer.Services.GetRequiredService<ISigningKeyRing>().GetActiveKeyAsync(cancellationToken);
        await new OcmRequestSigner(clock).SignAsync(request, body, key!, cancellationToken);
        return request;
    }

    private static HttpRequestMessage Copy(HttpRequestMessage signed, byte[] body)
    {
        var copy = new HttpRequestMessage(signed.Method, signed.RequestUri) { Content = Json(body) };
        foreach (var (name, values) in signed.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }

    private static ByteArrayContent Json(byte[] body) => new(body)
    {
        Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
    };

    /// <summary>A clock that is behind.</summary>
    private sealed class SlowClock(TimeSpan behind) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - behind;
    }
}
