namespace Ocm.Server.Peers;

/// <summary>How far an incoming call has come when a criterion is asked.</summary>
public enum CriterionStage
{
    /// <summary>The message names a server; nothing has been fetched from it and nothing is proven.</summary>
    Contact,

    /// <summary>The signature was checked; the message is not read yet.</summary>
    Authenticated,

    /// <summary>A share creation notification was read and is valid; it is not stored yet.</summary>
    Share,
}
