using Ocm.Stores.Sql;

namespace Ocm.Stores.Sqlite;

/// <summary>How the SQLite stores work.</summary>
public sealed class SqliteStoresOptions : SqlStoresOptions
{
    /// <summary>
    /// The database file; it is made, with its folder and for this account only, where it does not exist. SQLite adds two more
    /// files beside it, which belong to it. Not on a network file system.
    /// </summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// How long a write waits for another process that holds the file, before the store is unavailable; at least one second.
    /// Requests wait that long.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How large the file may become, in bytes; a full store is unavailable for writing. Null for as large as the disk.</summary>
    public long? MaxFileSize { get; set; }

    /// <summary>
    /// How much of the file is read through a mapping into memory, in bytes; 2 GiB by default, which is also as much as SQLite maps.
    /// Lookups in a large file take half the time with it. The pages belong to the system's cache and count as memory of the process
    /// in some statistics. A page that the disk fails to deliver ends the process then instead of making the store unavailable; 0
    /// maps nothing.
    /// </summary>
    public long MaxMappedSize { get; set; } = Environment.Is64BitProcess ? 1L << 31 : 0;

    /// <summary>What is wrong with the options; null where nothing is.</summary>
    internal string? FindMistake()
    {
        if (string.IsNullOrWhiteSpace(Path) || Path.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            return "AddSqliteStores needs the path of a file; for stores in memory call AddInMemoryStores.";
        }

        if (BusyTimeout < TimeSpan.FromSeconds(1) || BusyTimeout > TimeSpan.FromMinutes(5))
        {
            return "BusyTimeout must be between one second and five minutes.";
        }

        if (MaxMappedSize < 0)
        {
            return "MaxMappedSize must not be negative; 0 maps nothing.";
        }

        return MaxFileSize < 1 << 20 ? "MaxFileSize must be at least 1 MiB." : null;
    }
}
