using Ocm.Errors;
using Ocm.Samples.Peer.Configuration;
using Ocm.Server;
using Ocm.Shares;

namespace Ocm.Samples.Peer.Federation;

/// <summary>Where shares, contacts and the outbox are kept: the stores that come with the SDK.</summary>
internal static class FederationStore
{
    public static void AddStores(this IOcmServerBuilder ocm, PeerOptions options) => _ = options.Store switch
    {
        PeerStore.Memory => ocm.AddInMemoryStores(),
        PeerStore.Postgres => ocm.AddPostgreSqlStores(options.ConnectionString!),
        _ => ocm.AddSqliteStores(FileOf(options)),
    };

    /// <summary>
    /// Stops the start where there is no database to work with, so that <c>ready</c> is never said too early. One that is lost
    /// later comes back; until then calls are answered 503.
    /// </summary>
    /// <exception cref="PeerConfigurationException">The store cannot be used.</exception>
    public static async Task DemandUsableAsync(IServiceProvider services, PeerOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            var store = scope.ServiceProvider.GetRequiredService<IShareStore>();
            await store.GetDepthAsync(cancellationToken);
        }
        catch (StoreUnavailableException e) when (options.Store == PeerStore.Postgres)
        {
            throw new PeerConfigurationException(
                "The database server cannot be reached, or lacks the database: check Peer:ConnectionString, and that the server runs.", e);
        }
        catch (InvalidOperationException e) when (options.Store != PeerStore.Memory)
        {
            // The stores say it in one line: a newer version of the product has been here.
            throw new PeerConfigurationException(e.Message, e);
        }
        catch (StoreUnavailableException e)
        {
            throw new PeerConfigurationException(
                $"The database '{FileOf(options)}' cannot be used: check its permissions, or move it away to begin with an empty one.", e);
        }
        catch (ArgumentException e) when (options.Store == PeerStore.Postgres)
        {
            throw new PeerConfigurationException(
                "Peer:ConnectionString cannot be read: write it like Host=localhost;Database=ocm;Username=ocm;Password=...", e);
        }
    }

    private static string FileOf(PeerOptions options) => Path.Join(Path.GetFullPath(options.DataDirectory), "ocm.db");
}
