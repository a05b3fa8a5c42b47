using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Ocm.Client.Tests.Http;

namespace Ocm.Client.Tests.Access;

/// <summary>A sending server for tests: discovery, token endpoint and a WebDAV folder in memory, all of it adjustable.</summary>
internal sealed class SendingServer : IAsyncDisposable
{
    public const string Secret = "sharedSecretOfTheShare0123456789abcdefghijk";

    public const string Root = "/dav/ocm/share1";

    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private HttpPeer? _peer;
    private int _tokens;

    public HttpPeer Peer => _peer!;

    /// <summary>The server as OCM addresses name it.</summary>
    public string Host => $"peer.test:{Peer.Port}";

    /// <summary>What was asked, in order, without discovery.</summary>
    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    public IEnumerable<SeenRequest> DavRequests => Seen.Where(r => r.Path != "/ocm/token");

    public int Exchanges => Seen.Count(r => r.Path == "/ocm/token");

    /// <summary>The credentials that WebDAV takes.</summary>
    public ConcurrentDictionary<string, bool> Accepted { get; } = new(StringComparer.Ordinal);

    public string[] Capabilities { get; set; } = ["exchange-token"];

    public bool HasTokenEndPoint { get; set; } = true;

    /// <summary>Whether the discovery document is one of the draft's, which publishes keys.</summary>
    public bool HasJwksUri { get; set; }

    /// <summary>The <c>resourceTypes</c> of the discovery document.</summary>
    public string ResourceTypes { get; set; } = """[{"name":"file","shareTypes":["user"],"protocols":{"webdav":"/dav/ocm/"}}]""";

    public int? TokenLifetime { get; set; } = 300;

    /// <summary>Answers instead of the token endpoint.</summary>
    public RequestDelegate? Token { get; set; }

    /// <summary>Answers instead of WebDAV; true where it did.</summary>
    public Func<HttpContext, Task<bool>>? Dav { get; set; }

    public string LastToken => Name(Volatile.Read(ref _tokens));

    public static async Task<SendingServer> StartAsync()
    {
        var server = new SendingServer();
        server._peer = await HttpPeer.StartAsync(server.AnswerAsync);
        server.Accept($"Bearer {Secret}");
        return server;
    }

    public void Accept(string authorization) => Accepted[authorization] = true;

    public void Put(string path, string content) => _files[path] = Encoding.UTF8.GetBytes(content);

    public byte[]? Find(string path) => _files.GetValueOrDefault(path);

    public ValueTask DisposeAsync() => Peer.DisposeAsync();

    /// <summary>Answers 207 with a body.</summary>
    public static async Task MultiStatusAsync(HttpContext context, string body)
    {
        context.Response.StatusCode = 207;
        context.Response.ContentType = "application/xml; charset=utf-8";
        await context.Response.WriteAsync(body);
    }

    /// <summary>Answers one method in a way of its own; true where it did.</summary>
    public static async Task<bool> OnAsync(HttpContext context, string method, Func<Task> answer)
    {
        if (context.Request.Method != method)
        {
            return false;
        }

        await answer();
        return true;
    }

