using System.Text.Json;
using Ocm.Discovery;
using Ocm.Serialization;
using Ocm.Shares;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Conformance;

/// <summary>What the server sends when one of its users shares something.</summary>
internal static class SentShareChecks
{
    internal static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new("sent-notification", "A share is told with all required fields, after the receiving server was discovered.", ["SHARE-01", "SHARE-02", "SHARE-07", "SHARE-12", "SHARE-13"], NotificationAsync),
        new("sent-signed", "The share creation notification is signed as the profile says.", ["SIG-02", "SIG-03", "SIG-04", "SIG-05", "SIG-06", "SIG-07", "SIG-23"], SignedAsync),
        new("sent-provider-id", "Each share has a providerId of its own.", ["SHARE-09"], ProviderIdAsync),
        new("sent-secret", "The shared secret stands in no URI.", ["SHARE-14"], SecretAsync),
        new("sent-uri-form", "A receiver that takes relative URIs is sent one.", ["SHARE-16"], UriFormAsync),
        new("sent-must-exchange", "To a receiver with the criterion must-exchange-token, each protocol requires it; or there is no share.", ["SHARE-03", "SHARE-04"], MustExchangeAsync),
        new("sent-unshare", "A share that ends is told with SHARE_UNSHARED, signed.", ["NOTIF-02", "NOTIF-03"], UnshareAsync),
    ];

    private static async Task NotificationAsync(CheckRun run)
    {
        var (request, _) = await run.SentShareAsync().ConfigureAwait(false);
        var read = OcmJson.Read<ShareCreationNotification>(request.Body.Span);
        CheckRun.Demand(
            read.IsSuccess, "The notification has mistakes: " + string.Join("; ", read.Failure?.ValidationErrors.Select(error => $"{error.Name} {error.Message}") ?? []));
        var share = read.Value;
        CheckRun.Demand(share.ShareWith == run.Friend, $"shareWith must be the recipient's address, {run.Friend}.");
        CheckRun.Demand(share.Sender.Host == run.Host && share.Owner.Host == run.Host, $"sender and owner must be at {run.Host}.");
        CheckRun.Demand(share.Protocol.Offered().Count() == 1 || share.Protocol.Name is null || share.Protocol.Name == ProtocolName.Multi, "More than one protocol must go under the name multi.");
        CheckRun.Demand(share.Protocol.WebDav is not { Permissions: null }, "The webdav permissions must be sent.");
        CheckRun.Demand(run.Peer.Requests[0].Path == "/.well-known/ocm", "The receiving server must be discovered before it is told of a share.");
    }

    private static async Task SignedAsync(CheckRun run)
    {
        var (request, _) = await run.SentShareAsync().ConfigureAwait(false);
        await run.DemandSignedAsync(request).ConfigureAwait(false);
        CheckRun.Demand(request.Header("Signature-Input")?.Contains("\"date\"", StringComparison.OrdinalIgnoreCase) != true, "The signature must not cover the Date header.");
    }

    private static async Task ProviderIdAsync(CheckRun run)
    {
        await run.SentShareAsync().ConfigureAwait(false);
        await run.Target.SendShareAsync!(run.User, run.Friend, run.Cancellation).ConfigureAwait(false);
        while (run.Peer.RequestsTo("/ocm/shares").Count < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, run.Cancellation).ConfigureAwait(false);
        }

        var ids = run.Peer.RequestsTo("/ocm/shares").Select(request => JsonElement.Parse(request.Text).GetProperty("providerId").GetString()).ToList();
        CheckRun.Demand(ids.Distinct(StringComparer.Ordinal).Count() == ids.Count, "Two shares have the same providerId.");
    }

    private static async Task SecretAsync(CheckRun run)
    {
        var (_, notification) = await run.SentShareAsync().ConfigureAwait(false);
        var (uri, secret) = WebDav(notification);
        CheckRun.Demand(!uri.Contains(secret, StringComparison.Ordinal), "The webdav uri holds the shared secret.");
    }

    private static async Task UriFormAsync(CheckRun run)
    {
        run.Peer.Document = WithWebDav(run.Peer.CreateDocument(), """{"uri":"relative"}""");
        var (_, notification) = await run.SentShareAsync().ConfigureAwait(false);
        CheckRun.Demand(!WebDav(notification).Uri.Contains("://", StringComparison.Ordinal), "The receiver advertises webdav-receive with uri relative, and was sent an absolute one.");
    }

    private static async Task MustExchangeAsync(CheckRun run)
    {
        var send = CheckRun.Hook(run.Target.SendShareAsync, nameof(OcmConformanceTarget.SendShareAsync));
        var canExchange = (await run.DiscoverAsync().ConfigureAwait(false)).Has(Capability.ExchangeToken);
        run.Peer.Document = run.Peer.CreateDocument() with { Criteria = [Criterion.MustUseHttpSig, Criterion.MustExchangeToken] };
        if (canExchange)
        {
            var (_, notification) = await run.SentShareAsync().ConfigureAwait(false);
            foreach (var protocol in notification.GetProperty("protocol").EnumerateObject().Where(member => member.Name != "name"))
            {
                CheckRun.Demand(Requires(protocol.Value), $"protocol.{protocol.Name} was offered without the requirement must-exchange-token.");
            }

            return;
        }

        try
        {
            await send(run.User, run.Friend, run.Cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The product may refuse as it likes.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            // That is what the rule asks for.
        }

        CheckRun.Demand(run.Peer.RequestsTo("/ocm/shares").Count == 0, "A share was sent to a receiver whose criterion must-exchange-token this server cannot meet.");
    }

    private static async Task UnshareAsync(CheckRun run)
    {
        var unshare = CheckRun.Hook(run.Target.UnshareAsync, nameof(OcmConformanceTarget.UnshareAsync));
        var (_, notification) = await run.SentShareAsync().ConfigureAwait(false);
        var providerId = notification.GetProperty("providerId").GetString()!;
        await unshare(run.User, providerId, run.Cancellation).ConfigureAwait(false);
        FakePeerRequest call = await run.ReceivedCallAsync(
            "/ocm/notifications",
            json => json.TryGetProperty("providerId", out var id) && id.ValueEquals(providerId),
            "The receiving server was not told that the share has ended.").ConfigureAwait(false);
        CheckRun.Demand(
            JsonElement.Parse(call.Text).TryGetProperty("notificationType", out var type) && type.ValueEquals("SHARE_UNSHARED"),
            "The end of a share must be told with SHARE_UNSHARED.");
        await run.DemandSignedAsync(call).ConfigureAwait(false);
    }

    internal static (string Uri, string Secret) WebDav(JsonElement notification)
    {
        var webdav = OcmJson.Read<ShareCreationNotification>(notification).Value?.Protocol.WebDav;
        CheckRun.Need(webdav is not null, "The share offers no webdav with uri and sharedSecret.");
        return (webdav.Uri, webdav.SharedSecret.Reveal());
    }

    private static bool Requires(JsonElement protocol) =>
        protocol.ValueKind == JsonValueKind.Object && protocol.TryGetProperty("requirements", out var requirements)
        && requirements.ValueKind == JsonValueKind.Array && requirements.EnumerateArray().Any(value => value.ValueEquals("must-exchange-token"));

    private static DiscoveryDocument WithWebDav(DiscoveryDocument document, string receive) => document with
    {
        ResourceTypes =
        [
            .. document.ResourceTypes.Select(entry => entry with
            {
                Protocols = new Dictionary<string, JsonElement>(entry.Protocols, StringComparer.Ordinal) { ["webdav-receive"] = JsonElement.Parse(receive) },
            }),
        ],
    };
}
