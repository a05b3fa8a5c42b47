using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Ocm.Samples.Federation.Vendors;

/// <summary>Calls the local API of a server as its user: what a web page or desktop client of the vendor would do.</summary>
internal sealed class UserClient(HttpClient http) : IDisposable
{
    private static readonly XNamespace Dav = "DAV:";

    public void Dispose() => http.Dispose();

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonAsync(HttpMethod.Get, path, content: null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken) =>
        JsonAsync(HttpMethod.Post, path, body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json), cancellationToken);

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, content: null, cancellationToken);
        await DemandAsync(answer, cancellationToken);
    }

    /// <summary>Writes a file of the user's own, or of a received share.</summary>
    public async Task<HttpStatusCode> PutAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        using var body = new StreamContent(content, 128 * 1024);
        body.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Octet);
        body.Headers.ContentLength = content.Length;
        using var answer = await SendAsync(HttpMethod.Put, path, body, cancellationToken);
        return answer.StatusCode;
    }

    public async Task<HttpStatusCode> MakeFolderAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpMethod("MKCOL"), path, content: null, cancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Reads a file as it comes.</summary>
    public async Task<HttpResponseMessage> ReadAsync(string path, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, path, content: null, cancellationToken);

    /// <summary>The paths of all files in and below a folder, relative to it.</summary>
    public async Task<IReadOnlyList<string>> ListFilesAsync(string folder, CancellationToken cancellationToken)
    {
        List<string> files = [];
        var folders = new Queue<string>([string.Empty]);
        while (folders.TryDequeue(out var relative))
        {
            foreach (var (name, isFolder) in await ListAsync(folder + relative, cancellationToken))
            {
                if (isFolder)
                {
                    folders.Enqueue($"{relative}{name}/");
                }
                else
                {
                    files.Add(Uri.UnescapeDataString(relative + name));
                }
            }
        }

        return files;
    }

    // The encoded names in a folder; the first response is the folder itself.
    private async Task<IReadOnlyList<(string Name, bool IsFolder)>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), folder) { Headers = { { "Depth", "1" } } };
        using var answer = await http.SendAsync(request, cancellationToken);
        await DemandAsync(answer, cancellationToken);
        var listing = XDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return [.. listing.Descendants(Dav + "response").Skip(1).Select(item => (
            item.Element(Dav + "href")!.Value.TrimEnd('/').Split('/')[^1],
            item.Descendants(Dav + "collection").Any()))];
    }

    private async Task<JsonElement> JsonAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, path, content, cancellationToken);
        await DemandAsync(answer, cancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static async Task DemandAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new StepFailedException($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
