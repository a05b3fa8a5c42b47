using System.Text.Json.Nodes;
using Ocm.Conformance.Rig;
using Ocm.Contacts;
using Ocm.Discovery;
using Ocm.Serialization;
using Ocm.Server;
using Ocm.Server.Contacts;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.BadInput;

/// <summary>
/// A <see cref="Scene"/> in the posture that takes older forms, with an older server (no <c>jwksUri</c>) that signs as OCM 1.3 did,
/// or not at all. That server has shared <see cref="TheirShare"/> with marie.
/// </summary>
internal sealed class OlderScene : IAsyncDisposable
{
    internal const string TheirShare = "170";

    private readonly bool _signs;

    private OlderScene(Scene scene, bool signs)
    {
        Scene = scene;
        _signs = signs;
    }

    internal Scene Scene { get; }

    internal static async Task<OlderScene> StartAsync(bool signs)
    {
        var scene = new OlderScene(await Scene.StartAsync(OcmPosture.Interoperable, test => Play(test, signs)), signs);
        var share = scene.Scene.Test.Share();
        share["providerId"] = TheirShare;
        share["protocol"]!["webdav"]!.AsObject().Remove("requirements");
        var answer = await scene.PostAsync("/ocm/shares", share.ToJsonString());
        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        return scene;
    }

    internal Task<Answer> PostAsync(string path, string message, string contentType = "application/json") => _signs
        ? Scene.Test.PostAsync(path, Scene.Fill(message), contentType)
        : Scene.Test.PostUnsignedAsync(path, Scene.Fill(message), contentType);

    internal Task<string> StateAsync() => Scene.StateAsync();

    /// <summary>
    /// What became of a call, as JSON: the new share as the draft writes it; the new contact; or the shares that a notification was
    /// about, and what albert was asked for. The hosts are named as in the messages.
    /// </summary>
    internal async Task<JsonNode> TakenAsync(string path)
    {
        var taken = path switch
        {
            "/ocm/shares" => await ShareAsync(),
            "/ocm/invite-accepted" => await ContactAsync(),
            _ => await NotifiedAsync(),
        };
        return JsonNode.Parse(taken.ToJsonString()
            .Replace(Scene.Test.Peer.Host.Value, "peer.example", StringComparison.Ordinal)
            .Replace(Scene.Test.Server.Host.Value, "server.example", StringComparison.Ordinal))!;
    }

    public ValueTask DisposeAsync() => Scene.DisposeAsync();

    /// <summary>Makes the peer an older server.</summary>
    internal static void Play(ServerAndPeer test, bool signs)
    {
        test.WithPeer(document => signs
            ? document with { JwksUri = null, ApiVersion = "1.3.0" }
            : document with { JwksUri = null, ApiVersion = "1.1.0", TokenEndPoint = null, Criteria = null, Capabilities = [Capability.Invites, Capability.Notifications] });
        if (signs)
        {
            test.Peer.Answer("/.well-known/jwks.json", _ => new FakePeerAnswer(200, test.Peer.PublishedKeys.ToJson(), "application/json"));
        }
    }

    private async Task<JsonNode> ShareAsync()
    {
        var share = (await Scene.Test.ReceivedAsync()).Single(share => share.ProviderId != TheirShare);
        return JsonNode.Parse(OcmJson.Write(new ShareCreationNotification
        {
            ShareWith = share.ShareWith,
            Name = share.Name,
            Description = share.Description,
            ProviderId = share.ProviderId,
            Owner = share.Owner,
            Sender = share.Sender,
            OwnerDisplayName = share.OwnerDisplayName,
            SenderDisplayName = share.SenderDisplayName,
            ShareType = share.ShareType,
            ResourceType = share.ResourceType,
            Expiration = share.ExpiresAt?.ToUnixTimeSeconds(),
            Protocol = share.Protocol,
        }))!;
    }

    private async Task<JsonNode> ContactAsync()
    {
        var contact = (await Scene.Test.Server.WithAsync<IContacts, IReadOnlyList<Contact>>(book => book.ListAsync("albert"))).Single();
        return new JsonObject { ["userID"] = contact.Address.ToString(), ["name"] = contact.DisplayName, ["email"] = contact.Email };
    }

    private async Task<JsonNode> NotifiedAsync()
    {
        var received = (await Scene.Test.ReceivedAsync()).Single();
        var sent = (await Scene.Test.Server.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("albert"))).Single();
        var wish = Scene.Wishes.SingleOrDefault();
        return new JsonObject
        {
            ["sent"] = sent.Status.ToString(),
            ["received"] = received.Status.ToString(),
            ["permissions"] = Words(received.Protocol.WebDav!.Permissions!),
            ["wish"] = wish is null ? null : new JsonObject
            {
                ["shareWith"] = wish.ShareWith?.ToString(),
                ["permissions"] = Words(wish.Permissions),
                ["message"] = wish.Message,
            },
        };
    }

    private static string Words(IEnumerable<Permission> permissions) => string.Join(' ', permissions);
}
