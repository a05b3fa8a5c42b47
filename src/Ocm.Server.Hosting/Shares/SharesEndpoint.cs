using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Errors;
using Ocm.Serialization;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary><c>POST {endPoint}/shares</c>: takes share creation notifications (draft: Share Creation Notification).</summary>
internal sealed class SharesEndpoint : OcmEndpoint
{
    internal override string Name => "shares";

    internal override UnsignedCalls Unsigned => UnsignedCalls.Shares;

    internal override LegacyMessageKind? Legacy => LegacyMessageKind.Share;

    internal override OcmFailure? FindMistakes(JsonElement message) => OcmJson.Read<ShareCreationNotification>(message).Failure;

    internal override ValueTask<OcmResult<Counterparts>> NameAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken) =>
        ValueTask.FromResult(NamedServer.OfAddress<ShareCreationNotification>(message.Json, "sender"));

    internal override async ValueTask<EndpointAnswer> HandleAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!OcmJson.Read<ShareCreationNotification>(message.Json).TryGetValue(out var notification, out var failure))
        {
            return EndpointAnswer.Error(failure);
        }

        var received = await services.GetRequiredService<ShareReception>()
            .ReceiveAsync(notification, message, cancellationToken).ConfigureAwait(false);
        return received.TryGetValue(out var response, out failure)
            ? EndpointAnswer.Json(StatusCodes.Status201Created, response)
            : EndpointAnswer.Error(failure);
    }
}
