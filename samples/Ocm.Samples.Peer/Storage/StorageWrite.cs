namespace Ocm.Samples.Peer.Storage;

/// <summary>What a write did.</summary>
/// <param name="Entry">The file as it is now.</param>
/// <param name="Created">Whether nothing had this name before.</param>
public sealed record StorageWrite(StorageEntry Entry, bool Created);
