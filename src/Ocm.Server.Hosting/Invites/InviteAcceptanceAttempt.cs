using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Server.Delivery;
using Ocm.Server.Parties;
using Ocm.Server.Peers;

namespace Ocm.Server.Invites;

/// <summary>
/// One attempt at one leased acceptance: tell the inviting server, then store the contact, reschedule it or give it up. Where an
/// earlier answer was lost with a crash, the same user's repetition brings it again.
/// </summary>
internal sealed partial class InviteAcceptanceAttempt(
    IInviteAcceptanceStore acceptances,
    IContactStore contacts,
    IUserDirectory users,
    LocalUsers localUsers,
    IUserRemoval removal,
    IOcmClient client,
    TrustDecision trust,
    OcmServerUris uris,
    RetryRules rules,
    TimeProvider time,
    ILogger<InviteAcceptanceAttempt> logger)
{
    /// <summary>Makes the attempt.</summary>
    /// <param name="acceptance">An acceptance that is leased to the caller.</param>
    /// <param name="isGesture">Whether the user waits and hears of a refusal at once; it is not kept then.</param>
    /// <param name="cancellationToken">Ends the attempt; the acceptance is then left to the service.</param>
    internal async ValueTask<OcmResult<Contact>> RunAsync(InviteAcceptance acceptance, bool isGesture, CancellationToken cancellationToken)
    {
        OcmResult<Contact> answer;
        try
        {
            answer = await AskAsync(acceptance, isGesture, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await RescheduleAsync(acceptance, new OcmFailure(OcmFailureKind.Timeout, "The other server has not answered yet.")).ConfigureAwait(false);
            throw;
        }

        if (answer.TryGetValue(out var contact, out var failure))
        {
            // What the other server said is kept even if the caller is gone by now.
            await acceptances.CompleteAcceptanceAsync(acceptance.Id, contact, CancellationToken.None).ConfigureAwait(false);
            if (await users.FindUserAsync(acceptance.UserIdentifier, CancellationToken.None).ConfigureAwait(false) is not null)
            {
                return contact;
            }

            // Removed while the other server was asked: it has just come to know somebody who is gone.
            await removal.RemoveAsync(acceptance.UserIdentifier, CancellationToken.None).ConfigureAwait(false);
            return NoUser();
        }

        if (rules.IsWorthAnother(failure, acceptance.Attempts, acceptance.ExpiresAt))
        {
            await RescheduleAsync(acceptance, failure).ConfigureAwait(false);
        }
        else if (isGesture)
        {
            await acceptances.TryRemoveAcceptanceAsync(acceptance.Id, acceptance.UserIdentifier, CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            await acceptances.TryReleaseAcceptanceAsync(
                acceptance with { Status = InviteAcceptanceStatus.Failed, Attempts = acceptance.Attempts + 1, LastError = failure.ToString() },
                CancellationToken.None).ConfigureAwait(false);
            LogGivenUp(acceptance.Id, failure.Kind);
        }

        return failure;
    }

    private async ValueTask<OcmResult<Contact>> AskAsync(InviteAcceptance acceptance, bool isGesture, CancellationToken cancellationToken)
    {
        if (await users.FindUserAsync(acceptance.UserIdentifier, cancellationToken).ConfigureAwait(false) is not { } user)
        {
            return NoUser();
        }

        var question = new TrustQuestion(acceptance.InvitingServer, TrustGesture.AcceptInvite) { LocalIdentifier = user.Identifier };
        if (await trust.RefuseOutgoingAsync(question, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        var given = acceptance.GivenIdentifier ?? user.Identifier;
        await localUsers.GiveAsync(given, user.Identifier, cancellationToken).ConfigureAwait(false);
        var request = new InviteAcceptanceRequest
        {
            RecipientProvider = uris.Host,
            Token = acceptance.Token,
            UserId = given,
            Email = user.Email ?? string.Empty,
            Name = user.DisplayName,
        };
        if (!(await client.AcceptInviteAsync(acceptance.InvitingServer, request, cancellationToken).ConfigureAwait(false)).TryGetValue(out var response, out var failure))
        {
            return failure;
        }

        var address = new OcmAddress(response.UserId, acceptance.InvitingServer);
        if (response.IsRepeated && isGesture
            && await contacts.FindContactAsync(user.Identifier, address, cancellationToken).ConfigureAwait(false) is not null)
        {
            // Nothing was lost: the user accepts a second time.
            return new OcmFailure(OcmFailureKind.Conflict, "The invite was accepted before.") { PeerStatus = StatusCodes.Status409Conflict };
        }

        return new Contact
        {
            UserIdentifier = user.Identifier,
            Address = address,
            DisplayName = response.Name,
            Email = response.Email,
            Source = ContactSource.Invite,
            GivenIdentifier = given,
            AddedAt = time.GetUtcNow(),
        };
    }

    private static OcmFailure NoUser() => new(OcmFailureKind.NotFound, "The user is not in the user directory.");

    private async ValueTask RescheduleAsync(InviteAcceptance acceptance, OcmFailure failure) =>
        await acceptances.TryReleaseAcceptanceAsync(
            acceptance with
            {
                Attempts = acceptance.Attempts + 1,
                LastError = failure.ToString(),
                NextAttemptAt = rules.NextAttempt(failure, acceptance.Attempts),
            },
            CancellationToken.None).ConfigureAwait(false);

    [LoggerMessage(2300, LogLevel.Warning, "Accepting an invite was given up ({Kind}). Acceptance: {Acceptance}")]
    private partial void LogGivenUp(string acceptance, OcmFailureKind kind);
}
