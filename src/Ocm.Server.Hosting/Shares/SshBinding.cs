using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Shares and receives over SSH with the recipient's key (draft: Protocol details for ssh).</summary>
internal sealed class SshBinding : ProtocolBinding
{
    private readonly SshOptions _options;
    private readonly ISshAuthorizer? _authorizer;
    private readonly bool _receives;
    private readonly (string Host, int Port) _address;

    public SshBinding(IOptions<SshOptions> options, IEnumerable<ISshAuthorizer> authorizers, IEnumerable<IRecipientKeyDirectory> keys)
    {
        _options = options.Value;
        _authorizer = authorizers.LastOrDefault();
        _receives = _options.Receive && keys.Any();
        if (_options.Parse() is { } address)
        {
            _address = (address.Host, address.Port);
        }
    }

    public override ProtocolName Name => ProtocolName.Ssh;

    public override IReadOnlyCollection<ResourceType> ResourceTypes => [.. _options.ResourceTypes];

    // The sender chooses it for each share: it lets a foreign key into the SSH server.
    public override bool OfferedByDefault => false;

    public override JsonElement? DescribeSending(ResourceType resourceType) =>
        _options.Address is { } address && _authorizer is not null ? JsonValues.Text(address) : null;

    public override JsonElement? DescribeReceiving(ResourceType resourceType) => _receives ? JsonValues.EmptyObject : null;

    public override ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer)
    {
        var (user, path) = _authorizer!.Locate(offer.Share);
        return protocols with
        {
            Ssh = new SshProtocol
            {
                Uri = new SshAddress(user, _address.Host, _address.Port, path).ToString(),
                AccessTypes = offer.Share.AccessTypes is { Count: > 0 } types ? types : null,
            },
        };
    }

    public override bool CanUse(ShareProtocols protocols) => _receives && protocols.Ssh is not null;
}
