namespace Ocm.Client.Directories;

/// <summary>The directory services that are asked, and how. Checked at start-up.</summary>
public sealed class OcmDirectoryOptions
{
    /// <summary>The directory services; their lists are united. Empty by default, at most 32.</summary>
    public IList<DirectoryServiceOptions> Services { get; } = [];

    /// <summary>The largest document that is read, in bytes. 1 MiB by default.</summary>
    public int MaxDocumentBytes { get; set; } = 1024 * 1024;

    /// <summary>The most servers that are taken from one document; further ones are dropped and reported. 10,000 by default.</summary>
    public int MaxServers { get; set; } = 10_000;

    /// <summary>How long one fetch may take. 10 seconds by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a document is used that does not say how long it is good for. One hour by default.</summary>
    public TimeSpan DefaultAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The shortest time a document is used, whatever its <c>Cache-Control</c> says. One minute by default.</summary>
    public TimeSpan MinAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time a document is used without asking again, whatever its <c>Cache-Control</c> says. One day by default.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a failure is remembered before the service is asked again. One minute by default.</summary>
    public TimeSpan FailureAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long the last good document is still used while its service is down, or answers something that its key did not
    /// sign. Seven days by default; zero for not at all.
    /// </summary>
    public TimeSpan MaxStaleAge { get; set; } = TimeSpan.FromDays(7);
}
