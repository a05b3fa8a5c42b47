using System.Text.Json;
using Ocm.Discovery;
using Ocm.Shares;

namespace Ocm.Testing.Peers;

/// <summary>What a peer says when a test has not said otherwise.</summary>
internal static class FakePeerDefaults
{
    internal const string DiscoveryPath = "/.well-known/ocm";
    internal const string KeysPath = "/ocm/jwks";
    internal const string TokenPath = "/ocm/token";

    internal static IReadOnlyDictionary<string, FakePeerAnswer> Answers { get; } = new Dictionary<string, FakePeerAnswer>(StringComparer.Ordinal)
    {
        ["/ocm/shares"] = FakePeerAnswer.Json("""{"recipientDisplayName":"The Recipient"}""", 201),
        ["/ocm/notifications"] = FakePeerAnswer.Json("{}", 201),
        ["/ocm/invite-accepted"] = FakePeerAnswer.Json("""{"userID":"inviter","email":"inviter@peer.test","name":"The Inviter"}"""),
        ["/ocm/request-share"] = FakePeerAnswer.Status(201),
        [TokenPath] = FakePeerAnswer.Json("""{"access_token":"a-token-of-the-fake-peer","token_type":"Bearer","expires_in":300}"""),
    };

    internal static DiscoveryDocument Document(string origin) => new()
    {
        Enabled = true,
        ApiVersion = DiscoveryDocument.CurrentApiVersion,
        EndPoint = $"{origin}/ocm",
        Provider = "Fake peer",
        ResourceTypes = [Entry(ResourceType.File), Entry(ResourceType.Folder)],
        Capabilities = [Capability.ExchangeToken, Capability.HttpSig, Capability.Invites, Capability.Notifications, Capability.ProtocolObject],
        Criteria = [Criterion.MustUseHttpSig],
        InviteAcceptDialog = "/accept-invite",
        JwksUri = origin + KeysPath,
        TokenEndPoint = origin + TokenPath,
    };

    private static ResourceTypeEntry Entry(ResourceType type) => new()
    {
        Name = type,
        ShareTypes = [ShareType.User, ShareType.Group],
        Protocols = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["webdav"] = JsonElement.Parse("\"/dav\""),
            ["webdav-receive"] = JsonElement.Parse("""{"uri":"absolute"}"""),
        },
    };
}
