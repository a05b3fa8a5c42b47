using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.Samples.Peer;
using Ocm.Samples.Peer.Configuration;
using Ocm.Stores.Tests.PostgreSql;
using Ocm.Testing.Time;

namespace Ocm.Nodes.Tests;

/// <summary>
/// A signing key that is rotated on one node is published and used by all. The nodes are hosts in this process, on one clock that
/// the test moves, since a rotation takes a quarter of an hour.
/// </summary>
[Category("Postgres")]
internal sealed class KeyRotationTests
{
    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly HttpClient _http = new();

    [Test]
    [Property("Requirement", "SIG-25")]
    public async Task Rotate_OnOneNode_IsPublishedByAllThenUsedByAll()
    {
        if (!PostgreSqlCluster.IsAvailable)
        {
            Assert.Ignore("No PostgreSQL: set OCM_TEST_POSTGRES to a connection string, or install PostgreSQL 15.");
        }

        await using var postgres = await PostgreSqlCluster.StartAsync();
        await using var proxy = await RoundRobinProxy.StartAsync();
        await using var other = await OtherServer.StartAsync(time: _time);
        var data = Directory.CreateTempSubdirectory("ocm-nodes-");
        var connectionString = await postgres.CreateSchemaAsync();
        var nodes = new List<(PeerHost Host, Uri Address)>();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                nodes.Add(await StartNodeAsync(proxy.Origin, data, connectionString));
            }

            proxy.Use(nodes.Select(node => node.Address));
            using var alice = new UserClient(proxy.Origin, "alice");
            await alice.WriteAsync("file.txt", "text");
            await ShareFromEachNodeAsync(alice, other);
            var old = (await PublishedAsync(nodes[0])).Single();

            var next = await nodes[0].Host.Services.GetRequiredService<ISigningKeyRing>().RotateAsync();
            _time.Advance(TimeSpan.FromMinutes(2));
            foreach (var node in nodes)
            {
                Assert.That(await PublishedAsync(node), Is.EquivalentTo(new[] { old, next }), "published by all before anybody signs with it");
                Assert.That(await ActiveAsync(node), Is.EqualTo(old));
            }

            await ShareFromEachNodeAsync(alice, other);
            _time.Advance(TimeSpan.FromMinutes(15));
            foreach (var node in nodes)
            {
                Assert.That(await ActiveAsync(node), Is.EqualTo(next));
            }

            await ShareFromEachNodeAsync(alice, other);
        }
        finally
        {
            foreach (var (host, _) in nodes)
            {
                await host.DisposeAsync();
            }

            data.Delete(recursive: true);
            _http.Dispose();
        }
    }

    // The proxy asks the nodes in turn, and the other server accepts the signature of each.
    private static async Task ShareFromEachNodeAsync(UserClient alice, OtherServer other)
    {
        for (var i = 0; i < 3; i++)
        {
            var answer = await alice.JsonAsync(201, "POST", "/api/shares", UserClient.NewShare("file.txt", other.BobsAddress));
            Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("sent"));
        }
    }

    private static async Task<string?> ActiveAsync((PeerHost Host, Uri Address) node) =>
        (await node.Host.Services.GetRequiredService<ISigningKeyRing>().GetActiveKeyAsync())?.KeyId;

    private async Task<IReadOnlyList<string>> PublishedAsync((PeerHost Host, Uri Address) node) =>
        [.. JsonElement.Parse(await _http.GetStringAsync(new Uri(node.Address, "/ocm/jwks"))).GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private async Task<(PeerHost Host, Uri Address)> StartNodeAsync(Uri origin, DirectoryInfo data, string connectionString)
    {
        var port = LoopbackPort.Take();
        var address = new Uri($"http://localhost:{port.Port}");
        var options = new PeerOptions
        {
            PublicOrigin = origin,
            Listen = new ListenAddress(IsHttps: false, Address: null, port.Port),
            DataDirectory = data.FullName,
            Store = PeerStore.Postgres,
            ConnectionString = connectionString,
            AllowHttp = true,
            AllowPrivateNetworks = true,
            Users = [new PeerUserOptions { Name = "alice", Password = "secret" }],
        };
        return (await PeerHost.StartAsync(options, new PeerHostSettings { Port = port, Time = _time }), address);
    }
}
