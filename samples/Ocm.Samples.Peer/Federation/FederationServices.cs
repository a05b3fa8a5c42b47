using Ocm.Client;
using Ocm.Client.Http;
using Ocm.Discovery;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Pages;
using Ocm.Samples.Peer.Parties;
using Ocm.Samples.Peer.ShareRequests;
using Ocm.Samples.Peer.Shares;
using Ocm.Samples.Peer.WebApps;
using Ocm.Server;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Federation;

/// <summary>Embeds the SDK: this is all that a product writes to become an OCM server, and what its settings mean there.</summary>
internal static class FederationServices
{
    public static void AddFederation(this IServiceCollection services, PeerOptions options, PeerHostSettings settings)
    {
        services.Configure<OcmHttpOptions>(http => OutgoingCalls.Configure(http, options));
        services.Configure<OcmClientOptions>(client =>
        {
            client.Signatures.FreshnessWindow = TimeSpan.FromSeconds(options.FreshnessSeconds);
            client.Signatures.ClockSkew = TimeSpan.FromSeconds(options.ClockSkewSeconds);
            client.SigningKeys.Algorithm = options.SignatureAlgorithm;
        });

        var ocm = services.AddOcmServer(server => Configure(server, options, settings))
            .AddUserDirectory<PeerUserDirectory>()
            .AddMfa<PeerMfaVerifier>()
            .AddShareRequests<OwnFilesPolicy>()
            .AddWebDav(SharedFiles.Path)
            .AddWebApp(webApp =>
            {
                webApp.Uri = new Uri(options.PublicOrigin, TextEditor.Path);
                webApp.AppName = "Text editor";
                webApp.AppIconHint = "text/plain";
                webApp.MediaTypes.Add("text/plain");
                webApp.Targets.Add(WebAppTarget.Iframe);
                webApp.ReceiveTargets.Add(WebAppTarget.Blank);
                webApp.ReceiveTargets.Add(WebAppTarget.Iframe);
            })
            .AddSsh(ssh => ssh.Receive = true)
            .AddRecipientKeys<RecipientSshKeys>()
            .AddEmbedded(embedded =>
            {
                embedded.ReceivedResourceTypes.Add(ResourceType.File);
                embedded.ReceivedResourceTypes.Add(ResourceType.Folder);
            });
        if (options.AutoAccept)
        {
            ocm.AddAutoAccept<AcceptEverything>();
        }

        if (options.GivenIdentifiers)
        {
            ocm.AddGivenIdentifiers();
        }

        foreach (var directory in options.DirectoryServices)
        {
            ocm.AddDirectoryService(directory.Url, directory.Jwk);
        }

        ocm.AddStores(options);
        if (options.Store != PeerStore.Postgres)
        {
            // Keys outlive whatever keeps the rest. Several nodes sign with the same ones, so there the database keeps them.
            ocm.AddSigningKeyDirectory(Path.Join(options.DataDirectory, "signing-keys"));

            // Takes effect in the interoperable mode. The one key must be the same on all nodes, which here is one.
            ocm.AddCavageSignatures(Path.Join(options.DataDirectory, "cavage-key"));
        }
    }

    private static void Configure(OcmServerOptions server, PeerOptions options, PeerHostSettings settings)
    {
        server.PublicOrigin = options.PublicOrigin;
        server.ProviderName = settings.ProviderName ?? "Ocm.Samples.Peer";
        server.Posture = options.Mode == PeerMode.Interoperable ? OcmPosture.Interoperable : OcmPosture.Strict;
        server.ShareTypes.Add(ShareType.Group);
        server.WayfPath = WayfPages.Path;
        server.InviteAcceptDialog = AcceptInvitePages.Path;
        server.TokenLifetime = TimeSpan.FromSeconds(options.TokenLifetimeSeconds);
        server.RequireSignatures = Demands(Criterion.MustUseHttpSig);
        server.RequireTokenExchange = Demands(Criterion.MustExchangeToken);
        server.RequireInvites = Demands(Criterion.MustInvite);
        server.Allowlist = Demands(Criterion.Allowlist) ? [.. options.AllowList] : null;
        server.Denylist = Demands(Criterion.Denylist) ? [.. options.DenyList] : null;

        bool Demands(Criterion criterion) => options.Criteria.Contains(criterion.Value, StringComparer.Ordinal);
    }
}
