namespace Ocm.Samples.Peer.Parties;

/// <summary>Who is signed in.</summary>
/// <param name="Name">The name for signing in.</param>
/// <param name="DisplayName">The name for people.</param>
/// <param name="OcmAddress">The address that other servers' users share with.</param>
public sealed record AccountView(string Name, string DisplayName, string OcmAddress);
