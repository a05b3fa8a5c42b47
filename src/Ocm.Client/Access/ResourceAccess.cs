using Microsoft.Extensions.Options;
using Ocm.Client.Dialects;
using Ocm.Client.Discovery;
using Ocm.Client.Http;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Access;

/// <summary>Opens received shares: checks what can be checked here, finds the resource's URI, and chooses the credential.</summary>
internal sealed class ResourceAccess(
    IServerDiscovery discovery,
    PeerHttpClient http,
    Lazy<IShareTokenProvider> tokens,
    ShareMemories memories,
    LegacyMessageReader legacy,
    IOptions<OcmAccessOptions> options,
    IOptions<OcmClientOptions> clientOptions,
    AccessLog log,
    TimeProvider timeProvider)
{
    /// <summary>Opens a share over WebDAV. Makes no request to the resource yet.</summary>
    internal async ValueTask<OcmResult<RemoteResource>> OpenAsync(ReceivedShare share, AccessContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(share);
        ArgumentNullException.ThrowIfNull(context);
        var webdav = share.Protocol.WebDav;
        var refused = AccessGate.Check(share, context, webdav?.Requirements, timeProvider.GetUtcNow()) ?? CheckOffer(share.Protocol);
        if (refused is not null)
        {
            log.Refused(share.Id, refused.Kind, refused.Message);
            return refused;
        }

        var discovered = await discovery.DiscoverAsync(share.SendingServer, cancellationToken).ConfigureAwait(false);
        if (!discovered.TryGetValue(out var sender, out var failure)
            || !Locate(share, sender).TryGetValue(out var root, out failure)
            || !Mode(webdav, sender).TryGetValue(out var mode, out failure))
        {
            log.Refused(share.Id, failure.Kind, failure.Message);
            return failure;
        }

        var secret = share.Protocol.WebDavSecret!;
        var memory = memories.Get(ShareKey.Of(share.SendingServer, secret));
        var credentials = new ShareCredentials(share.SendingServer, secret, mode, MayUseBasic(sender), memory, tokens.Value, log, timeProvider);
        var session = new ResourceSession(share, root, credentials, memory, http, log);
        return new RemoteResource(session, context.Permissions ?? webdav?.Permissions ?? [Permission.Read], options.Value, log, timeProvider);
    }

    /// <summary>Why the share cannot be opened over WebDAV, or null.</summary>
    private OcmFailure? CheckOffer(ShareProtocols protocol)
    {
        if (protocol.WebDav is not null)
        {
            return null;
        }

        return IsLegacy(protocol)
            ? options.Value.AllowLegacySecrets ? null : AccessFailures.LegacySecret
            : AccessFailures.NoWebDav(protocol);
    }

    private static bool IsLegacy(ShareProtocols protocol) => protocol.Name == ProtocolName.WebDav && protocol.OptionsSecret is not null;

    private OcmResult<ResourceRoot> Locate(ReceivedShare share, DiscoveredServer sender)
    {
        var uri = share.Protocol.WebDav?.Uri;
        if (uri is not null && ResourceRoot.IsAbsolute(uri))
        {
            return CheckHost(ResourceRoot.FromAbsolute(uri), share, sender);
        }

        return WebDavPath(sender.Document, share.ResourceType) is { Length: > 0 } path
            ? CheckHost(ResourceRoot.FromId(sender.Origin, path, uri), share, sender)
            : AccessFailures.NoWebDavPath;
    }

    private OcmResult<ResourceRoot> CheckHost(ResourceRoot? root, ReceivedShare share, DiscoveredServer sender)
    {
        if (root is null)
        {
            return AccessFailures.BadUri;
        }

        return root.IsOn(share.SendingServer, sender.Origin) || options.Value.AllowForeignResourceHosts ? root : AccessFailures.ForeignHost;
    }

    /// <summary>ACC-01: the path of the first entry, and only where that has none, of the entry of the share's resource type.</summary>
    private static string? WebDavPath(DiscoveryDocument document, ResourceType resourceType) =>
        document.ResourceTypes is [var first, ..] && first.WebDavPath is { } path ? path : document.Find(resourceType)?.WebDavPath;

    private bool MayUseBasic(DiscoveredServer sender) => options.Value.AllowLegacySecrets && legacy.IsTolerantOf(sender);

    private OcmResult<CredentialMode> Mode(WebDavProtocol? webdav, DiscoveredServer sender)
    {
        if (webdav is null)
        {
            return CredentialMode.Basic;
        }

        if (webdav.Requirements?.Contains(Requirement.MustExchangeToken) == true)
        {
            return sender.TokenEndPoint is null ? AccessFailures.NoTokenEndPoint : CredentialMode.Token;
        }

        // Without an origin of its own this product cannot ask for a token; here it need not.
        return sender.Document.Has(Capability.ExchangeToken) && sender.TokenEndPoint is not null && clientOptions.Value.PublicOrigin is not null
            ? CredentialMode.TokenOrSecret
            : CredentialMode.Secret;
    }
}
