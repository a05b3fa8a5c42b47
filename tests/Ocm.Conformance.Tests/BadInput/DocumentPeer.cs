using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Testing.Peers;

namespace Ocm.Conformance.BadInput;

/// <summary>A peer that serves any discovery document, and a client that reads it. Each document has a name of its own, so that no cache stands between them.</summary>
internal sealed class DocumentPeer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<OcmHost, string> _documents = new();
    private readonly FakePeer _peer;
    private readonly ServiceProvider _client;
    private int _number;

    private DocumentPeer(FakePeer peer, bool isTolerant)
    {
        _peer = peer;
        _peer.Answer("/.well-known/ocm", request => FakePeerAnswer.Json(_documents[request.Host]));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOcmClient();
        services.Configure<OcmClientOptions>(options => options.AcceptLegacyMessages = isTolerant);
        services.Configure<OcmHttpOptions>(_peer.Allow);
        services.AddSingleton<INameResolver, LoopbackNames>();
        _client = services.BuildServiceProvider();
    }

    /// <summary>Starts both.</summary>
    /// <param name="isTolerant">Whether documents of older servers are read.</param>
    internal static async Task<DocumentPeer> StartAsync(bool isTolerant) =>
        new(await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "*.peer.test" }), isTolerant);

    /// <summary>What the client makes of a document, in which <c>peer.example</c> stands for the peer's name, and which paths it called.</summary>
    internal async Task<(OcmResult<DiscoveredServer> Server, IReadOnlyList<string> Paths)> DiscoverAsync(string json)
    {
        var host = _peer.HostOf(string.Create(CultureInfo.InvariantCulture, $"case-{Interlocked.Increment(ref _number)}"));
        _documents[host] = json.Replace("peer.example", host.Value, StringComparison.Ordinal);
        var result = await _client.GetRequiredService<IOcmClient>().DiscoverAsync(host);
        return (result, [.. _peer.Requests.Where(request => request.Host == host).Select(request => request.Path)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _peer.DisposeAsync();
    }
}
