using Ocm.Addresses;
using Ocm.Shares;

namespace Ocm.Server.Peers;

/// <summary>An incoming call as a criterion sees it.</summary>
/// <param name="Stage">How far the call has come.</param>
/// <param name="Server">The server that the message names; proven by a signature from <see cref="CriterionStage.Authenticated"/> on where <see cref="IsSigned"/>.</param>
public sealed record CriterionQuestion(CriterionStage Stage, OcmHost Server)
{
    /// <summary>Whether a valid signature proves <see cref="Server"/>.</summary>
    public bool IsSigned { get; init; }

    /// <summary>The notification, at <see cref="CriterionStage.Share"/>.</summary>
    public ShareCreationNotification? Share { get; init; }

    /// <summary>The recipient in the vendor's user directory, at <see cref="CriterionStage.Share"/>.</summary>
    public string? RecipientIdentifier { get; init; }
}
