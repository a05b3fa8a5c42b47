using System.Collections.Concurrent;
using System.Globalization;

namespace Ocm.Testing.Simulators;

/// <summary>The access tokens of a simulated server: one for each share, the newest.</summary>
internal sealed class SimulatedTokens
{
    private readonly ConcurrentDictionary<string, string> _newest = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many were issued.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>Issues a token; the one before stops working.</summary>
    internal string Issue(SimulatedShare share)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"token{Interlocked.Increment(ref _count)}OfShare{share.ProviderId}");
        _newest[share.ProviderId] = token;
        return token;
    }

    internal string? Newest(SimulatedShare share) => _newest.GetValueOrDefault(share.ProviderId);

    /// <summary>Whether the share's secret was ever exchanged.</summary>
    internal bool IsExchanged(SimulatedShare share) => _newest.ContainsKey(share.ProviderId);
}
