using System.Collections.Concurrent;
using Ocm.Addresses;
using Ocm.Peers;

namespace Ocm.LegacySignatures.Tests;

/// <summary>A registry of known servers that several nodes share, as a database would be.</summary>
internal sealed class SharedRegistry : IKnownServerStore
{
    private readonly ConcurrentDictionary<OcmHost, KnownServer> _servers = new();
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first server that has signed.</summary>
    public Task Signed => _written.Task;

    public ValueTask<KnownServer?> FindServerAsync(OcmHost host, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_servers.GetValueOrDefault(host));

    public ValueTask PutServerAsync(KnownServer server, CancellationToken cancellationToken = default)
    {
        _servers[server.Host] = server;
        if (server.SignedSince is not null)
        {
            _written.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<KnownServer>> ListServersAsync(OcmHost? after, int limit, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<KnownServer>>([.. _servers.Values]);
}
