using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Ocm.Benchmarks.Caches;

/// <summary>
/// As many servers as there are names, without a network: each answers with a discovery document and a JWK Set of its own,
/// and each eighth has neither. Everything above the connection is the product's own.
/// </summary>
internal sealed class ManyServers : HttpMessageHandler
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private int _requests;

    internal int Requests => Volatile.Read(ref _requests);

    internal static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"cloud-{number}.institute.example.org");

    internal static string KeyIdOf(int number) => $"https://{NameOf(number)}/ocm#key1";

    internal static bool IsThere(int number) => number % 8 != 0;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var uri = request.RequestUri!;
        var number = int.Parse(uri.Host.AsSpan("cloud-".Length, uri.Host.IndexOf('.', StringComparison.Ordinal) - "cloud-".Length), CultureInfo.InvariantCulture);
        if (!IsThere(number))
        {
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound) { RequestMessage = request });
        }

        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(uri.AbsolutePath == "/.well-known/ocm" ? Document(NameOf(number)) : Keys(number)));
        content.Headers.ContentType = Json;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }

    private static string Document(string host) => $$"""
        {"enabled":true,"apiVersion":"1.4.0","endPoint":"https://{{host}}/ocm","provider":"Institute","resourceTypes":[
        {"name":"file","shareTypes":["user","group"],"protocols":{"webdav":"/dav/ocm","webdav-receive":{"uri":"absolute"} } },
        {"name":"folder","shareTypes":["user","group"],"protocols":{"webdav":"/dav/ocm","webdav-receive":{"uri":"absolute"} } }],
        "capabilities":["exchange-token","http-sig","invites","notifications","protocol-object"],"criteria":["must-use-http-sig"],
        "inviteAcceptDialog":"/accept-invite","jwksUri":"https://{{host}}/ocm/jwks","tokenEndPoint":"https://{{host}}/ocm/token"}
        """;

    // The public key of RFC 8032's first test.
    private static string Keys(int number) => $$"""
        {"keys":[{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","use":"sig","kid":"{{KeyIdOf(number)}}","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"} ]}
        """;
}
