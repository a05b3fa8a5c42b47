namespace Ocm.Client.Directories;

/// <summary>
/// The servers of the federations to which this one belongs: the union of the configured directory services
/// (<see cref="OcmDirectoryOptions"/>). Documents are verified, cached, and used on while their service is down.
/// </summary>
public interface IServerDirectory
{
    /// <summary>Whether any directory service is configured.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// The servers that the directory services list, and how it stands with each service. It waits for a service only where
    /// nothing of it is known or its document is due and it is not known to be down; a service that fails takes nothing from
    /// the others.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait of this caller, not the fetch that others wait for too.</param>
    /// <returns>The union; empty where nothing is configured or nothing could be read yet.</returns>
    ValueTask<DirectoryListing> ListAsync(CancellationToken cancellationToken = default);
}
