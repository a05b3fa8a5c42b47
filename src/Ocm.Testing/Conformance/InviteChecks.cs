using System.Text.Json.Nodes;
using Ocm.Discovery;
using Ocm.Invites;
using Ocm.Testing.Peers;
using Ocm.Tokens;

namespace Ocm.Testing.Conformance;

/// <summary>The invite flow, from both ends.</summary>
internal static class InviteChecks
{
    internal static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        new("invite-string", "An invite string is base64url of token@provider, and names this server.", ["INV-06"], StringAsync),
        new("invite-accepted", "An acceptance is answered with 200 and userID, email and name.", ["INV-04"], AcceptedAsync),
        new("invite-twice", "An invite is accepted once; then the answer is 409.", ["INV-01", "INV-04"], TwiceAsync),
        new("invite-unknown", "An acceptance of an unknown token is answered with 400.", ["INV-04"], UnknownAsync),
        new("invite-unsigned", "An unsigned acceptance is answered with 401.", ["INV-04", "SIG-26"], UnsignedAsync),
        new("invite-other-server", "An acceptance counts only from the server that it names.", ["INV-03"], OtherServerAsync),
        new("invite-accept", "A user's acceptance is told to the inviting server with all fields, signed.", ["INV-02", "SIG-23"], AcceptAsync),
    ];

    private static async Task StringAsync(CheckRun run)
    {
        var (text, invite) = await InviteAsync(run).ConfigureAwait(false);
        CheckRun.Demand(invite.Provider == run.Host, $"The invite string must name {run.Host}.");
        CheckRun.Demand(!text.Contains('=', StringComparison.Ordinal), "The invite string must have no padding.");
    }

    private static async Task AcceptedAsync(CheckRun run)
    {
        var (_, invite) = await InviteAsync(run).ConfigureAwait(false);
        var answer = await run.PostAsync("invite-accepted", Acceptance(invite.Token, run.Peer)).ConfigureAwait(false);
        CheckRun.Demand(answer.Status == 200, $"A valid acceptance must be answered with 200, not with {answer}.");
        foreach (var name in new[] { "userID", "email", "name" })
        {
            CheckRun.Demand(answer.Text(name) is not null, $"The answer must hold the string {name}.");
        }
    }

    private static async Task TwiceAsync(CheckRun run)
    {
        var (_, invite) = await InviteAsync(run).ConfigureAwait(false);
        var first = await run.PostAsync("invite-accepted", Acceptance(invite.Token, run.Peer)).ConfigureAwait(false);
        CheckRun.Need(first.IsSuccess, $"A valid acceptance was not taken: {first}.");
        CheckRun.DemandRefusal(
            await run.PostAsync("invite-accepted", Acceptance(invite.Token, run.Peer)).ConfigureAwait(false), "A second acceptance of one invite", 409);
    }

    private static async Task UnknownAsync(CheckRun run)
    {
        await DemandInvitesAsync(run).ConfigureAwait(false);
        CheckRun.DemandRefusal(
            await run.PostAsync("invite-accepted", Acceptance(SecretString.Generate(), run.Peer)).ConfigureAwait(false), "An acceptance of an unknown token", 400);
    }

    private static async Task UnsignedAsync(CheckRun run)
    {
        await DemandInvitesAsync(run).ConfigureAwait(false);
        var uri = await run.ApiAsync("invite-accepted").ConfigureAwait(false);
        CheckRun.DemandRefusal(
            await run.PostUnsignedAsync(uri, Acceptance(SecretString.Generate(), run.Peer).ToJsonString()).ConfigureAwait(false), "An unsigned acceptance", 401);
    }

    private static async Task OtherServerAsync(CheckRun run)
    {
        var (_, invite) = await InviteAsync(run).ConfigureAwait(false);
        var other = await run.StartPeerAsync().ConfigureAwait(false);
        CheckRun.DemandRefusal(
            await run.PostAsync("invite-accepted", Acceptance(invite.Token, run.Peer), signer: other).ConfigureAwait(false),
            "An acceptance signed by another server than recipientProvider",
            401,
            403);
        var rightful = await run.PostAsync("invite-accepted", Acceptance(invite.Token, run.Peer)).ConfigureAwait(false);
        CheckRun.Demand(rightful.IsSuccess, $"The refused acceptance has used the invite up: {rightful}.");
    }

    private static async Task AcceptAsync(CheckRun run)
    {
        var accept = CheckRun.Hook(run.Target.AcceptInviteAsync, nameof(OcmConformanceTarget.AcceptInviteAsync));
        var token = SecretString.Generate();
        await accept(run.User, new InviteString(token, run.Peer.Host).Encode(), run.Cancellation).ConfigureAwait(false);
        var call = await run.ReceivedCallAsync("/ocm/invite-accepted", matches: null, "The inviting server was not told of the acceptance.").ConfigureAwait(false);
        var told = new CheckAnswer(0, call.Text, null, null);
        CheckRun.Demand(told.Text("token") == token.Reveal(), "The acceptance must carry the invite's token.");
        CheckRun.Demand(told.Text("recipientProvider") == run.Host.Value, $"recipientProvider must be {run.Host}.");
        foreach (var name in new[] { "userID", "email", "name" })
        {
            CheckRun.Demand(told.Text(name) is not null, $"The acceptance must hold the string {name}.");
        }

        await run.DemandSignedAsync(call).ConfigureAwait(false);
    }

    private static async Task<(string Text, InviteString Invite)> InviteAsync(CheckRun run)
    {
        await DemandInvitesAsync(run).ConfigureAwait(false);
        var create = CheckRun.Hook(run.Target.CreateInviteAsync, nameof(OcmConformanceTarget.CreateInviteAsync));
        var text = await create(run.User, run.Cancellation).ConfigureAwait(false);
        CheckRun.Demand(InviteString.TryParse(text, out var invite), "The invite string is not base64url of token@provider.");
        return (text, invite);
    }

    private static async Task DemandInvitesAsync(CheckRun run) =>
        CheckRun.Need((await run.DiscoverAsync().ConfigureAwait(false)).Has(Capability.Invites), "The server does not advertise invites.");

    private static JsonObject Acceptance(SecretString token, FakePeer peer) => new()
    {
        ["recipientProvider"] = peer.Host.Value,
        ["token"] = token.Reveal(),
        ["userID"] = "einstein",
        ["email"] = "einstein@example.org",
        ["name"] = "Albert Einstein",
    };
}
