using System.Text.Json;
using Ocm.Addresses;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Access;

/// <summary>Received shares of all kinds.</summary>
internal static class TestShares
{
    public const string User = "einstein";

    public static ReceivedShare WebDav(
        string host,
        string uri = "share1",
        string[]? requirements = null,
        string[]? permissions = null,
        ResourceType? type = null) => Of(host, new ShareProtocols
        {
            Name = ProtocolName.Multi,
            WebDav = new WebDavProtocol
            {
                Uri = uri,
                SharedSecret = new SecretString(SendingServer.Secret),
                Requirements = requirements?.Select(r => new Requirement(r)).ToList(),
                Permissions = permissions?.Select(p => new Permission(p)).ToList(),
            },
        }) with
        {
            ResourceType = type ?? ResourceType.Folder,
        };

    public static ReceivedShare Legacy(string host) => Of(host, new ShareProtocols
    {
        Name = ProtocolName.WebDav,
        Options = JsonElement.Parse($$"""{"sharedSecret":"{{SendingServer.Secret}}"}"""),
    });

    public static ReceivedShare WebApp(string host, string uri, string[] targets, params string[] requirements) => Of(host, new ShareProtocols
    {
        Name = ProtocolName.Multi,
        WebApp = new WebAppProtocol
        {
            Uri = uri,
            SharedSecret = new SecretString(SendingServer.Secret),
            Targets = [.. targets.Select(t => new WebAppTarget(t))],
            Permissions = [Permission.View],
            Requirements = [Requirement.MustExchangeToken, .. requirements.Select(r => new Requirement(r))],
        },
    });

    public static ReceivedShare Of(string host, ShareProtocols protocol) => new()
    {
        Id = "local1",
        ProviderId = "provider1",
        Sender = OcmAddress.Parse($"marie@{host}"),
        Owner = OcmAddress.Parse($"marie@{host}"),
        ShareWith = OcmAddress.Parse($"{User}@receiver.test"),
        RecipientIdentifier = User,
        ShareType = ShareType.User,
        ResourceType = ResourceType.Folder,
        Name = "Radium",
        Protocol = protocol,
        Status = ReceivedShareStatus.Accepted,
        PayloadHash = "hash",
        ReceivedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
