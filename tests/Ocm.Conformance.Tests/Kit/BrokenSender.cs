using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Kit;

/// <summary>A server whose calls to others are changed on the wire, after they were signed.</summary>
internal static class BrokenSender
{
    /// <summary>The messages that the server posts to a path are others.</summary>
    internal static OcmTestServerSettings Edits(string path, Action<JsonObject> edit) => Of((request, body) =>
    {
        if (request.RequestUri!.AbsolutePath == path)
        {
            edit(body);
        }
    });

    /// <summary>The server signs nothing.</summary>
    internal static OcmTestServerSettings SignsNothing() => Of((request, _) =>
    {
        request.Headers.Remove("Signature");
        request.Headers.Remove("Signature-Input");
    });

    private static OcmTestServerSettings Of(Action<HttpRequestMessage, JsonObject> change) => new()
    {
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Changing(change)));
        },
    };

    private sealed class Changing(Action<HttpRequestMessage, JsonObject> change) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { Headers.ContentType.MediaType: "application/json" } content
                && JsonNode.Parse(await content.ReadAsStringAsync(cancellationToken)) is JsonObject body)
            {
                change(request, body);
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, content.Headers.ContentType!);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
