using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Errors;

namespace Ocm.Client;

/// <summary>What discovery, signatures and keys write to the log: event ids 1100 to 1199. Hosts are in normal form, texts are ours.</summary>
internal sealed partial class ClientLog(ILogger<ClientLog> logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(1100, LogLevel.Warning, "{Host} could not be reached over https and is now asked over plain http, because OcmHttpOptions.AllowHttp is on.")]
    internal partial void FallingBackToHttp(OcmHost host);

    [LoggerMessage(1101, LogLevel.Information, "Discovery of {Host} failed ({Kind}): {Reason}")]
    internal partial void DiscoveryFailed(OcmHost host, OcmFailureKind kind, string reason);

    [LoggerMessage(1102, LogLevel.Information, "The keys of {Host} could not be fetched ({Kind}): {Reason}")]
    internal partial void KeysFailed(OcmHost host, OcmFailureKind kind, string reason);

    [LoggerMessage(1103, LogLevel.Warning, "{Skipped} keys in the key set of {Host} cannot be used; the first problem is {Problem}.")]
    internal partial void KeysSkipped(OcmHost host, int skipped, HttpSignatures.Keys.KeyProblem problem);

    [LoggerMessage(1104, LogLevel.Warning, "Contact with {Host} is not allowed: {Reason}")]
    internal partial void ContactRefused(OcmHost host, string reason);

    [LoggerMessage(1110, LogLevel.Information, "A call to {Host} leaves unsigned, because it does not take signatures.")]
    internal partial void Unsigned(OcmHost host);

    [LoggerMessage(1800, LogLevel.Debug, "A call to {Host} is signed in the older form {Form}, because it knows no other.")]
    internal partial void SignedInOlderForm(OcmHost host, string form);

    [LoggerMessage(1120, LogLevel.Information, "A signing key was made; it signs from {ActiveFrom:u}. Key: {KeyId}")]
    internal partial void KeyCreated(string keyId, DateTimeOffset activeFrom);

    [LoggerMessage(1121, LogLevel.Information, "A signing key is retired since {RetiredAt:u} and stays published for a while. Key: {KeyId}")]
    internal partial void KeyRetired(string keyId, DateTimeOffset retiredAt);

    [LoggerMessage(1122, LogLevel.Information, "A signing key is no longer published. Key: {KeyId}")]
    internal partial void KeyRemoved(string keyId);

    [LoggerMessage(1125, LogLevel.Warning, "A signing key was withdrawn and is no longer published. Key: {KeyId}")]
    internal partial void KeyRevoked(string keyId);

    [LoggerMessage(1123, LogLevel.Error, "A stored signing key cannot be used and is left out. Key: {KeyId}")]
    internal partial void KeyUnusable(string keyId);

    [LoggerMessage(1124, LogLevel.Error, "The signing keys could not be read again ({ExceptionType}); those that are known go on being used.")]
    internal partial void KeyStoreFailed(string exceptionType);
}
