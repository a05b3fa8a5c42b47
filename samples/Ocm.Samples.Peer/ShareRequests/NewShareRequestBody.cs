namespace Ocm.Samples.Peer.ShareRequests;

/// <summary>The body of <c>POST /api/share-requests</c>.</summary>
public sealed record NewShareRequestBody
{
    /// <summary>Who is asked: an OCM address.</summary>
    public string? Owner { get; init; }

    /// <summary>What is asked for, in the words of the owner's server: an id, a path or a URL.</summary>
    public string? Share { get; init; }
}
