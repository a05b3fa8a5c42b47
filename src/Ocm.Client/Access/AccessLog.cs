using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client.Access;

/// <summary>
/// The log of access to received shares: events 1200 to 1299. Shares are named by this server's own id; secrets, tokens,
/// paths, names and whatever else a peer chose are not written.
/// </summary>
internal sealed partial class AccessLog(ILogger<AccessLog> logger)
{
    [LoggerMessage(1200, LogLevel.Debug, "{Host} issued a token that ends at {ExpiresAt}.")]
    internal partial void TokenIssued(OcmHost host, DateTimeOffset expiresAt);

    [LoggerMessage(1201, LogLevel.Warning, "{Host} issued no token ({Kind}): {Reason}")]
    internal partial void TokenRefused(OcmHost host, OcmFailureKind kind, string reason);

    [LoggerMessage(1202, LogLevel.Information, "A share of {Host} is accessed with its secret: the optional token exchange failed ({Kind}).")]
    internal partial void FellBackToSecret(OcmHost host, OcmFailureKind kind);

    [LoggerMessage(1203, LogLevel.Information, "{Host} refused the credential of share {ShareId}; it is asked once more with a new one.")]
    internal partial void CredentialRefused(OcmHost host, string shareId);

    [LoggerMessage(1204, LogLevel.Information, "{Host} does not answer PROPFIND for share {ShareId}; the file is read with GET.")]
    internal partial void OnlyGet(OcmHost host, string shareId);

    [LoggerMessage(1205, LogLevel.Warning, "{Count} entries of {Host} in a listing of share {ShareId} were left out: outside the folder, named twice or unusable.")]
    internal partial void EntriesDropped(OcmHost host, string shareId, int count);

    [LoggerMessage(1206, LogLevel.Information, "Access to share {ShareId} was refused here ({Kind}): {Reason}")]
    internal partial void Refused(string shareId, OcmFailureKind kind, string reason);
}
