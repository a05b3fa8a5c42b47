using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Samples.Federation.Steps;

/// <summary>
/// A receiving server that goes its own way: it has a good token of a share and calls the sending server's WebDAV without the
/// SDK's care.
/// </summary>
internal sealed class Intruder : IDisposable
{
    private readonly HttpClient _http;

    private Intruder(HttpClient http) => _http = http;

    public static async Task<Intruder> OpenAsync(Stage stage, SharePair share, CancellationToken cancellationToken)
    {
        await using var scope = stage.Receiver.Services.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<IShareStore>().FindReceivedAsync(share.ReceivedId, cancellationToken);
        var offer = stored?.Protocol.WebDav ?? throw new StepFailedException("The receiving server has no such share any more.");
        var exchanged = await scope.ServiceProvider.GetRequiredService<IOcmClient>()
            .ExchangeTokenAsync(stage.Sender.Host, offer.SharedSecret, cancellationToken);
        TokenResponse token = exchanged.TryGetValue(out var response, out var failure) ? response : throw new StepFailedException($"The token exchange failed: {failure}");
        var http = new HttpClient(stage.Certificates.CreateHandler()) { BaseAddress = new Uri(offer.Uri.TrimEnd('/') + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken.Reveal());
        return new Intruder(http);
    }

    public async Task<HttpStatusCode> PutAsync(string path, string text, CancellationToken cancellationToken)
    {
        using var content = new StringContent(text, Encoding.UTF8);
        using var answer = await _http.PutAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Lists the share's folder.</summary>
    public async Task<HttpStatusCode> ListAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), string.Empty) { Headers = { { "Depth", "0" } } };
        using var answer = await _http.SendAsync(request, cancellationToken);
        return answer.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
