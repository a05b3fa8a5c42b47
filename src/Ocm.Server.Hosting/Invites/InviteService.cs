using Microsoft.Extensions.Options;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Server.Delivery;
using Ocm.Server.Parties;
using Ocm.Tokens;

namespace Ocm.Server.Invites;

/// <inheritdoc />
internal sealed class InviteService(
    IInviteStore invites,
    IInviteAcceptanceStore acceptances,
    IUserDirectory users,
    LocalUsers localUsers,
    InviteAcceptanceAttempt attempt,
    OcmServerUris uris,
    TimeProvider time,
    IOptions<OcmServerOptions> options,
    IOptions<OcmDeliveryOptions> delivery) : IInvites
{
    private const int MaxListed = 1000;

    public async ValueTask<OcmResult<Invite>> CreateAsync(string inviterIdentifier, CancellationToken cancellationToken)
    {
        if (await users.FindUserAsync(inviterIdentifier, cancellationToken).ConfigureAwait(false) is not { } inviter)
        {
            return UnknownUser();
        }

        var now = time.GetUtcNow();
        var invite = new Invite
        {
            Token = SecretString.Generate(32),
            InviterIdentifier = inviter.Identifier,
            GivenIdentifier = await localUsers.ChooseAsync(inviter, contactServer: null, cancellationToken).ConfigureAwait(false),
            CreatedAt = now,
            ExpiresAt = now + options.Value.InviteLifetime,
        };
        await invites.AddInviteAsync(invite, cancellationToken).ConfigureAwait(false);
        return invite;
    }

    public InviteString ToInviteString(Invite invite)
    {
        ArgumentNullException.ThrowIfNull(invite);
        return new InviteString(invite.Token, uris.Host);
    }

    public Uri? ToLink(Invite invite)
    {
        ArgumentNullException.ThrowIfNull(invite);
        return options.Value.WayfPath is { } path
            ? new Uri($"{uris.Absolute(path)}?token={Uri.EscapeDataString(invite.Token.Reveal())}")
            : null;
    }

    public async ValueTask<OcmResult<Contact>> AcceptAsync(string userIdentifier, InviteString invite, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(invite);
        if (await users.FindUserAsync(userIdentifier, cancellationToken).ConfigureAwait(false) is not { } user)
        {
            return UnknownUser();
        }

        if (invite.Provider == uris.Host)
        {
            return new OcmFailure(OcmFailureKind.Invalid, "The invite is from this server itself.");
        }

        var id = await BeginAsync(user, invite, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var claim = new InviteAcceptanceClaim(SecretString.Generate(22).Reveal(), now, now + delivery.Value.LeaseDuration, Max: 1) { Id = id };
        return await acceptances.ClaimAcceptancesAsync(claim, cancellationToken).ConfigureAwait(false) is [var acceptance]
            ? await attempt.RunAsync(acceptance, isGesture: true, cancellationToken).ConfigureAwait(false)
            : new OcmFailure(OcmFailureKind.Conflict, "The invite is being accepted already.");
    }

    public ValueTask<IReadOnlyList<InviteAcceptance>> ListAcceptancesAsync(string userIdentifier, int limit, CancellationToken cancellationToken) =>
        acceptances.ListAcceptancesAsync(userIdentifier, limit, cancellationToken);

    public ValueTask<bool> CancelAcceptanceAsync(string userIdentifier, string id, CancellationToken cancellationToken) =>
        acceptances.TryRemoveAcceptanceAsync(id, userIdentifier, cancellationToken);

    public ValueTask<IReadOnlyList<Invite>> ListAsync(string inviterIdentifier, int limit, CancellationToken cancellationToken) =>
        invites.ListInvitesAsync(inviterIdentifier, limit, cancellationToken);

    public ValueTask<bool> RevokeAsync(string inviterIdentifier, SecretString token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        return invites.TryRevokeInviteAsync(token.Hash(), inviterIdentifier, cancellationToken);
    }

    private static OcmFailure UnknownUser() => new(OcmFailureKind.NotFound, "The user is not in the user directory.");

    // One that is pending is joined; one that was given up begins anew, by the name that the other server may have heard.
    private async ValueTask<string> BeginAsync(Party user, InviteString invite, CancellationToken cancellationToken)
    {
        var id = IdOf(user.Identifier, invite);
        var known = (await acceptances.ListAcceptancesAsync(user.Identifier, MaxListed, cancellationToken).ConfigureAwait(false)).FirstOrDefault(known => known.Id == id);
        if (known is { Status: InviteAcceptanceStatus.Pending })
        {
            return id;
        }

        if (known is not null)
        {
            await acceptances.TryRemoveAcceptanceAsync(id, user.Identifier, cancellationToken).ConfigureAwait(false);
        }

        var now = time.GetUtcNow();
        var acceptance = new InviteAcceptance
        {
            Id = id,
            UserIdentifier = user.Identifier,
            GivenIdentifier = known is null
                ? await localUsers.ChooseAsync(user, invite.Provider, cancellationToken).ConfigureAwait(false)
                : known.GivenIdentifier,
            InvitingServer = invite.Provider,
            Token = invite.Token,
            CreatedAt = now,
            ExpiresAt = now + delivery.Value.MaxAge,
            // The gesture makes the first attempt itself; the service leaves it alone for that moment.
            NextAttemptAt = now + OutboxItems.Grace,
        };
        await acceptances.TryAddAcceptanceAsync(acceptance, cancellationToken).ConfigureAwait(false);
        return id;
    }

    // The token's hash has a fixed length and the host no "@": no two acceptances have the same text.
    private static string IdOf(string userIdentifier, InviteString invite) =>
        new SecretString($"{invite.Token.Hash()}@{invite.Provider}@{userIdentifier}").Hash();
}
