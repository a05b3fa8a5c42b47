using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Ocm.Client.Directories;
using Ocm.HttpSignatures.JsonWebSignatures;
using Ocm.Server.Discovery;

namespace Ocm.Server.Directories;

/// <summary>Publishes a directory: signed once for each configuration, served to everybody with ETag and Cache-Control (DIR-01).</summary>
internal sealed class DirectoryEndpoint(IOptionsMonitor<DirectoryPublicationOptions> options)
{
    private volatile Published? _published;

    internal async Task InvokeAsync(HttpContext context)
    {
        var current = options.CurrentValue;
        var published = _published;
        if (published is null || !ReferenceEquals(published.Options, current))
        {
            published = new Published(current, await SignAsync(current, context.RequestAborted).ConfigureAwait(false));
            _published = published;
        }

        await published.Response.WriteAsync(context).ConfigureAwait(false);
    }

    private static async ValueTask<DocumentResponse> SignAsync(DirectoryPublicationOptions options, CancellationToken cancellationToken)
    {
        var signed = await DirectorySigner.SignAsync(options.ToDocument(), options.Key!, options.Serialization, cancellationToken).ConfigureAwait(false);
        return new DocumentResponse(
            signed, options.MaxAge, options.Serialization == JwsSerialization.Compact ? "application/jose" : "application/jose+json");
    }

    private sealed record Published(DirectoryPublicationOptions Options, DocumentResponse Response);
}
