using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ocm.Testing.Peers;

namespace Ocm.Testing.Simulators;

/// <summary>The calls of a simulated server to others, in its own HTTP.</summary>
internal sealed class SimulatedCalls : IDisposable
{
    private readonly LegacyServerFamily _family;
    private readonly SimulatedSignatures _signatures;
#pragma warning disable RS0030 // This plays another server, which has its own HTTP.
    private readonly HttpClient _http = new();
#pragma warning restore RS0030

    internal SimulatedCalls(LegacyServerFamily family, FakePeer peer)
    {
        _family = family;
        _signatures = new SimulatedSignatures(peer, _http, family.Signs);
    }

    internal SimulatedSignatures Signatures => _signatures;

    public void Dispose() => _http.Dispose();

    internal async Task<SimulatedReply> PostAsync(Uri uri, string body, string contentType, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        await _signatures.SignAsync(request, bytes, cancellationToken).ConfigureAwait(false);
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return new SimulatedReply((int)response.StatusCode, answer.StartsWith('{') ? JsonNode.Parse(answer) as JsonObject : null);
    }

    internal async Task<int> GetAsync(Uri uri, AuthenticationHeaderValue authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Authorization = authorization;
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return (int)response.StatusCode;
    }

    /// <summary>The discovery document of another server, from where servers of this family look for it.</summary>
    internal async Task<JsonObject> DiscoverAsync(Uri origin, CancellationToken cancellationToken)
    {
        var text = await _http.GetStringAsync(new Uri(origin, _family.IsOfTheDraft ? "/.well-known/ocm" : "/ocm-provider/"), cancellationToken).ConfigureAwait(false);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Where a share is opened: at its URI, or below the WebDAV path that the other's document tells.</summary>
    internal async Task<Uri> LocateAsync(Uri origin, SimulatedShare share, CancellationToken cancellationToken)
    {
        if (Uri.TryCreate(share.Uri, UriKind.Absolute, out var absolute) && absolute.Scheme != Uri.UriSchemeFile)
        {
            return absolute;
        }

        var document = await DiscoverAsync(origin, cancellationToken).ConfigureAwait(false);
        var file = document["resourceTypes"]!.AsArray().First(entry => entry!["name"]!.GetValue<string>() == "file");
        return new Uri(origin, file!["protocols"]!["webdav"]!.GetValue<string>() + share.Uri);
    }
}
