using System.Text.Json;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>
/// Binds one protocol to the vendor's product: what discovery says of it, what a share offers over it, and whether a received
/// offer can be used. Derive from it for a protocol of your own and register it with <c>AddProtocol</c> (SHARE-30, DISC-06).
/// </summary>
public abstract class ProtocolBinding
{
    /// <summary>The protocol.</summary>
    public abstract ProtocolName Name { get; }

    /// <summary>The resource types that this server shares and receives over it.</summary>
    public abstract IReadOnlyCollection<ResourceType> ResourceTypes { get; }

    /// <summary>Whether an offer over this protocol says what each access requires, as webdav and webapp do (SHARE-19).</summary>
    public virtual bool CarriesRequirements => false;

    /// <summary>Whether an offer over this protocol can only be used with an exchanged token (SHARE-06).</summary>
    public virtual bool NeedsTokenExchange => false;

    /// <summary>Whether a share is offered over this protocol unless the sender chose protocols; false for those that need the sender's say.</summary>
    public virtual bool OfferedByDefault => true;

    /// <summary>What discovery says of the sending role: the value of the member <c>NAME</c>.</summary>
    /// <param name="resourceType">One of <see cref="ResourceTypes"/>.</param>
    /// <returns>Any JSON, or null where this server does not send such shares.</returns>
    public abstract JsonElement? DescribeSending(ResourceType resourceType);

    /// <summary>What discovery says of the receiving role: the value of the member <c>NAME-receive</c>.</summary>
    /// <param name="resourceType">One of <see cref="ResourceTypes"/>.</param>
    /// <returns>Any JSON, or null where this server does not receive such shares.</returns>
    public abstract JsonElement? DescribeReceiving(ResourceType resourceType);

    /// <summary>Whether a share has what an offer over this protocol needs, as one that is embedded in the message needs its content.</summary>
    /// <param name="share">A share of one of <see cref="ResourceTypes"/>.</param>
    /// <returns>False where it can only be offered over other protocols.</returns>
    public virtual bool CanOffer(SentShare share) => true;

    /// <summary>Whether the receiving server can use an offer over this protocol; asked before a share is created.</summary>
    /// <param name="receiver">The receiving server's entry for the resource type.</param>
    /// <returns>Null where it can; else the failure with the rule and the advertised value that stopped it.</returns>
    public virtual OcmFailure? CheckReceiver(ResourceTypeEntry receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return receiver.Receives(Name)
            ? null
            : new OcmFailure(OcmFailureKind.NotSupported, $"The receiving server does not take this type of resource over {Name}.")
            {
                Rule = "SHARE-05",
                Advertised = $"resourceTypes.{receiver.Name}.protocols: no {Name}{ResourceTypeEntry.ReceiveSuffix}",
            };
    }

    /// <summary>Adds this protocol's object to the notification.</summary>
    /// <param name="protocols">What was put together so far.</param>
    /// <param name="offer">The share and how it is offered.</param>
    /// <returns>The protocols with this one added.</returns>
    public abstract ShareProtocols AddOffer(ShareProtocols protocols, ShareOffer offer);

    /// <summary>Whether this server can use what was offered over this protocol.</summary>
    /// <param name="protocols">The offer; it passed the wire rules.</param>
    /// <returns>True where the recipient will be able to reach the resource by it.</returns>
    public virtual bool CanUse(ShareProtocols protocols) => true;
}
