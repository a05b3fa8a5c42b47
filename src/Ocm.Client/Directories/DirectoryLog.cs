using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Directories;

/// <summary>What directory services write to the log: event ids 1500 to 1509. Hosts are the operator's configuration, texts are ours.</summary>
internal sealed partial class DirectoryLog(ILogger<DirectoryLog> logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(1500, LogLevel.Warning, "The directory service at {Host} gave no document ({Kind}): {Reason} An earlier document is used meanwhile: {HasEarlier}.")]
    internal partial void Failed(OcmHost host, OcmFailureKind kind, string reason, bool hasEarlier);

    [LoggerMessage(1501, LogLevel.Warning, "{Count} entries in the document of the directory service at {Host} were dropped; the first is {Entry}: {Problem}")]
    internal partial void EntriesDropped(OcmHost host, int count, string entry, string problem);

    [LoggerMessage(1502, LogLevel.Warning, "The last good document of the directory service at {Host} is too old and no longer used.")]
    internal partial void TooOld(OcmHost host);
}
