using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Server.Peers;
using Ocm.Tokens;

namespace Ocm.Server.Invites;

/// <inheritdoc />
internal sealed class InviteService(
    IInviteStore invites,
    IContactStore contacts,
    IUserDirectory users,
    IOcmClient client,
    TrustDecision trust,
    OcmServerUris uris,
    TimeProvider time,
    IOptions<OcmServerOptions> options) : IInvites
{
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
            GivenIdentifier = inviter.Identifier,
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

        var question = new TrustQuestion(invite.Provider, TrustGesture.AcceptInvite) { LocalIdentifier = user.Identifier };
        if (await trust.RefuseOutgoingAsync(question, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        var request = new InviteAcceptanceRequest
        {
            RecipientProvider = uris.Host,
            Token = invite.Token,
            UserId = user.Identifier,
            Email = user.Email ?? string.Empty,
            Name = user.DisplayName,
        };
        var answer = await client.AcceptInviteAsync(invite.Provider, request, cancellationToken).ConfigureAwait(false);
        if (!answer.TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        var contact = new Contact
        {
            UserIdentifier = user.Identifier,
            Address = new OcmAddress(response.UserId, invite.Provider),
            DisplayName = response.Name,
            Email = response.Email,
            Source = ContactSource.Invite,
            GivenIdentifier = user.Identifier,
            AddedAt = time.GetUtcNow(),
        };

        // The inviting server will not answer a second time: what it said is kept even if the caller is gone by now.
        await contacts.PutContactAsync(contact, CancellationToken.None).ConfigureAwait(false);
        return contact;
    }

    public ValueTask<IReadOnlyList<Invite>> ListAsync(string inviterIdentifier, int limit, CancellationToken cancellationToken) =>
        invites.ListInvitesAsync(inviterIdentifier, limit, cancellationToken);

    public ValueTask<bool> RevokeAsync(string inviterIdentifier, SecretString token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        return invites.TryRevokeInviteAsync(token.Hash(), inviterIdentifier, cancellationToken);
    }

    private static OcmFailure UnknownUser() => new(OcmFailureKind.NotFound, "The user is not in the user directory.");
}
