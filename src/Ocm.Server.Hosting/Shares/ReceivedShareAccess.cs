using System.Text.Json;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Parties;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// Opens a received share over each of its protocols, for a user of whom it is known that the share is theirs. One gate for all
/// of them: accepted, not ended, and with a second factor where the share requires one (ACC-07, MFA-01).
/// </summary>
internal sealed class ReceivedShareAccess(
    IEnumerable<IMfaVerifier> mfaVerifiers, IOcmClient client, OcmServerUris uris, IOptions<WebAppOptions> webApp, TimeProvider time)
{
    internal static OcmFailure Ended() => new(OcmFailureKind.Ended, "The share has ended.");

    /// <summary>Why nothing can be done with a share now; null where it is accepted and has not ended.</summary>
    internal OcmFailure? CheckState(ReceivedShare share) =>
        !share.IsActive(time.GetUtcNow()) ? Ended()
        : share.Status == ReceivedShareStatus.Pending ? new OcmFailure(OcmFailureKind.Conflict, "The share has not been accepted yet.")
        : null;

    internal async ValueTask<OcmResult<RemoteResource>> OpenAsync(ReceivedShare share, string userIdentifier, CancellationToken cancellationToken) =>
        (await EnterAsync(share, userIdentifier, cancellationToken).ConfigureAwait(false)).TryGetValue(out var context, out var failure)
            ? await client.OpenAsync(share, context, cancellationToken).ConfigureAwait(false)
            : failure;

    internal async ValueTask<OcmResult<WebAppLaunch>> OpenWebAppAsync(
        ReceivedShare share, string userIdentifier, WebAppOpening opening, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(new Uri(uris.Origin), opening.ExpiredSessionRedirectUri, out var wayBack))
        {
            throw new ArgumentException("ExpiredSessionRedirectUri must be a path on the public origin or an absolute https URL.", nameof(opening));
        }

        if (!(await EnterAsync(share, userIdentifier, cancellationToken).ConfigureAwait(false)).TryGetValue(out var context, out var failure))
        {
            return failure;
        }

        IEnumerable<WebAppTarget> targets = webApp.Value.ReceiveTargets;
        var request = new WebAppLaunchRequest
        {
            SupportedTargets = [.. opening.Target is { } wanted ? targets.Where(target => target == wanted) : targets],
            ExpiredSessionRedirectUri = wayBack,
            Path = opening.Path,
            RenewToken = opening.IsReopening,
        };
        return await client.OpenWebAppAsync(share, context, request, cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask<OcmResult<SshAddress>> OpenSshAsync(ReceivedShare share, string userIdentifier, CancellationToken cancellationToken)
    {
        if (!(await EnterAsync(share, userIdentifier, cancellationToken).ConfigureAwait(false)).TryGetValue(out _, out var failure))
        {
            return failure;
        }

        return SshAddress.TryParse(share.Protocol.Ssh?.Uri, out var address)
            ? address
            : new OcmFailure(OcmFailureKind.NotSupported, "The share is not offered over ssh.");
    }

    internal async ValueTask<OcmResult<JsonElement>> OpenEmbeddedAsync(ReceivedShare share, string userIdentifier, CancellationToken cancellationToken)
    {
        if (!(await EnterAsync(share, userIdentifier, cancellationToken).ConfigureAwait(false)).TryGetValue(out _, out var failure))
        {
            return failure;
        }

        return share.Protocol.Embedded is { } value ? value : new OcmFailure(OcmFailureKind.NotSupported, "Nothing is embedded in the share.");
    }

    private async ValueTask<OcmResult<AccessContext>> EnterAsync(ReceivedShare share, string userIdentifier, CancellationToken cancellationToken)
    {
        if (CheckState(share) is { } refused)
        {
            return refused;
        }

        var required = share.Protocol.Requirements.Contains(Requirement.MustUseMfa);
        var context = new AccessContext
        {
            UserIdentifier = userIdentifier,
            HasSecondFactor = required && await HasSecondFactorAsync(userIdentifier, cancellationToken).ConfigureAwait(false),
        };
        return required && !context.HasSecondFactor
            ? new OcmFailure(OcmFailureKind.MfaRequired, "The share requires a second factor, which the user's session does not have: the user must step up first.") { Rule = "ACC-07" }
            : context;
    }

    private async ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken)
    {
        foreach (var verifier in mfaVerifiers)
        {
            if (await verifier.HasSecondFactorAsync(userIdentifier, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }
}
