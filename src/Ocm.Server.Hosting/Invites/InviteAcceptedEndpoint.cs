using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Dialects;
using Ocm.Contacts;
using Ocm.Errors;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Serialization;
using Ocm.Server.Parties;
using Ocm.Server.Peers;
using Ocm.Server.Pipeline;

namespace Ocm.Server.Invites;

/// <summary><c>POST {endPoint}/invite-accepted</c>: hears that an invite of this server was accepted (draft: Invite Acceptance Request Details).</summary>
internal sealed class InviteAcceptedEndpoint(TrustDecision trust, TimeProvider time) : OcmEndpoint
{
    private const string AcceptedBefore = "The invite was accepted before.";

    internal override string Name => "invite-accepted";

    internal override UnsignedCalls Unsigned => UnsignedCalls.InviteAcceptances;

    internal override LegacyMessageKind? Legacy => LegacyMessageKind.InviteAcceptance;

    // The descendants of reva take, and some send, forms.
    internal override OtherMediaType? Older => new(FormBody.MediaType, "form-invite-acceptance", FormBody.Parse);

    internal override OcmFailure? FindMistakes(JsonElement message) => OcmJson.Read<InviteAcceptanceRequest>(message).Failure;

    internal override ValueTask<OcmResult<Counterparts>> NameAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken) =>
        ValueTask.FromResult(NamedServer.OfHost<InviteAcceptanceRequest>(message.Json, "recipientProvider"));

    internal override async ValueTask<EndpointAnswer> HandleAsync(
        IncomingMessage message, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<IInviteStore>() is not { } invites)
        {
            return EndpointAnswer.Error(new OcmFailure(OcmFailureKind.NotSupported, "This server does not take part in the invite flow."));
        }

        if (!OcmJson.Read<InviteAcceptanceRequest>(message.Json).TryGetValue(out var request, out var failure))
        {
            return EndpointAnswer.Error(failure);
        }

        var server = message.ProvenServer;
        var accepter = new OcmAddress(request.UserId, server);
        failure = await trust.RefuseIncomingAsync(
            new TrustQuestion(server, TrustGesture.ReceiveInviteAcceptance) { RemoteParty = accepter }, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return EndpointAnswer.Error(failure);
        }

        var hash = request.Token.Hash();
        if (await invites.FindInviteAsync(hash, cancellationToken).ConfigureAwait(false) is not { } invite
            || await services.GetRequiredService<IUserDirectory>().FindUserAsync(invite.InviterIdentifier, cancellationToken).ConfigureAwait(false) is not { } inviter)
        {
            return EndpointAnswer.Error(NoInvite());
        }

        var now = time.GetUtcNow();
        var contact = new Contact
        {
            UserIdentifier = invite.InviterIdentifier,
            Address = accepter,
            DisplayName = request.Name,
            Email = request.Email,
            Source = ContactSource.Invite,
            GivenIdentifier = invite.GivenIdentifier,
            AddedAt = now,
        };
        var answer = new InviteAcceptanceResponse
        {
            UserId = invite.GivenIdentifier,
            Email = inviter.Email ?? string.Empty,
            Name = inviter.DisplayName,
        };
        if (invite.AcceptedBy is null && invite.ExpiresAt > now)
        {
            await services.GetRequiredService<LocalUsers>().GiveAsync(invite.GivenIdentifier, inviter.Identifier, cancellationToken).ConfigureAwait(false);
        }

        return await invites.TryAcceptInviteAsync(hash, contact, now, cancellationToken).ConfigureAwait(false) switch
        {
            InviteAcceptanceOutcome.Accepted => EndpointAnswer.Json(StatusCodes.Status200OK, answer),
            InviteAcceptanceOutcome.AlreadyAccepted => await IsAcceptedByAsync(invites, hash, message, accepter, cancellationToken).ConfigureAwait(false)
                ? Repeat(answer)
                : EndpointAnswer.Error(new OcmFailure(OcmFailureKind.Conflict, AcceptedBefore)),
            _ => EndpointAnswer.Error(NoInvite()),
        };
    }

    private static async ValueTask<bool> IsAcceptedByAsync(
        IInviteStore invites, string hash, IncomingMessage message, OcmAddress accepter, CancellationToken cancellationToken) =>
        message.IsSigned && (await invites.FindInviteAsync(hash, cancellationToken).ConfigureAwait(false))?.AcceptedBy == accepter;

    // A server that crashed before it stored the first answer asks again: it gets the 409 of INV-04, with what the answer said
    // beside the message. Only whoever accepted is told, and only with a signature.
    private static EndpointAnswer Repeat(InviteAcceptanceResponse answer)
    {
        answer.AdditionalMembers = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["message"] = JsonElement.Parse($"\"{AcceptedBefore}\"") };
        return EndpointAnswer.Raw(StatusCodes.Status409Conflict, OcmJson.Write(answer), failure: OcmFailureKind.Conflict);
    }

    // Unknown and expired look alike: a token that was guessed half tells nothing.
    private static OcmFailure NoInvite() => OcmFailure.Invalid("token", "is unknown or has expired");
}
