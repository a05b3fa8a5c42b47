namespace Ocm.Samples.Peer.Configuration;

/// <summary>Who may ask users of this server for shares.</summary>
public enum PeerShareRequests
{
    /// <summary>A user's contacts.</summary>
    Contacts,

    /// <summary>Anybody. Who asks then finds out which files a user has.</summary>
    Anybody,
}