    /// <summary>Answers one method with a bare status; true where it did.</summary>
    public static Task<bool> StatusAsync(HttpContext context, string method, int status) => OnAsync(context, method, () =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Answers as a token endpoint that refuses.</summary>
    public static async Task RefuseAsync(HttpContext context, string error, int status = 400)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"error":"{{error}}"}""");
    }

    /// <summary>Falls silent until the other side gives up.</summary>
    public static async Task HangAsync(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }

    /// <summary>One <c>response</c> element.</summary>
    public static string Entry(string href, bool isFolder = false, int size = 3) =>
        $"""
        <d:response><d:href>{href}</d:href><d:propstat><d:prop>
        <d:resourcetype>{(isFolder ? "<d:collection/>" : string.Empty)}</d:resourcetype>
        <d:getcontentlength>{size}</d:getcontentlength><d:getetag>"e{size}"</d:getetag>
        <d:getlastmodified>Tue, 01 Sep 2026 10:00:00 GMT</d:getlastmodified><d:getcontenttype>text/plain</d:getcontenttype>
        </d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
        """;

    public static string MultiStatus(params string[] entries) =>
        $"""<?xml version="1.0" encoding="utf-8"?><d:multistatus xmlns:d="DAV:">{string.Concat(entries)}</d:multistatus>""";

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"accessToken{number}");

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/.well-known/ocm")
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(DiscoveryJson());
            return;
        }

        // The target as it stood on the wire.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _seen.Enqueue(new SeenRequest(context.Request.Method, target, headers));
        if (context.Request.Path == "/ocm/token")
        {
            await (Token ?? IssueAsync)(context);
        }
        else if (!Accepted.ContainsKey(context.Request.Headers.Authorization.ToString()))
        {
            context.Response.StatusCode = 401;
        }
        else if (Dav is null || !await Dav(context))
        {
            await AnswerDavAsync(context, target);
        }
    }

    private string DiscoveryJson()
    {
        var capabilities = string.Join(',', Capabilities.Select(c => $"\"{c}\""));
        var token = HasTokenEndPoint ? $",\"tokenEndPoint\":\"{Peer.Url("/ocm/token")}\"" : string.Empty;
        var keys = HasJwksUri ? $",\"jwksUri\":\"{Peer.Url("/ocm/jwks")}\"" : string.Empty;
        return $$"""{"enabled":true,"apiVersion":"1.4.0","endPoint":"{{Peer.Url("/ocm")}}","resourceTypes":{{ResourceTypes}},"capabilities":[{{capabilities}}]{{token}}{{keys}}}""";
    }

    /// <summary>Issues a token and, as deployed servers do, revokes the one before and the secret.</summary>
    public async Task IssueAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        context.Response.ContentType = "application/json";
        if (form["code"] != Secret)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("""{"error":"invalid_grant"}""");
            return;
        }

        var token = Name(Interlocked.Increment(ref _tokens));
        Accepted.Clear();
        Accept($"Bearer {token}");
        var life = TokenLifetime is { } seconds ? string.Create(CultureInfo.InvariantCulture, $",\"expires_in\":{seconds}") : string.Empty;
        await context.Response.WriteAsync($$"""{"access_token":"{{token}}","token_type":"Bearer"{{life}}}""");
    }

    private async Task AnswerDavAsync(HttpContext context, string target)
    {
        var path = Uri.UnescapeDataString(target);
        path = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Trim('/') : path;
        switch (context.Request.Method)
        {
            case "PROPFIND":
                var isFile = _files.TryGetValue(path, out var file);
                List<string> entries = [Entry(target, !isFile, file?.Length ?? 0)];
                if (!isFile && context.Request.Headers["Depth"] == "1")
                {
                    entries.AddRange(_files.Where(f => path.Length == 0 && !f.Key.Contains('/', StringComparison.Ordinal))
                        .Select(f => Entry($"{Root}/{Uri.EscapeDataString(f.Key)}", isFolder: false, f.Value.Length)));
                }

                await MultiStatusAsync(context, MultiStatus([.. entries]));
                break;
            case "GET" when _files.TryGetValue(path, out var content):
                await Results.Bytes(content, "text/plain", enableRangeProcessing: true, entityTag: new("\"e1\""),
                    lastModified: new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero)).ExecuteAsync(context);
                break;
            case "PUT":
                using (var buffer = new MemoryStream())
                {
                    await context.Request.Body.CopyToAsync(buffer);
                    context.Response.StatusCode = _files.ContainsKey(path) ? 204 : 201;
                    context.Response.Headers.ETag = "\"new\"";
                    _files[path] = buffer.ToArray();
                }

                break;
            case "MKCOL" or "MOVE" or "COPY":
                context.Response.StatusCode = 201;
                break;
            case "DELETE":
                context.Response.StatusCode = _files.TryRemove(path, out _) ? 204 : 404;
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }
}
