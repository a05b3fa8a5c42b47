using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ocm.Addresses;
using Ocm.Benchmarks.Stores;
using Ocm.Client.Http;
using Ocm.Delivery;
using Ocm.Notifications;
using Ocm.Server.Delivery;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Benchmarks.Delivery;

/// <summary>A server on SQLite whose outbox is filled with notifications for many other servers.</summary>
internal sealed class DeliveringServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly OcmTestServer _server;
    private readonly ManyPeers _peers;
    private int _items;

    private DeliveringServer(OcmTestServer server, ManyPeers peers)
    {
        _server = server;
        _peers = peers;
        Store = server.Services.GetRequiredService<IShareStore>();
    }

    internal IShareStore Store { get; }

    internal static async Task<DeliveringServer> StartAsync(BenchmarkDatabase database, ManyPeers peers) => new(
        await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                database.Register(ocm.AddWebDav().AddUserDirectory<TestUsers>());
                ocm.Services.Replace(ServiceDescriptor.Singleton<INameResolver, PeerNames>());
                ocm.Services.Configure<OcmDeliveryOptions>(delivery => delivery.PollInterval = TimeSpan.FromMilliseconds(50));
            },
        }),
        peers);

    /// <summary>Queues notifications, spread evenly over the servers; what is due later is not looked at yet.</summary>
    internal async Task QueueAsync(int items, int servers, int dead, DateTimeOffset due)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, items), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, cancellationToken) =>
        {
            var server = number % servers;
            await Store.AddAsync(Item(PeerNames.HostOf(server, server < dead, _peers.Port), due), cancellationToken);
        });
    }

    /// <summary>Waits until what was queued may be delivered.</summary>
    internal static async Task WaitForDueAsync(DateTimeOffset due)
    {
        var time = TimeProvider.System;
        if (due - time.GetUtcNow() is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time);
        }
    }

    /// <summary>Waits until that many notifications have been taken.</summary>
    internal async Task WaitForAsync(int taken)
    {
        var start = Stopwatch.GetTimestamp();
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        while (_peers.Notifications < taken)
        {
            await pulse.WaitForNextTickAsync();
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Only {_peers.Notifications} of {taken} notifications were delivered in time."));
            }
        }
    }

    /// <summary>Removes what is left in the outbox, which is what nobody has answered to.</summary>
    internal async Task RemoveRestAsync()
    {
        while (true)
        {
            var rest = await Store.ListAsync(new OutboxQuery { Limit = 1000 });
            if (rest.Count == 0)
            {
                return;
            }

            await Task.WhenAll(rest.Select(async item => await Store.TryRemoveAsync(item.Id, leaseOwner: null)));
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private OutboxItem Item(OcmHost destination, DateTimeOffset due)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"item-{Interlocked.Increment(ref _items)}");
        return new OutboxItem
        {
            Id = id,
            Kind = OutboxItemKind.Notification,
            Destination = destination,
            OrderKey = id,
            ProviderId = id,
            NotificationType = NotificationType.ShareUnshared,
            ResourceType = ResourceType.Folder,
            CreatedAt = due,
            ExpiresAt = due.AddDays(7),
            NextAttemptAt = due,
        };
    }
}
