using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Shares and receives resources that are embedded in the message (OCM-Embedded, Sections 4 to 8).</summary>
internal sealed class EmbeddedBinding(IOptions<EmbeddedOptions> options) : ProtocolBinding
{
    private readonly EmbeddedOptions _options = options.Value;

    public override ProtocolName Name => ProtocolName.Embedded;

    public override IReadOnlyCollection<ResourceType> ResourceTypes => [.. _options.ResourceTypes.Union(_options.ReceivedResourceTypes)];

    public override JsonElement? DescribeSending(ResourceType resourceType) =>
        _options.ResourceTypes.Contains(resourceType) ? JsonValues.EmptyObject : null;

    public override JsonElement? DescribeReceiving(ResourceType resourceType) => JsonValues.EmptyObject;

    public override bool CanOffer(SentShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share.EmbeddedJson is not null;
    }

    public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer) =>
        offer.Share.EmbeddedJson is { } json ? protocols with { Embedded = JsonElement.Parse(Encoding.UTF8.GetBytes(json)) } : protocols;

    public override bool CanUse(ShareProtocols protocols) =>
        protocols.Embedded is { } value && Encoding.UTF8.GetByteCount(value.GetRawText()) <= _options.MaxBytes;
}
