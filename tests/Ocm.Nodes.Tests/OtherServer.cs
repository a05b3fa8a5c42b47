using Ocm.Samples.Peer;
using Ocm.Samples.Peer.Configuration;

namespace Ocm.Nodes.Tests;

/// <summary>The server on the other side: one process, this one; its user is bob.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private readonly DirectoryInfo _data;
    private readonly PeerHost _host;

    private OtherServer(PeerHost host, DirectoryInfo data, string? connectionString)
    {
        _host = host;
        _data = data;
        ConnectionString = connectionString;
        Bob = new UserClient(host.PublicOrigin, "bob");
    }

    public UserClient Bob { get; }

    /// <summary>Its database; null where everything is in memory.</summary>
    public string? ConnectionString { get; }

    public string BobsAddress => $"bob@{_host.PublicOrigin.Authority}";

    /// <summary>Starts a server.</summary>
    /// <param name="connectionString">Its database; null keeps everything in memory.</param>
    /// <param name="time">Its clock.</param>
    public static async Task<OtherServer> StartAsync(string? connectionString = null, TimeProvider? time = null)
    {
        var data = Directory.CreateTempSubdirectory("ocm-other-");
        var port = LoopbackPort.Take();
        var options = new PeerOptions
        {
            PublicOrigin = new Uri($"http://localhost:{port.Port}"),
            DataDirectory = data.FullName,
            Store = connectionString is null ? PeerStore.Memory : PeerStore.Postgres,
            ConnectionString = connectionString,
            AllowHttp = true,
            AllowPrivateNetworks = true,
            Users = [new PeerUserOptions { Name = "bob", Password = "secret" }],
        };
        return new OtherServer(await PeerHost.StartAsync(options, new PeerHostSettings { Port = port, Time = time ?? TimeProvider.System }), data, connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        Bob.Dispose();
        await _host.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
