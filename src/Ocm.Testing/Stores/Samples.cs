using System.Text.Json;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Notifications;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Testing.Stores;

/// <summary>What the suites store: one full example and one with the least of each record.</summary>
internal static class Samples
{
    /// <summary>Beyond ASCII, beyond the basic plane, with what would end a careless query.</summary>
    internal const string Text = "Über 'Größe' \"%_\\; \U0001F98A 数据 e\u0301";

    /// <summary>The longest identifier of an OCM address, and one that takes three bytes for each character.</summary>
    internal static readonly string LongIdentifier = string.Concat(Enumerable.Range(0, OcmAddress.MaxIdentifierLength).Select(number => (char)(0x4E00 + number)));

    /// <summary>The longest provider id that a share creation notification may carry.</summary>
    internal static readonly string LongProviderId = LongIdentifier[..512];

    internal static readonly DateTimeOffset Now = new(2100, 1, 1, 12, 0, 0, 250, TimeSpan.Zero);

    internal static readonly OcmHost Here = OcmHost.Parse("here.example.org");

    internal static readonly OcmHost There = OcmHost.Parse("there.example.org:8443");

    internal static OcmAddress At(string identifier, OcmHost host) => new(identifier, host);

    internal static SentShare Sent(string providerId) => new()
    {
        ProviderId = providerId,
        Sender = At("marie", Here),
        Owner = At("marie", Here),
        ShareWith = At("albert", There),
        ShareType = ShareType.User,
        ResourceType = ResourceType.File,
        ResourceId = "/notes.txt",
        Name = "notes.txt",
        Permissions = [Permission.Read],
        Requirements = [],
        Protocols = [ProtocolName.WebDav],
        SecretHash = Hash(providerId),
        AllowsSecretAccess = false,
        Status = SentShareStatus.PendingDelivery,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    internal static SentShare FullSent(string providerId) => Sent(providerId) with
    {
        Sender = At("märie \U0001F98A@office", Here),
        GivenSenderIdentifier = Text,
        SenderDisplayName = Text,
        Owner = At("Owner", Here),
        GivenOwnerIdentifier = Text,
        OwnerDisplayName = Text,
        ShareType = new ShareType("team"),
        ResourceType = new ResourceType("calendar"),
        ResourceId = Text,
        Name = Text,
        Description = Text + "\n\t" + Text,
        Permissions = [Permission.Read, Permission.Write, new Permission("x-annotate")],
        Requirements = [Requirement.MustExchangeToken, new Requirement("x-new")],
        Protocols = [ProtocolName.WebDav, ProtocolName.Embedded, new ProtocolName("x-own")],
        AccessTypes = [new AccessType("remote"), new AccessType("datatx")],
        Size = 1L << 40,
        EmbeddedJson = """{"a":[1,2.5,null,true,"\u0000\ud83e\udd8a"],"ü":{"b":{}}}""",
        ExpiresAt = Now.AddDays(30),
        Secret = new SecretString("secret of " + providerId),
        AllowsSecretAccess = true,
        RecipientDisplayName = Text,
        RecipientPublicKeys = ["ssh-ed25519 AAAA " + Text, "ssh-rsa BBBB"],
        StatusReason = Text,
        UpdatedAt = Now.AddMilliseconds(1),
        Version = 7,
    };

    internal static ReceivedShare Received(string id, string? providerId = null) => new()
    {
        Id = id,
        ProviderId = providerId ?? id,
        Sender = At("albert", There),
        Owner = At("albert", There),
        ShareWith = At("marie", Here),
        RecipientIdentifier = "marie",
        ShareType = ShareType.User,
        ResourceType = ResourceType.File,
        Name = "notes.txt",
        Protocol = new ShareProtocols
        {
            Name = ProtocolName.WebDav,
            WebDav = new WebDavProtocol { Uri = "notes", SharedSecret = new SecretString("secret of " + id) },
        },
        Status = ReceivedShareStatus.Pending,
        PayloadHash = Hash(id),
        ReceivedAt = Now,
        UpdatedAt = Now,
    };

    internal static ReceivedShare FullReceived(string id) => Received(id, Text) with
    {
        Sender = At("älbert@lab", There),
        SenderDisplayName = Text,
        Owner = At("Owner", OcmHost.Parse("[2001:db8::1]:444")),
        OwnerDisplayName = Text,
        ShareWith = At("MARIE", Here),
        ShareType = new ShareType("team"),
        ResourceType = ResourceType.Folder,
        Name = Text,
        Description = Text + "\n" + Text,
        Protocol = new ShareProtocols
        {
            Name = ProtocolName.Multi,
            Options = JsonElement.Parse("""{"sharedSecret":"old","x":[{}]}"""),
            WebDav = new WebDavProtocol
            {
                Uri = "https://there.example.org:8443/dav/" + Uri.EscapeDataString(Text),
                SharedSecret = new SecretString("dav" + Text),
                AccessTypes = [new AccessType("remote")],
                Permissions = [Permission.Read, new Permission("x-annotate")],
                Requirements = [Requirement.MustExchangeToken],
                Size = long.MaxValue,
                AdditionalMembers = Members("""{"x-dav":{"deep":[[1.50]]}}"""),
            },
            WebApp = new WebAppProtocol
            {
                Uri = "https://there.example.org:8443/app",
                Targets = [WebAppTarget.Iframe, new WebAppTarget("x-window")],
                Permissions = [Permission.View],
                Requirements = [Requirement.MustExchangeToken],
                SharedSecret = new SecretString("app"),
                AppName = Text,
                MediaTypes = ["text/plain"],
                AdditionalMembers = Members("""{"x-app":null}"""),
            },
            Ssh = new SshProtocol { Uri = "albert@there.example.org:22/data", AdditionalMembers = Members("""{"x-ssh":"\u0000"}""") },
            Embedded = JsonElement.Parse("""["any",{"json":1e400}]"""),
            Others = Members("""{"x-own":{"sharedSecret":"own"},"ü":[]}"""),
        },
        Reshares =
        [
            new AnsweredReshare(At("pierre@lab", OcmHost.Parse("third.example.org:8443")), Text, new SecretString("reshare")),
            new AnsweredReshare(At("lise", There), "18", new SecretString("another")),
        ],
        ExpiresAt = Now.AddDays(30),
        Status = ReceivedShareStatus.Accepted,
        UpdatedAt = Now.AddMilliseconds(1),
        Version = 7,
    };

    internal static OutboxItem Item(string id, string orderKey = "share") => new()
    {
        Id = id,
        Kind = OutboxItemKind.ShareCreation,
        Destination = There,
        OrderKey = orderKey,
        ProviderId = orderKey,
        CreatedAt = Now,
        ExpiresAt = Now.AddDays(3),
        NextAttemptAt = Now,
    };

    internal static OutboxItem FullItem(string id, string orderKey = "share") => Item(id, orderKey) with
    {
        Kind = OutboxItemKind.Notification,
        ProviderId = Text,
        NotificationType = new NotificationType("X_TYPE"),
        ResourceType = ResourceType.Folder,
        ParametersJson = """{"grantee":"ü","deep":[{"a":null}]}""",
        NextAttemptAt = Now.AddMilliseconds(1),
        Attempts = 3,
        LastError = Text,
    };

    internal static OutboxClaim Claim(string owner, DateTimeOffset? now = null, int max = 100) =>
        new(owner, now ?? Now, (now ?? Now).AddMinutes(1), max);

    internal static Contact Contact(string identifier, string user = "marie") => new()
    {
        UserIdentifier = user,
        Address = At(identifier, There),
        Source = ContactSource.Invite,
        AddedAt = Now,
    };

    internal static Invite Invite(string token, string user = "marie") => new()
    {
        Token = new SecretString(token),
        InviterIdentifier = user,
        GivenIdentifier = user,
        CreatedAt = Now,
        ExpiresAt = Now.AddDays(7),
    };

    internal static InviteAcceptance Acceptance(string id, string user = "marie") => new()
    {
        Id = id,
        UserIdentifier = user,
        InvitingServer = There,
        Token = new SecretString("token of " + id),
        CreatedAt = Now,
        ExpiresAt = Now.AddDays(7),
        NextAttemptAt = Now,
    };

    internal static InviteAcceptanceClaim AcceptanceClaim(string owner, DateTimeOffset? now = null, int max = 100) =>
        new(owner, now ?? Now, (now ?? Now).AddMinutes(1), max);

    internal static ReceivedShareRequest Request(string id) => new()
    {
        Id = id,
        OwnerIdentifier = "marie",
        ShareWith = At("albert", There),
        Share = "notes",
        ResourceId = "/notes.txt",
        Status = ReceivedShareRequestStatus.Pending,
        ReceivedAt = Now,
    };

    internal static AccessToken Token(string token, string providerId = "share") => new()
    {
        Hash = Hash(token),
        ProviderId = providerId,
        ClientId = There,
        IssuedAt = Now,
        ExpiresAt = Now.AddHours(1),
    };

    internal static string Hash(string text) => new SecretString(text).Hash();

    private static Dictionary<string, JsonElement> Members(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
}
