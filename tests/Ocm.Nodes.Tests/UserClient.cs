using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ocm.Nodes.Tests;

/// <summary>A user of a server, calling its local API.</summary>
internal sealed class UserClient : IDisposable
{
    private readonly HttpClient _http;

    public UserClient(Uri origin, string name)
    {
        _http = new HttpClient { BaseAddress = origin };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:secret")));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Calls, whatever comes out.</summary>
    public async Task<(int Status, JsonElement Json, string Text)> SendAsync(string method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json" && text.Length > 0;
        return ((int)answer.StatusCode, isJson ? JsonElement.Parse(text) : default, text);
    }

    /// <summary>Calls and expects a status.</summary>
    public async Task<JsonElement> JsonAsync(int expected, string method, string path, JsonObject? body = null)
    {
        var (status, json, text) = await SendAsync(method, path, body);
        Assert.That(status, Is.EqualTo(expected), $"{method} {path}: {text}");
        return json;
    }

    public async Task WriteAsync(string path, string text)
    {
        using var content = new StringContent(text);
        using var answer = await _http.PutAsync("/files/" + path, content);
        Assert.That(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
    }

    /// <summary>Shares a file; the answer's providerId.</summary>
    public async Task<string> ShareAsync(string path, string with) =>
        (await JsonAsync(201, "POST", "/api/shares", NewShare(path, with))).GetProperty("providerId").GetString()!;

    public static JsonObject NewShare(string path, string with) =>
        new() { ["path"] = path, ["shareWith"] = with, ["permissions"] = new JsonArray("read", "write") };

    /// <summary>A received share by the name that its sender gave it.</summary>
    public async Task<JsonElement> ReceivedAsync(string providerId) =>
        (await JsonAsync(200, "GET", "/api/shares/received")).EnumerateArray().Single(share => share.GetProperty("providerId").GetString() == providerId);
}
