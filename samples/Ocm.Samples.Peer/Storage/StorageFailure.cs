namespace Ocm.Samples.Peer.Storage;

/// <summary>Why the storage did not do what it was asked for.</summary>
public enum StorageFailure
{
    /// <summary>Nothing has this name.</summary>
    NotFound,

    /// <summary>The folder that should hold the item does not exist, or is a file.</summary>
    ParentMissing,

    /// <summary>Something has this name already.</summary>
    Exists,

    /// <summary>A file was expected, and the name belongs to a folder.</summary>
    IsFolder,

    /// <summary>A folder was expected, and the name belongs to a file.</summary>
    IsFile,

    /// <summary>The path leaves its folder, or the operating system denies access.</summary>
    Refused,

    /// <summary>The caller's condition does not hold for the item as it is now.</summary>
    ConditionFailed,

    /// <summary>The disk is full or the quota is used up.</summary>
    NoSpace,

    /// <summary>The name or the whole path is too long for the file system.</summary>
    NameTooLong,

    /// <summary>Another program or request holds or changes the item at this moment.</summary>
    Busy,

    /// <summary>The process has no more file handles; later it may work.</summary>
    Exhausted,

    /// <summary>The device failed.</summary>
    Device,
}
