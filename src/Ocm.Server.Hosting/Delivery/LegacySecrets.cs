using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Client;
using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <summary>
/// Adds a received share's secret to what is told of it to a server that takes no signatures, which has nothing else to know us by
/// (NOTIF-05). Never for a share that uses token exchange (NOTIF-07), and never to a server that verifies signatures.
/// </summary>
internal sealed class LegacySecrets(IShareStore store, IOcmClient client)
{
    /// <summary>The parameters of a notification as they are sent.</summary>
    internal async ValueTask<JsonElement?> AddAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var secret = await store.FindReceivedAsync(item.Destination, item.ProviderId, cancellationToken).ConfigureAwait(false) is { Protocol.MustExchangeToken: false } share
            ? share.Protocol.WebDav?.SharedSecret ?? share.Protocol.OptionsSecret
            : null;
        if (secret is null
            || !(await client.DiscoverAsync(item.Destination, cancellationToken).ConfigureAwait(false)).TryGetValue(out var server, out _)
            || server.TakesSignatures)
        {
            return item.ParametersJson is { } json ? JsonElement.Parse(json) : null;
        }

        var parameters = item.ParametersJson is { } known ? JsonNode.Parse(known)!.AsObject() : [];
        parameters["sharedSecret"] = secret.Reveal();
        return JsonElement.Parse(parameters.ToJsonString());
    }
}
