using Ocm.Addresses;
using Ocm.Client.Discovery;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Shares;

/// <summary>How a share is offered to one receiving server: what the preflight decided of its discovery document.</summary>
/// <param name="Share">The share.</param>
/// <param name="Secret">The share's secret.</param>
/// <param name="Receiver">The receiving server.</param>
public sealed record ShareOffer(SentShare Share, SecretString Secret, DiscoveredServer Receiver)
{
    /// <summary>The resource type as it is sent: a folder goes as <c>file</c> to a server that knows no folders (SHARE-10).</summary>
    public required ResourceType WireResourceType { get; init; }

    /// <summary>What each access requires, the same for all protocols that carry it.</summary>
    public required IReadOnlyList<Requirement> Requirements { get; init; }

    /// <summary>Whether a WebDAV URI is sent as an id rather than as a URL (SHARE-16).</summary>
    public required bool RelativeUri { get; init; }

    /// <summary>Where the receiving server opens web applications.</summary>
    public required IReadOnlyList<WebAppTarget> WebAppTargets { get; init; }

    /// <summary>The protocols that are offered.</summary>
    public required IReadOnlyList<ProtocolBinding> Bindings { get; init; }

    /// <summary>The protocols that this receiver cannot be offered, each with its reason.</summary>
    public IReadOnlyList<ProtocolLeftOut> LeftOut { get; init; } = [];

    /// <summary>Whether the share's secret opens the resource without an exchange.</summary>
    public bool AllowsSecretAccess => !Requirements.Contains(Requirement.MustExchangeToken);

    /// <summary>Builds the notification.</summary>
    /// <returns>The share creation notification; holds the secret.</returns>
    public ShareCreationNotification ToNotification()
    {
        var protocols = Bindings.Aggregate(new ShareProtocols { Name = ProtocolName.Multi }, (sum, binding) => binding.AddOffer(sum, this));
        return new ShareCreationNotification
        {
            ShareWith = Share.ShareWith,
            Name = Share.Name,
            Description = Share.Description,
            ProviderId = Share.ProviderId,
            Owner = As(Share.Owner, Share.GivenOwnerIdentifier),
            Sender = As(Share.Sender, Share.GivenSenderIdentifier),
            OwnerDisplayName = Share.OwnerDisplayName,
            SenderDisplayName = Share.SenderDisplayName,
            ShareType = Share.ShareType,
            ResourceType = WireResourceType,
            Expiration = Share.ExpiresAt?.ToUnixTimeSeconds(),
            Protocol = protocols,
        };
    }

    // What the invite said stands here too, or the receiving server would not know its contact (INV-08).
    private static OcmAddress As(OcmAddress user, string? given) => given is null ? user : new OcmAddress(given, user.Host);
}
