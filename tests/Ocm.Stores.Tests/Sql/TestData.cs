using System.Text.Json;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Stores.Tests.Sql;

/// <summary>Records to store.</summary>
internal static class TestData
{
    public static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly OcmHost There = OcmHost.Parse("there.example.org");

    private static readonly OcmAddress Marie = OcmAddress.Parse("marie@here.example.org");

    private static readonly OcmAddress Albert = OcmAddress.Parse("albert@there.example.org");

    public static SentShare Sent(string providerId, string? secret = null) => new()
    {
        ProviderId = providerId,
        Sender = Marie,
        Owner = Marie,
        ShareWith = Albert,
        ShareType = ShareType.User,
        ResourceType = ResourceType.File,
        ResourceId = "/notes.txt",
        Name = "notes.txt",
        Permissions = [Permission.Read],
        Requirements = [],
        Protocols = [ProtocolName.WebDav],
        SecretHash = new SecretString(secret ?? "secret of " + providerId).Hash(),
        Secret = secret is null ? null : new SecretString(secret),
        AllowsSecretAccess = false,
        Status = SentShareStatus.PendingDelivery,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static ReceivedShare Received(string id, string secret = "secret") => new()
    {
        Id = id,
        ProviderId = id,
        Sender = Albert,
        Owner = Albert,
        ShareWith = Marie,
        RecipientIdentifier = "marie",
        ShareType = ShareType.User,
        ResourceType = ResourceType.File,
        Name = "notes.txt",
        Protocol = new ShareProtocols
        {
            WebDav = new WebDavProtocol { Uri = "notes", SharedSecret = new SecretString(secret) },
            Options = JsonElement.Parse("""{"sharedSecret":"SECRET-in-options"}"""),
        },
        Status = ReceivedShareStatus.Pending,
        PayloadHash = "hash",
        ReceivedAt = Now,
        UpdatedAt = Now,
    };

    public static OutboxItem Item(string id, string orderKey) => new()
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

    public static Invite Invite(string token) => new()
    {
        Token = new SecretString(token),
        InviterIdentifier = "marie",
        GivenIdentifier = "marie",
        CreatedAt = Now,
        ExpiresAt = Now.AddDays(7),
    };

    public static Contact Contact(string identifier) => new()
    {
        UserIdentifier = "marie",
        Address = new OcmAddress(identifier, There),
        Source = ContactSource.Invite,
        AddedAt = Now,
    };

    public static InviteAcceptance Acceptance(string token) => new()
    {
        Id = "acceptance",
        UserIdentifier = "marie",
        InvitingServer = OcmHost.Parse("there.example.org"),
        Token = new SecretString(token),
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
        NextAttemptAt = DateTimeOffset.UnixEpoch,
    };

    public static StoredSigningKey Key(string name, string secret = "key") => new()
    {
        KeyId = "https://here.example.org/ocm#" + name,
        Algorithm = "Ed25519",
        PrivateJwk = new SecretString(secret),
        CreatedAt = Now,
        ActiveFrom = Now,
    };

    public static AccessToken Token(string token, DateTimeOffset? expiresAt = null) => new()
    {
        Hash = new SecretString(token).Hash(),
        ProviderId = "share",
        ClientId = There,
        IssuedAt = Now,
        ExpiresAt = expiresAt ?? Now.AddHours(1),
    };
}
