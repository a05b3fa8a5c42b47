using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client.Http;
using Ocm.Client.Signatures;
using Ocm.Testing.Peers;

namespace Ocm.Benchmarks.Caches;

/// <summary>Many servers that were never seen before, each with several requests to be verified, all at once and over real connections.</summary>
internal static class FirstSight
{
    private const int Servers = 1_000;
    private const int CallersEach = 8;

    internal static async Task<Figure> MeasureAsync()
    {
        await using var peer = await FakePeer.StartAsync(new FakePeerOptions { HostName = "*.peers.example.org" });
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<INameResolver, FixedNames>()
            .AddOcmClient()
            .Configure<OcmHttpOptions>(peer.Allow)
            .BuildServiceProvider();
        var keys = services.GetRequiredService<IPeerKeyResolver>();
        var hosts = Enumerable.Range(0, Servers).Select(number => peer.HostOf(string.Create(CultureInfo.InvariantCulture, $"peer{number}"))).ToArray();
        var callers = hosts.SelectMany(host => Enumerable.Repeat(host, CallersEach)).Select(ResolveAsync).ToArray();
        var found = (await Task.WhenAll(callers)).Count(isFound => isFound);

        var discoveries = Fetches(peer, "/.well-known/ocm");
        var keySets = Fetches(peer, "/ocm/jwks");
        return new Figure(
            "1,000 servers at once for the first time, 8 callers each",
            "one discovery and one key fetch each",
            string.Create(CultureInfo.InvariantCulture, $"{found:N0} of {callers.Length:N0} keys found; discoveries {discoveries}, key fetches {keySets}"),
            string.Empty,
            found == callers.Length && discoveries == "1 each" && keySets == "1 each");

        async Task<bool> ResolveAsync(OcmHost host) => (await keys.ResolveAsync(host, peer.Key.KeyId)).IsSuccess;
    }

    private static string Fetches(FakePeer peer, string path)
    {
        var counts = peer.RequestsTo(path).CountBy(request => request.Host).Select(count => count.Value).ToList();
        return counts.Count == Servers && counts.TrueForAll(count => count == 1)
            ? "1 each"
            : string.Create(CultureInfo.InvariantCulture, $"{counts.Sum():N0} from {counts.Count:N0} servers");
    }
}
