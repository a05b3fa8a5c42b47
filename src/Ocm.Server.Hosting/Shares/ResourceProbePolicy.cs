using Ocm.Errors;

namespace Ocm.Server.Shares;

/// <summary>
/// Discards a share whose WebDAV resource does not answer to what was offered. A share that needs a second factor, or has no
/// WebDAV, cannot be probed and is taken.
/// </summary>
internal sealed class ResourceProbePolicy(ShareProbe probe) : IShareDiscardPolicy
{
    public async ValueTask<OcmFailure?> CheckAsync(ShareDiscardQuestion question, CancellationToken cancellationToken) =>
        question.Share.Protocol.WebDav is not null && ShareProbe.CanReach(question.Share)
        && await probe.ReachAsync(question.Share, cancellationToken).ConfigureAwait(false) is { } failure
            ? Refuse(failure)
            : null;

    private static OcmFailure Refuse(OcmFailure failure) => failure.IsTransient
        ? new OcmFailure(OcmFailureKind.Unavailable, "The resource cannot be reached at the moment.") { Rule = "SHARE-25" }
        : new OcmFailure(OcmFailureKind.Forbidden, "The resource cannot be reached with what was offered.") { Rule = "SHARE-25" };
}
