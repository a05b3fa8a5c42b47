using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Client.Signatures;

namespace Ocm.Benchmarks.Caches;

/// <summary>Far more servers than the caches may hold, one after the other, with the limits that are the default.</summary>
internal static class PassingServers
{
    private const int Servers = 200_000;
    private const int Step = 20_000;
    private const double MiB = 1024 * 1024;

    internal static async Task<Figure> MeasureAsync()
    {
        using var servers = new ManyServers();
        var collection = new ServiceCollection().AddLogging().AddSingleton<INameResolver, FixedNames>().AddOcmClient();
        collection.AddHttpClient(PeerHttpClient.ClientName).ConfigurePrimaryHttpMessageHandler(() => servers);
        await using var services = collection.BuildServiceProvider();
        var limits = services.GetRequiredService<IOptions<OcmClientOptions>>().Value.Lookups;
        var keys = (PeerKeyResolver)services.GetRequiredService<IPeerKeyResolver>();
        var discovery = (ServerDiscovery)services.GetRequiredService<IServerDiscovery>();

        // The first servers pay for what is made once.
        await PassAsync(keys, Servers, Servers + 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long mostHeap = 0, mostBytes = 0;
        var mostServers = 0;
        for (var number = 0; number < Servers; number += Step)
        {
            await PassAsync(keys, number, number + Step);
            mostHeap = Math.Max(mostHeap, GC.GetTotalMemory(forceFullCollection: true) - before);
            mostBytes = Math.Max(mostBytes, Math.Max(discovery.Cache.Bytes, keys.Cache.Bytes));
            mostServers = Math.Max(mostServers, Math.Max(discovery.Cache.Count, keys.Cache.Count));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"after {number + Step:N0} servers: {discovery.Cache.Count:N0} and {keys.Cache.Count:N0} kept, by estimate {discovery.Cache.Bytes / MiB:N1} and {keys.Cache.Bytes / MiB:N1} MiB; heap +{(GC.GetTotalMemory(false) - before) / MiB:N1} MiB"));
        }

        var maxBytes = limits.Discovery.MaxBytes + limits.Keys.MaxBytes;
        return new Figure(
            "200,000 servers passing through the caches",
            string.Create(CultureInfo.InvariantCulture, $"heap ≤ {maxBytes / MiB:N0} MiB, ≤ {limits.Discovery.MaxServers:N0} servers each"),
            string.Create(CultureInfo.InvariantCulture, $"heap +{mostHeap / MiB:N1} MiB, {mostServers:N0} servers, {servers.Requests:N0} fetches"),
            string.Empty,
            mostHeap <= maxBytes
                && mostBytes <= Math.Max(limits.Discovery.MaxBytes, limits.Keys.MaxBytes)
                && mostServers <= Math.Max(limits.Discovery.MaxServers, limits.Keys.MaxServers));
    }

    private static Task PassAsync(PeerKeyResolver keys, int from, int to) =>
        Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, cancellationToken) =>
        {
            var found = await keys.ResolveAsync(OcmHost.Parse(ManyServers.NameOf(number)), ManyServers.KeyIdOf(number), cancellationToken);
            if (found.IsSuccess != ManyServers.IsThere(number))
            {
                throw new InvalidOperationException("A lookup does not work.");
            }
        });
}
