using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Ocm.Server.Discovery;

/// <summary><c>GET /.well-known/ocm</c> (draft: OCM API Discovery).</summary>
internal sealed class DiscoveryEndpoint(OwnDiscoveryDocument document, IOptions<OcmServerOptions> options)
{
    private readonly DocumentResponse _response = new(document.Json, options.Value.DiscoveryMaxAge);

    internal Task InvokeAsync(HttpContext context) => _response.WriteAsync(context);
}
