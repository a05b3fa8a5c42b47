using Ocm.Client;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// Discards a share whose WebDAV resource does not answer to what was offered: one PROPFIND, with the exchange where the share
/// asks for it. A share that needs a second factor, or has no WebDAV, cannot be probed and is taken.
/// </summary>
internal sealed class ResourceProbePolicy(IOcmClient client, TimeProvider time) : IShareDiscardPolicy
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async ValueTask<OcmFailure?> CheckAsync(ShareDiscardQuestion question, CancellationToken cancellationToken)
    {
        var share = question.Share;
        if (share.Protocol.WebDav is null || share.Protocol.Requirements.Contains(Requirement.MustUseMfa))
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // The probe looks with the eyes of a recipient who has accepted; nobody has yet.
            var opened = await client.OpenAsync(
                share with { Status = ReceivedShareStatus.Accepted },
                new AccessContext { UserIdentifier = share.RecipientIdentifier },
                either.Token).ConfigureAwait(false);
            if (!opened.TryGetValue(out var resource, out var failure))
            {
                return Refuse(failure);
            }

            var found = await resource.StatAsync(cancellationToken: either.Token).ConfigureAwait(false);
            return found.Failure is { } unreachable ? Refuse(unreachable) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Away();
        }
    }

    private static OcmFailure Refuse(OcmFailure failure) => failure.IsTransient
        ? Away()
        : new OcmFailure(OcmFailureKind.Forbidden, "The resource cannot be reached with what was offered.") { Rule = "SHARE-25" };

    private static OcmFailure Away() =>
        new(OcmFailureKind.Unavailable, "The resource cannot be reached at the moment.") { Rule = "SHARE-25" };
}
