using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ocm.Samples.Peer;

namespace Ocm.Samples.Tests.Peer;

/// <summary>A user of a server, calling its local API.</summary>
internal sealed class PeerClient : IDisposable
{
    private readonly HttpClient _http;

    public PeerClient(PeerHost host, string user, string password = PeerPair.Password)
    {
        Address = $"{user}@{host.PublicOrigin.Authority}";
        _http = new HttpClient { BaseAddress = host.PublicOrigin };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    /// <summary>The user's OCM address.</summary>
    public string Address { get; }

    public HttpClient Http => _http;

    public static JsonArray List(params string[] values) => new([.. values.Select(value => JsonValue.Create(value))]);

    public void Dispose() => _http.Dispose();

    public async Task<HttpResponseMessage> SendAsync(string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, TestContext.CurrentContext.CancellationToken);
    }

    /// <summary>Calls with a JSON body and expects a status.</summary>
    /// <returns>The JSON answer; undefined where there is none.</returns>
    public Task<JsonElement> JsonAsync(int expected, string method, string path, JsonObject? body = null) =>
        TextAsync(expected, method, path, body?.ToJsonString());

    /// <summary>The same with any text as body.</summary>
    public async Task<JsonElement> TextAsync(int expected, string method, string path, string? body, string contentType = "application/json")
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, contentType);
        using var answer = await SendAsync(method, path, content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(expected), $"{method} {path}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Writes a file of the user's own, with the folders above it.</summary>
    public async Task WriteAsync(string path, string text)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            using var made = await SendAsync("MKCOL", "/files/" + path[..slash]);
        }

        using var content = new StringContent(text);
        using var answer = await SendAsync("PUT", "/files/" + path, content);
        Assert.That(answer.IsSuccessStatusCode, path);
    }

    /// <summary>Shares something and expects a status.</summary>
    public Task<JsonElement> ShareAsync(int expected, string path, string with, Action<JsonObject>? more = null)
    {
        var body = new JsonObject { ["path"] = path, ["shareWith"] = with };
        more?.Invoke(body);
        return JsonAsync(expected, "POST", "/api/shares", body);
    }

    /// <summary>The id of a received share.</summary>
    public async Task<string> FindReceivedAsync(string providerId)
    {
        var found = (await JsonAsync(200, "GET", "/api/shares/received")).EnumerateArray().Where(share => share.GetProperty("providerId").GetString() == providerId).ToList();
        Assert.That(found, Has.Count.EqualTo(1));
        return found[0].GetProperty("id").GetString()!;
    }

    /// <summary>The status of a sent share; null where it is not in the list.</summary>
    public async Task<string?> SentStatusAsync(string providerId) =>
        (await JsonAsync(200, "GET", "/api/shares/sent")).EnumerateArray()
            .Where(share => share.GetProperty("providerId").GetString() == providerId)
            .Select(share => share.GetProperty("status").GetString())
            .SingleOrDefault();

    public async Task<string?> ReceivedStatusAsync(string id) =>
        (await JsonAsync(200, "GET", $"/api/shares/received/{id}")).GetProperty("status").GetString();
}
