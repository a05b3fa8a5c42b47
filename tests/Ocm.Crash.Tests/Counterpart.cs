using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Crash.Writer;
using Ocm.Delivery;
using Ocm.Server.Delivery;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Crash.Tests;

/// <summary>Whom the writer talks to: a whole server, and a peer whose requests the test holds in its hands. Neither is killed.</summary>
internal sealed class Counterpart : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly Uri _writer;
    private readonly HashSet<(string ProviderId, string Type)> _told = [];
    private int _read;

    private Counterpart(OcmTestServer server, FakePeer peer, SeenChanges seen, Uri writer)
    {
        Server = server;
        Peer = peer;
        Seen = seen;
        _writer = writer;
    }

    public OcmTestServer Server { get; }

    public FakePeer Peer { get; }

    public SeenChanges Seen { get; }

    public static async Task<Counterpart> StartAsync(int writerPort)
    {
        var seen = new SeenChanges();
        var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<AnyUsers>().AddInMemoryStores();
                ocm.Services.AddSingleton<IShareObserver>(seen);
                ShortWaits.Configure(ocm, waitForFirstAttempt: true);
            },
        });
        var peer = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        return new Counterpart(server, peer, seen, new Uri($"http://127.0.0.1:{writerPort}"));
    }

    /// <summary>Calls a gesture of the writer; null where it did not return with success.</summary>
    public async Task<string?> GestureAsync(string path, params (string Name, string Value)[] arguments)
    {
        var query = string.Join('&', arguments.Select(argument => $"{argument.Name}={Uri.EscapeDataString(argument.Value)}"));
        using var answer = await _http.PostAsync(new Uri(_writer, $"/control/{path}?{query}"), content: null);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
    }

    /// <summary>How many items wait at the writer, how many failed, and the oldest of them.</summary>
    public async Task<(int Waiting, int Failed, string Items)> WaitingAsync()
    {
        var text = (await _http.GetStringAsync(new Uri(_writer, "/control/waiting"))).Split(' ', 3);
        return (int.Parse(text[0], CultureInfo.InvariantCulture), int.Parse(text[1], CultureInfo.InvariantCulture), text[2]);
    }

    /// <summary>The shares of which the counterpart still has something to tell the writer.</summary>
    public async Task<IReadOnlyList<string>> UntoldAsync() =>
        [.. (await Server.WithAsync<IDeliveries, IReadOnlyList<OutboxItem>>(deliveries => deliveries.ListAsync(new OutboxQuery { Limit = 1000 }))).Select(item => item.ProviderId)];

    /// <summary>The notifications that the fake peer took, as the share and the type.</summary>
    public IReadOnlySet<(string ProviderId, string Type)> ToldToPeer()
    {
        foreach (var request in Peer.RequestsTo("/ocm/notifications").Skip(_read))
        {
            var notification = JsonElement.Parse(request.Body.Span);
            _told.Add((notification.GetProperty("providerId").GetString()!, notification.GetProperty("notificationType").GetString()!));
            _read++;
        }

        return _told;
    }

    /// <summary>Accesses a share of the writer with a token.</summary>
    public async Task<int> AccessAsync(string providerId, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_writer, $"/dav/ocm/{providerId}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <summary>Sends a share of the fake peer; the status, and how to send the very same request again.</summary>
    public async Task<(int Status, Func<Task<int>> Replay)> SendShareAsync(string providerId)
    {
        var body = new JsonObject
        {
            ["shareWith"] = $"marie@{_writer.Authority}",
            ["name"] = "notes.md",
            ["providerId"] = providerId,
            ["owner"] = $"eve@{Peer.Host}",
            ["sender"] = $"eve@{Peer.Host}",
            ["shareType"] = "user",
            ["resourceType"] = "file",
            ["protocol"] = new JsonObject
            {
                ["name"] = "multi",
                ["webdav"] = new JsonObject
                {
                    ["uri"] = $"{Peer.Origin}/dav/{providerId}",
                    ["sharedSecret"] = "a-secret-of-the-fake-peer",
                    ["permissions"] = new JsonArray("read"),
                },
            },
        };
        var uri = new Uri(_writer, "/ocm/shares");
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        using var request = await Peer.CreateSignedPostAsync(uri, bytes, "application/json", Peer.Key);
        var headers = request.Headers.Select(header => (header.Key, header.Value.ToList())).ToList();
        var contentHeaders = request.Content!.Headers.Select(header => (header.Key, header.Value.ToList())).ToList();
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, ReplayAsync);

        async Task<int> ReplayAsync()
        {
            using var again = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(bytes) };
            headers.ForEach(header => again.Headers.TryAddWithoutValidation(header.Key, header.Item2));
            contentHeaders.ForEach(header => again.Content.Headers.TryAddWithoutValidation(header.Key, header.Item2));
            using var second = await _http.SendAsync(again);
            return (int)second.StatusCode;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        await Peer.DisposeAsync();
    }
}
