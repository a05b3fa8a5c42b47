using Ocm.Errors;

namespace Ocm.Client.Caching;

/// <summary>What a fetch brought.</summary>
/// <typeparam name="T">What is fetched.</typeparam>
/// <param name="Result">The value, or why there is none.</param>
/// <param name="Size">How many bytes the value takes in memory, by a cautious estimate.</param>
/// <param name="MaxAge">How long the other server says it is good for; null where it does not say.</param>
internal readonly record struct PeerFetch<T>(OcmResult<T> Result, long Size = 0, TimeSpan? MaxAge = null);
