using Ocm.Client;
using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Looks whether the WebDAV resource of a received share answers to its credential: one PROPFIND, with the exchange where the share asks for it.</summary>
internal sealed class ShareProbe(IOcmClient client, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>That the resource took longer than one look at it may: nothing is wrong with its server by that.</summary>
    internal static OcmFailure TooSlow { get; } = new(OcmFailureKind.Timeout, "The resource did not answer in time.");

    /// <summary>Whether a share can be looked at: it has WebDAV, and nobody's second factor is needed.</summary>
    internal static bool CanReach(ReceivedShare share) =>
        share.Protocol.Offered().Contains(ProtocolName.WebDav) && !share.Protocol.Requirements.Contains(Requirement.MustUseMfa);

    /// <summary>Looks.</summary>
    /// <param name="share">The share, in whatever state.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null where the resource answers; else why it does not, a timeout included.</returns>
    internal async ValueTask<OcmFailure?> ReachAsync(ReceivedShare share, CancellationToken cancellationToken)
    {
        if (!CanReach(share))
        {
            return new OcmFailure(OcmFailureKind.NotSupported, "The share has no resource that can be looked at without its recipient.");
        }

        using var timeout = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // With the eyes of a recipient who has accepted, whoever has or has not.
            var opened = await client.OpenAsync(
                share with { Status = ReceivedShareStatus.Accepted },
                new AccessContext { UserIdentifier = share.RecipientIdentifier },
                either.Token).ConfigureAwait(false);
            return opened.TryGetValue(out var resource, out var failure)
                ? (await resource.StatAsync(cancellationToken: either.Token).ConfigureAwait(false)).Failure
                : failure;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TooSlow;
        }
    }
}
