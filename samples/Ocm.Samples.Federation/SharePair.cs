namespace Ocm.Samples.Federation;

/// <summary>A share as its two servers know it.</summary>
/// <param name="ProviderId">At the sending server.</param>
/// <param name="ReceivedId">At the receiving server.</param>
internal sealed record SharePair(string ProviderId, string ReceivedId);
