using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Ocm.Nodes.Tests;
using Ocm.Testing.Peers;

namespace Ocm.Samples.Tests.Faults;

/// <summary>The sample server as a process, its user alice, and a fake peer that sends her shares.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly NodeProcess _process;
    private readonly HttpClient _http;

    private ServerProcess(NodeProcess process, FakePeer peer)
    {
        _process = process;
        Peer = peer;
        Alice = new UserClient(process.Address, "alice");
        _http = new HttpClient { BaseAddress = process.Address };
        _http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("alice:secret"u8));
    }

    public FakePeer Peer { get; }

    public UserClient Alice { get; }

    public static async Task<ServerProcess> StartAsync(string data, params string[] arguments)
    {
        var process = await NodeProcess.StartAsync(address =>
        [
            $"--Peer:PublicOrigin={address.GetLeftPart(UriPartial.Authority)}",
            $"--Peer:DataDirectory={data}",
            "--Peer:AllowHttp=true",
            "--Peer:AllowPrivateNetworks=true",
            "--user", "alice:secret",
            .. arguments,
        ]);
        return new ServerProcess(process, await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false }));
    }

    /// <summary>The peer shares something with alice.</summary>
    /// <returns>The status, and when to come again.</returns>
    public async Task<(int Status, TimeSpan? RetryAfter)> ReceiveAsync(string providerId)
    {
        var share = Encoding.UTF8.GetBytes(ForeignShare.Json(_process.Address, Peer, providerId));
        using var request = await Peer.CreateSignedPostAsync(new Uri(_process.Address, "/ocm/shares"), share);
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }

    /// <summary>A call of alice's own.</summary>
    public async Task<(int Status, string Body, TimeSpan? RetryAfter)> SendAsync(string method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.Delta);
    }

    /// <summary>The names of the shares that alice received, as their sender gave them.</summary>
    public Task<IReadOnlyList<string>> ReceivedAsync() => ProviderIdsAsync("/api/shares/received");

    public Task<IReadOnlyList<string>> SentAsync() => ProviderIdsAsync("/api/shares/sent");

    public static async Task<string> CheckAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Alice.Dispose();
        _process.Dispose();
        await Peer.DisposeAsync();
    }

    private async Task<IReadOnlyList<string>> ProviderIdsAsync(string path) =>
        [.. (await Alice.JsonAsync(200, "GET", path)).EnumerateArray().Select(share => share.GetProperty("providerId").GetString()!)];
}
