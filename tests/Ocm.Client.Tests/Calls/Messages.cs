using Ocm.Addresses;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Calls;

/// <summary>One message of each kind.</summary>
internal static class Messages
{
    public const string Secret = "very-secret-shared-secret";

    public static ShareCreationNotification Share(OcmHost receivingServer) => new()
    {
        ShareWith = new OcmAddress("marie", receivingServer),
        Name = "spec.yaml",
        ProviderId = "7c084226",
        Owner = new OcmAddress("einstein", ClientUnderTest.Host),
        Sender = new OcmAddress("einstein", ClientUnderTest.Host),
        ShareType = ShareType.User,
        ResourceType = ResourceType.File,
        Protocol = new ShareProtocols
        {
            Name = new ProtocolName("multi"),
            WebDav = new WebDavProtocol
            {
                Uri = "7c084226",
                SharedSecret = new SecretString(Secret),
                Permissions = [Permission.Read],
            },
        },
    };

    public static OcmNotification Notification(NotificationType type) =>
        new() { NotificationType = type, ResourceType = ResourceType.File, ProviderId = "7c084226" };

    public static InviteAcceptanceRequest Acceptance() => new()
    {
        RecipientProvider = ClientUnderTest.Host,
        Token = new SecretString(Secret),
        UserId = "einstein",
        Email = "einstein@we.test",
        Name = "Albert Einstein",
    };

    public static ShareRequest Request(OcmHost owningServer) => new()
    {
        Owner = new OcmAddress("marie", owningServer),
        ShareWith = new OcmAddress("einstein", ClientUnderTest.Host),
        Share = "notes.md",
    };
}
