using System.Collections.Concurrent;
using Ocm.Shares;

namespace Ocm.Crash.Tests;

/// <summary>Counts what happened at the counterpart: what is delivered twice must happen once.</summary>
internal sealed class SeenChanges : IShareObserver
{
    private readonly ConcurrentDictionary<(string ProviderId, string Change), int> _counts = new();

    public int Count(string providerId, string change) => _counts.GetValueOrDefault((providerId, change));

    /// <summary>Changes that happened more than once.</summary>
    public IEnumerable<string> Repeated => _counts.Where(entry => entry.Value > 1).Select(entry => $"{entry.Key.Change} of {entry.Key.ProviderId} {entry.Value} times");

    public ValueTask OnReceivedAsync(ReceivedShare share, CancellationToken cancellationToken = default) => Add(share.ProviderId, "received");

    public ValueTask OnReceivedChangedAsync(ReceivedShare share, CancellationToken cancellationToken = default) => Add(share.ProviderId, $"received {share.Status}");

    public ValueTask OnSentChangedAsync(SentShare share, CancellationToken cancellationToken = default) => Add(share.ProviderId, $"sent {share.Status}");

    private ValueTask Add(string providerId, string change)
    {
        _counts.AddOrUpdate((providerId, change), 1, (_, count) => count + 1);
        return default;
    }
}
