using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Access;
using Ocm.Client.Http;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Rig;

/// <summary>
/// A server without the test switch for plain HTTP, behind a proxy that ends its TLS, and a peer on https: what the draft asks of
/// every address holds here as it does outside of tests. Of the peer there is another one over plain HTTP, with its keys, which the
/// operator allows as the host of its endpoints and resources: nothing but the scheme speaks against it.
/// </summary>
internal sealed class TlsServerAndPeer : IAsyncDisposable
{
    internal static readonly Uri PublicOrigin = new("https://cloud.example.org");

    private readonly HttpClient _proxy = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private TlsServerAndPeer(FakePeer peer, FakePeer plain, OcmTestServer server)
    {
        Peer = peer;
        Plain = plain;
        Server = server;
    }

    internal FakePeer Peer { get; }

    internal OcmTestServer Server { get; }

    /// <summary>The peer over plain HTTP.</summary>
    internal FakePeer Plain { get; }

    internal static async Task<TlsServerAndPeer> StartAsync()
    {
        var peer = await FakePeer.StartAsync();
        var plain = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });
        plain.PublishedKeys = peer.PublishedKeys;
        return new(peer, plain, await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.PublicOrigin = PublicOrigin,
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().Services
                .Configure<OcmHttpOptions>(http =>
                {
                    peer.Allow(http);
                    http.AllowHttp = false;
                })
                .Configure<OcmClientOptions>(client => client.ForeignEndpoints[peer.Host.Value] = [plain.Host.Value])
                .Configure<OcmAccessOptions>(access => access.AllowForeignResourceHosts = true),
        }));
    }

    /// <summary>A valid share creation notification of the peer for marie.</summary>
    internal JsonObject Share() => new()
    {
        ["shareWith"] = $"marie@{PublicOrigin.Authority}",
        ["name"] = "notes.md",
        ["providerId"] = "id-1",
        ["owner"] = $"einstein@{Peer.Host}",
        ["sender"] = $"einstein@{Peer.Host}",
        ["shareType"] = "user",
        ["resourceType"] = "file",
        ["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["webdav"] = new JsonObject
            {
                ["uri"] = $"{Peer.Origin}/dav/id-1",
                ["sharedSecret"] = "a-secret-of-the-fake-peer",
                ["permissions"] = new JsonArray("read"),
                ["requirements"] = new JsonArray("must-exchange-token"),
            },
        },
    };

    internal ValueTask<IReadOnlyList<ReceivedShare>> ReceivedAsync() =>
        Server.WithAsync<IReceivedShares, IReadOnlyList<ReceivedShare>>(shares => shares.ListAsync("marie"));

    /// <summary>Posts as the peer, signed for the public origin.</summary>
    internal async Task<Answer> PostAsync(string path, string body, string contentType = "application/json")
    {
        using var request = await Peer.CreateSignedPostAsync(new Uri(PublicOrigin, path), Encoding.UTF8.GetBytes(body), contentType);
        request.RequestUri = new Uri(Server.Origin, path);
        using var response = await _proxy.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        _proxy.Dispose();
        await Server.DisposeAsync();
        await Peer.DisposeAsync();
        await Plain.DisposeAsync();
    }
}
