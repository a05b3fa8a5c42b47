using Ocm.Addresses;

namespace Ocm.Peers;

/// <summary>Asks whether another server may do something.</summary>
/// <param name="Server">The other server; proven by its signature except for <see cref="TrustGesture.Contact"/>.</param>
/// <param name="Gesture">What it is about.</param>
public sealed record TrustQuestion(OcmHost Server, TrustGesture Gesture)
{
    /// <summary>The party at the other server, where the message names one.</summary>
    public OcmAddress? RemoteParty { get; init; }

    /// <summary>The user or group of this server that it is about.</summary>
    public string? LocalIdentifier { get; init; }
}
