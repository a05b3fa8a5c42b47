using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Ocm.Client.Signatures;
using Ocm.Server.Pipeline;

namespace Ocm.Server.Discovery;

/// <summary><c>GET /.well-known/ocm</c> (draft: OCM API Discovery), and <c>/ocm-provider</c> as older versions knew it.</summary>
internal sealed class DiscoveryEndpoint(
    OwnDiscoveryDocument document, IEnumerable<ILegacySignatureScheme> schemes, OcmServerMetrics metrics, IOptions<OcmServerOptions> options)
{
    /// <summary>How Nextcloud up to 34 calls itself here, to the letter.</summary>
    private const string CrawlerAgent = "Nextcloud Server Crawler";

    private readonly ILegacySignatureScheme[] _schemes = options.Value.TakesLegacySignatures ? [.. schemes] : [];
    private volatile DiscoveryRenderings? _last;

    internal async Task InvokeAsync(HttpContext context)
    {
        var renderings = await RenderAsync(context.RequestAborted).ConfigureAwait(false);
        var agents = options.Value.StringOnlyDiscoveryAgents;
        if (options.Value.IsInteroperable && agents.Count > 0)
        {
            context.Response.Headers.Vary = "User-Agent";
            if (Agent(context) is { } agent && agents.Contains(agent, StringComparer.Ordinal))
            {
                metrics.Tolerated("string-only-discovery");
                await renderings.StringsOnly.WriteAsync(context).ConfigureAwait(false);
                return;
            }
        }

        await renderings.Full.WriteAsync(context).ConfigureAwait(false);
    }

    internal async Task InvokeLegacyAsync(HttpContext context)
    {
        var renderings = await RenderAsync(context.RequestAborted).ConfigureAwait(false);
        var isCrawler = Agent(context) == CrawlerAgent;
        metrics.Tolerated(isCrawler ? "crawler-discovery" : "string-only-discovery");
        context.Response.Headers.Vary = "User-Agent";
        await (isCrawler ? renderings.Crawler : renderings.StringsOnly).WriteAsync(context).ConfigureAwait(false);
    }

    private static string? Agent(HttpContext context) => context.Request.Headers.UserAgent is [{ } agent] ? agent : null;

    private async ValueTask<DiscoveryRenderings> RenderAsync(CancellationToken cancellationToken)
    {
        LegacyPublicKey? key = null;
        foreach (var scheme in _schemes)
        {
            key ??= await scheme.GetPublicKeyAsync(cancellationToken).ConfigureAwait(false);
        }

        return _last is { } last && last.Key == key ? last : _last = new DiscoveryRenderings(document, key, options.Value.DiscoveryMaxAge);
    }
}
