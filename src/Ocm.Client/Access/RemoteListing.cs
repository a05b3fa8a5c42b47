namespace Ocm.Client.Access;

/// <summary>A folder of a received share and what is in it.</summary>
/// <param name="Folder">The folder itself.</param>
/// <param name="Entries">Its files and folders, in the order of the sending server.</param>
public sealed record RemoteListing(RemoteEntry Folder, IReadOnlyList<RemoteEntry> Entries)
{
    /// <summary>
    /// How many entries of the answer were left out: outside the folder, on another server, named twice, with a name that
    /// holds a separator or control character, or not readable for this share. 0 from a well-behaved server.
    /// </summary>
    public int DroppedEntries { get; init; }
}
