using System.Text.Json.Nodes;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Server.Contacts;
using Ocm.Server.Invites;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Conformance.Rig;

/// <summary>The invite flow between the server under test and its peer, in both roles.</summary>
internal static class InviteGestures
{
    internal const string Path = "/ocm/invite-accepted";

    /// <summary>A user of the server accepts an invite of somebody at the peer.</summary>
    internal static ValueTask<OcmResult<Contact>> AcceptAsync(this ServerAndPeer test, string user, string inviter, string token = "a-token-of-the-peer")
    {
        test.Peer.Answer(Path, FakePeerAnswer.Json(new JsonObject { ["userID"] = inviter, ["email"] = "", ["name"] = inviter }.ToJsonString()));
        return test.Server.WithAsync<IInvites, OcmResult<Contact>>(
            invites => invites.AcceptAsync(user, new InviteString(new SecretString(token), test.Peer.Host)));
    }

    internal static async Task<Invite> InviteAsync(this ServerAndPeer test, string user) =>
        (await test.Server.WithAsync<IInvites, OcmResult<Invite>>(invites => invites.CreateAsync(user))).Value!;

    /// <summary>What the peer posts where somebody there accepts an invite of the server.</summary>
    internal static JsonObject Acceptance(this ServerAndPeer test, Invite invite, string user = "einstein") => new()
    {
        ["recipientProvider"] = test.Peer.Host.Value,
        ["token"] = invite.Token.Reveal(),
        ["userID"] = user,
        ["email"] = "einstein@example.org",
        ["name"] = "Albert Einstein",
    };

    internal static ValueTask<IReadOnlyList<Contact>> ContactsAsync(this ServerAndPeer test, string user) =>
        test.Server.WithAsync<IContacts, IReadOnlyList<Contact>>(contacts => contacts.ListAsync(user));
}
