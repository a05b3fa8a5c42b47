namespace Ocm.Samples.Peer.Configuration;

/// <summary>Which servers this one talks to.</summary>
public enum PeerMode
{
    /// <summary>Those that follow the draft.</summary>
    Strict,

    /// <summary>Deployed legacy servers too.</summary>
    Interoperable,
}
