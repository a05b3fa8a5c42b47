using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ocm.Errors;
using Ocm.Peers;
using Ocm.Server;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.LegacySignatures.Tests;

/// <summary>A server with the adapter, and its key in a directory that goes with it.</summary>
internal sealed class CavageServer : IAsyncDisposable
{
    private readonly DirectoryInfo _keys;
    private readonly HttpClient _http = new();

    private CavageServer(OcmTestServer server, DirectoryInfo keys)
    {
        Server = server;
        _keys = keys;
    }

    public OcmTestServer Server { get; }

    public static async Task<CavageServer> StartAsync(Action<OcmServerOptions>? options = null, DirectoryInfo? keys = null, bool withAdapter = true, SharedRegistry? registry = null)
    {
        keys ??= Directory.CreateTempSubdirectory("ocm-cavage-");
        return new CavageServer(
            await OcmTestServer.StartAsync(new OcmTestServerSettings
            {
                Options = o =>
                {
                    o.Posture = OcmPosture.Interoperable;
                    options?.Invoke(o);
                },
                Register = builder =>
                {
                    builder.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                    if (registry is not null)
                    {
                        builder.Services.Replace(ServiceDescriptor.Singleton<IKnownServerStore>(registry));
                    }

                    if (withAdapter)
                    {
                        builder.AddCavageSignatures(Path.Combine(keys.FullName, "cavage"));
                    }
                },
            }),
            keys);
    }

    public Uri Shares => new(Server.Origin, "/ocm/shares");

    public async Task<int> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request);
            return (int)response.StatusCode;
        }
    }

    public async Task<JsonObject> GetAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(Server.Origin, path)))!.AsObject();

    public ValueTask<OcmResult<SentShare>> ShareAsync(CavagePeer peer) =>
        Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.CreateAsync(new NewShare
        {
            SenderIdentifier = "albert",
            ShareWith = new("marie", peer.Peer.Host),
            ResourceType = ResourceType.File,
            ResourceId = "/papers/a.md",
            Name = "a.md",
        }));

    /// <summary>A share of the peer for marie.</summary>
    public string ShareJson(CavagePeer peer, string providerId = "17") => new JsonObject
    {
        ["shareWith"] = Server.Address("marie").ToString(),
        ["name"] = "notes.md",
        ["providerId"] = providerId,
        ["owner"] = $"ann@{peer.Peer.Host}",
        ["sender"] = $"ann@{peer.Peer.Host}",
        ["shareType"] = "user",
        ["resourceType"] = "file",
        ["protocol"] = new JsonObject
        {
            ["name"] = "multi",
            ["webdav"] = new JsonObject { ["uri"] = $"{peer.Peer.Origin}/dav/17", ["sharedSecret"] = "a-secret-of-the-peer", ["permissions"] = new JsonArray("read") },
        },
    }.ToJsonString();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        _keys.Delete(recursive: true);
    }
}
