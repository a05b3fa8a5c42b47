using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Access;

/// <summary>What is checked here before a request leaves.</summary>
internal static class AccessGate
{
    /// <summary>Why a user may not access a share now; null where nothing speaks against it.</summary>
    internal static OcmFailure? Check(ReceivedShare share, AccessContext context, IReadOnlyList<Requirement>? requirements, DateTimeOffset now)
    {
        if (CheckTime(share, now) is { } ended)
        {
            return ended;
        }

        if (share.Status == ReceivedShareStatus.Pending)
        {
            return AccessFailures.NotAccepted;
        }

        if (share.ShareType == ShareType.User && !string.Equals(share.RecipientIdentifier, context.UserIdentifier, StringComparison.Ordinal))
        {
            return AccessFailures.OtherUser;
        }

        foreach (var requirement in requirements ?? [])
        {
            if (requirement == Requirement.MustUseMfa)
            {
                if (!context.HasSecondFactor)
                {
                    return AccessFailures.NeedsSecondFactor;
                }
            }
            else if (requirement != Requirement.MustExchangeToken)
            {
                return AccessFailures.UnknownRequirement;
            }
        }

        return null;
    }

    /// <summary>Whether a share has ended meanwhile; asked again for each operation.</summary>
    internal static OcmFailure? CheckTime(ReceivedShare share, DateTimeOffset now) => share.Status switch
    {
        ReceivedShareStatus.Declined => AccessFailures.Declined,
        ReceivedShareStatus.Unshared => AccessFailures.Unshared,
        ReceivedShareStatus.Expired => AccessFailures.Expired,
        _ => share.ExpiresAt <= now ? AccessFailures.Expired : null,
    };
}
