using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ocm.Client.Directories;
using Ocm.Contacts;
using Ocm.Invites;
using Ocm.Parties;
using Ocm.Peers;
using Ocm.Server.Discovery;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Server;

/// <summary>Stops the start where a registration is missing, with the call that mends it.</summary>
internal sealed class StartupCheck(IServiceProvider services, IServiceProviderIsService registered, IOptions<OcmServerOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Require<IUserDirectory>("AddUserDirectory<T>()");
        Require<IShareStore>("AddShareStore<T>(), or AddInMemoryStores() to try things out");
        Require<IAccessTokenStore>("AddAccessTokenStore<T>(), or a package with all stores");
        Require<ISigningKeyStore>("AddSigningKeyDirectory(path)");
        Require<ISignatureReplayStore>("AddReplayStore<T>(), or a package with all stores");
        Pair<IInviteStore, IContactStore>("AddContactStore<T>()");
        Pair<IInviteStore, IInviteAcceptanceStore>("AddContactStore<T>()");
        Pair<IGivenIdentifierPolicy, IGivenIdentifierStore>("AddGivenIdentifierStore<T>(), or a package with all stores");
        Pair<IShareRequestPolicy, IShareRequestStore>("AddShareRequestStore<T>()");

        if (options.Value.RequireInvites)
        {
            Require<IContactStore>("AddContactStore<T>(): the criterion must-invite asks it for contacts");
        }

        CheckTrust(options.Value.TrustedBy);

        // Derives and validates what is advertised.
        _ = services.GetRequiredService<OwnDiscoveryDocument>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Require<T>(string mend)
    {
        if (!registered.IsService(typeof(T)))
        {
            throw new InvalidOperationException($"The OCM server has no {typeof(T).Name}. After AddOcmServer(…) call .{mend}.");
        }
    }

    // What is to vouch for servers must be there, or nobody would ever be trusted.
    private void CheckTrust(TrustSources sources)
    {
        if (sources.HasFlag(TrustSources.Directories) && !services.GetRequiredService<IServerDirectory>().IsConfigured)
        {
            throw new InvalidOperationException("OcmServerOptions.TrustedBy names Directories, but there is no directory service. After AddOcmServer(…) call .AddDirectoryService(url, key).");
        }

        if ((sources & (TrustSources.Invites | TrustSources.Contacts)) != TrustSources.None && !registered.IsService(typeof(IContactStore)))
        {
            throw new InvalidOperationException("OcmServerOptions.TrustedBy names Invites or Contacts, but there is no address book. After AddOcmServer(…) call .AddContactStore<T>().");
        }
    }

    private void Pair<TOne, TOther>(string mend)
    {
        if (registered.IsService(typeof(TOne)) && !registered.IsService(typeof(TOther)))
        {
            throw new InvalidOperationException($"The OCM server has an {typeof(TOne).Name} but no {typeof(TOther).Name}. After AddOcmServer(…) call .{mend}.");
        }
    }
}
