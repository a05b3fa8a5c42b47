using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Client.Access;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Shares and receives files and folders over WebDAV (draft: Protocol details for webdav).</summary>
internal sealed class WebDavBinding : ProtocolBinding
{
    private readonly WebDavOptions _options;
    private readonly OcmServerUris _uris;
    private readonly ResourceType[] _resourceTypes;
    private readonly bool _takesLegacySecrets;
    private readonly JsonElement _sending;
    private readonly JsonElement _receiving;

    public WebDavBinding(IOptions<WebDavOptions> options, IOptions<OcmAccessOptions> access, OcmServerUris uris)
    {
        _takesLegacySecrets = access.Value.AllowLegacySecrets;
        _options = options.Value;
        _uris = uris;
        _resourceTypes = [.. _options.ResourceTypes];
        _sending = JsonValues.Text(_options.Path + "/");
        _receiving = JsonValues.Object("uri", _options.ReceiveRelativeUris ? "relative" : "absolute");
    }

    public override ProtocolName Name => ProtocolName.WebDav;

    public override IReadOnlyCollection<ResourceType> ResourceTypes => _resourceTypes;

    public override bool CarriesRequirements => true;

    public override JsonElement? DescribeSending(ResourceType resourceType) => _sending;

    public override JsonElement? DescribeReceiving(ResourceType resourceType) => _receiving;

    // Who may only look at a resource in an application gets none of its bytes.
    public override bool CanOffer(SentShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return share.Permissions.Any(permission => permission != Permission.View);
    }

    public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer) => protocols with
    {
        WebDav = new WebDavProtocol
        {
            Uri = offer.RelativeUri ? offer.Share.ProviderId : $"{_uris.Absolute(_options.Path)}/{offer.Share.ProviderId}",
            SharedSecret = offer.Secret,
            AccessTypes = offer.Share.AccessTypes is { Count: > 0 } types ? types : null,
            Permissions = [.. offer.Share.Permissions.Where(p => p != Permission.View)],
            Requirements = offer.Requirements is { Count: > 0 } requirements ? requirements : null,
            Size = offer.Share.Size,
        },
    };

    // The form of OCM 1.0 holds nothing but a secret, with which the resource can be opened where that is allowed (ACC-04).
    public override bool CanUse(ShareProtocols protocols) =>
        protocols.WebDav is not null || (_takesLegacySecrets && protocols.Name == ProtocolName.WebDav && protocols.OptionsSecret is not null);
}
