using Ocm.Addresses;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Benchmarks.Rows;

/// <summary>Received shares as they are in life, except for their number.</summary>
internal static class ManyShares
{
    internal static ReceivedShare Create(string id, OcmHost server, string user, DateTimeOffset now) => new()
    {
        Id = id,
        ProviderId = id,
        Sender = new OcmAddress("albert", server),
        SenderDisplayName = "Albert Einstein",
        Owner = new OcmAddress("albert", server),
        ShareWith = OcmAddress.Parse($"{user}@cloud.example"),
        RecipientIdentifier = user,
        ShareType = ShareType.User,
        ResourceType = ResourceType.Folder,
        Name = "Summer school 2026: lecture notes",
        Protocol = new ShareProtocols
        {
            WebDav = new WebDavProtocol { Uri = id, SharedSecret = new SecretString("hfiuhworzwnur98d3wjiwhr"), Permissions = [Permission.Read] },
        },
        Status = ReceivedShareStatus.Pending,
        PayloadHash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
        ReceivedAt = now,
        UpdatedAt = now,
    };
}
