using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Ocm.Client.Signatures;
using Ocm.HttpSignatures.Keys;
using Ocm.Server.Discovery;

namespace Ocm.Server.Signatures;

/// <summary>The JWK Set at <c>jwksUri</c> (RFC 7517; SIG-01, SIG-25).</summary>
internal sealed class JwksEndpoint(ISigningKeyRing keys, IOptions<OcmServerOptions> options)
{
    private (JsonWebKeySet Keys, DocumentResponse Response)? _last;

    internal async Task InvokeAsync(HttpContext context)
    {
        var published = await keys.GetPublishedKeysAsync(context.RequestAborted).ConfigureAwait(false);
        if (_last is not { } last || !ReferenceEquals(last.Keys, published))
        {
            last = (published, new DocumentResponse(published.ToJson(), options.Value.DiscoveryMaxAge));
            _last = last;
        }

        await last.Response.WriteAsync(context).ConfigureAwait(false);
    }
}
