using Ocm.Addresses;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm;

/// <summary>Stored shares with nothing remarkable about them.</summary>
internal static class SampleShares
{
    internal static SentShare Sent(SecretString secret) => new()
    {
        ProviderId = "7c084226",
        Sender = OcmAddress.Parse("einstein@a.example"),
        Owner = OcmAddress.Parse("einstein@a.example"),
        ShareWith = OcmAddress.Parse("marie@b.example"),
        ShareType = ShareType.User,
        ResourceType = ResourceType.Folder,
        ResourceId = "papers",
        Name = "papers",
        Permissions = [Permission.Read],
        Requirements = [],
        Protocols = [ProtocolName.WebDav],
        SecretHash = secret.Hash(),
        Secret = secret,
        AllowsSecretAccess = true,
        Status = SentShareStatus.Sent,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    internal static ReceivedShare Received(ShareProtocols protocol) => new()
    {
        Id = "r1",
        ProviderId = "7c084226",
        Sender = OcmAddress.Parse("einstein@a.example"),
        Owner = OcmAddress.Parse("einstein@a.example"),
        ShareWith = OcmAddress.Parse("marie@b.example"),
        RecipientIdentifier = "marie",
        ShareType = ShareType.User,
        ResourceType = ResourceType.Folder,
        Name = "papers",
        Protocol = protocol,
        Status = ReceivedShareStatus.Pending,
        PayloadHash = "hash",
        ReceivedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
