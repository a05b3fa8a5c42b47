using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Samples.Peer.Storage;
using Ocm.Samples.Peer.WebDav;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>WebDAV on a real Kestrel, on a port of its own, with whatever mount the test wants. Nobody has to sign in.</summary>
internal sealed class DavServer : IAsyncDisposable
{
    public static readonly XNamespace Dav = "DAV:";

    private readonly WebApplication _app;

    private DavServer(WebApplication app, TestFolder folder, FolderStorage storage)
    {
        _app = app;
        Folder = folder;
        Storage = storage;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
        {
            BaseAddress = new Uri(app.Urls.Single()),
        };
    }

    /// <summary>The data folder; the user's files are in <c>files/alice</c>.</summary>
    public TestFolder Folder { get; }

    public FolderStorage Storage { get; }

    public HttpClient Client { get; }

    /// <summary>host:port.</summary>
    public string Authority => Client.BaseAddress!.Authority;

    /// <summary>Starts a server that shows alice's folder at <c>/dav</c>, read and write, unless told otherwise.</summary>
    public static async Task<DavServer> StartAsync(Func<FolderStorage, WebDavMount?>? mount = null, Action<TestFolder>? fill = null)
    {
        var folder = new TestFolder();
        var storage = new UserStorage(folder.FullName, TimeProvider.System).Of("alice");
        fill?.Invoke(folder);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var app = builder.Build();
        app.MapWebDav("/dav", _ => ValueTask.FromResult(mount is null
            ? WebDavMount.ForFolder("/dav", storage) with { CanWrite = true, DisplayName = "alice" }
            : mount(storage)));
        await app.StartAsync();
        return new DavServer(app, folder, storage);
    }

    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<HttpStatusCode> StatusAsync(
        string method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, path, content, headers);
        return response.StatusCode;
    }

    public Task<HttpStatusCode> PutAsync(string path, string text, params (string Name, string Value)[] headers) =>
        StatusAsync("PUT", path, new StringContent(text), headers);

    /// <summary>A 207, read; the key is the href, the value the properties by status.</summary>
    public async Task<Dictionary<string, XElement>> FindAsync(string path, string depth, string? body = null)
    {
        using var response = await SendAsync("PROPFIND", path, body is null ? null : new StringContent(body), ("Depth", depth));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MultiStatus));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/xml"));
        return Parse(await response.Content.ReadAsStringAsync());
    }

    public static Dictionary<string, XElement> Parse(string multiStatus) =>
        XDocument.Parse(multiStatus).Root!.Elements(Dav + "response").ToDictionary(response => (string)response.Element(Dav + "href")!);

    /// <summary>The property of a 207's response if its status is the given one, else null.</summary>
    public static XElement? Property(XElement response, XName name, int status = 200) => response
        .Elements(Dav + "propstat")
        .Where(propstat => ((string)propstat.Element(Dav + "status")!).StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal))
        .Select(propstat => propstat.Element(Dav + "prop")!.Element(name))
        .FirstOrDefault(property => property is not null);

    /// <summary>Sends bytes as they are, for what no HTTP client would send, and reads until the server closes.</summary>
    /// <param name="request">The bytes, as Latin-1.</param>
    /// <param name="closeEarly">Whether to say at once that no more will come.</param>
    /// <param name="headersOnly">Whether the head of the answer is enough.</param>
    public async Task<string> SendRawAsync(string request, bool closeEarly = false, bool headersOnly = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        if (closeEarly)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        var answer = new StringBuilder();
        try
        {
            using var reader = new StreamReader(stream, Encoding.Latin1);
            while (await reader.ReadLineAsync() is { } line && !(headersOnly && line.Length == 0))
            {
                answer.AppendLine(line);
            }
        }
        catch (IOException)
        {
            // The server may reset a connection whose request it did not want to the end.
        }

        return answer.ToString();
    }

    /// <summary>Lets requests under way end, so that what they leave behind can be looked at.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Folder.Dispose();
    }
}
