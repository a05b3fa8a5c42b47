namespace Ocm.Samples.Peer.ShareRequests;

/// <summary>A request that the owner's server took.</summary>
/// <param name="Owner">Who is asked.</param>
/// <param name="Share">What is asked for.</param>
/// <param name="Status">Always <c>requested</c>: the owner answers with a share, or not at all.</param>
public sealed record SentShareRequestView(string Owner, string Share, string Status);
