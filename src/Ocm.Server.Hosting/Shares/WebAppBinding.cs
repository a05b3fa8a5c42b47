using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Shares the vendor's web application and opens those of other servers (draft: Protocol details for webapp).</summary>
internal sealed class WebAppBinding(IOptions<WebAppOptions> options) : ProtocolBinding
{
    private readonly WebAppOptions _options = options.Value;

    public override ProtocolName Name => ProtocolName.WebApp;

    public override IReadOnlyCollection<ResourceType> ResourceTypes => [.. _options.ResourceTypes];

    public override bool CarriesRequirements => true;

    public override bool NeedsTokenExchange => true;

    public override JsonElement? DescribeSending(ResourceType resourceType) => _options.Uri is null ? null : JsonValues.EmptyObject;

    public override JsonElement? DescribeReceiving(ResourceType resourceType) =>
        _options.ReceiveTargets.Count == 0 ? null : JsonValues.Object("targets", _options.ReceiveTargets.Select(t => t.Value));

    public override OcmFailure? CheckReceiver(ResourceTypeEntry receiver) =>
        base.CheckReceiver(receiver)
        ?? (receiver.WebAppTargets.Intersect(_options.Targets).Any()
            ? null
            : new OcmFailure(OcmFailureKind.NotSupported, "The receiving server opens web applications nowhere that this one can be opened in.")
            {
                Rule = "SHARE-18",
                Advertised = $"resourceTypes.{receiver.Name}.protocols.webapp-receive.targets: no {string.Join(" or ", _options.Targets)}",
            });

    public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer) => protocols with
    {
        WebApp = new WebAppProtocol
        {
            Uri = $"{_options.Uri!.AbsoluteUri.TrimEnd('/')}/{offer.Share.ProviderId}",
            Targets = [.. _options.Targets.Intersect(offer.WebAppTargets)],
            Permissions = [.. offer.Share.Permissions],
            Requirements = offer.Requirements,
            SharedSecret = offer.Secret,
            AppName = _options.AppName,
            AppIconHint = _options.AppIconHint,
            MediaTypes = _options.MediaTypes is { Count: > 0 } types ? [.. types] : null,
        },
    };

    // ACC-08: without a common target the offer cannot be used.
    public override bool CanUse(ShareProtocols protocols) => protocols.WebApp?.Targets.Intersect(_options.ReceiveTargets).Any() ?? false;
}
