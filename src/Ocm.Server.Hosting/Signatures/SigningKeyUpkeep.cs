using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Client;
using Ocm.Client.Signatures;

namespace Ocm.Server.Signatures;

/// <summary>
/// Uses the ring of signing keys at every refresh interval, so that an idle server too makes its next key by schedule and stops
/// publishing old ones (SIG-25).
/// </summary>
internal sealed partial class SigningKeyUpkeep(
    ISigningKeyRing keys, IOptions<OcmClientOptions> options, TimeProvider time, ILogger<SigningKeyUpkeep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SigningKeys.RefreshInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await LookAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.GetPublishedKeysAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The store may be away; the next look tries again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(2700, LogLevel.Warning, "The signing keys could not be read; trying again")]
    private partial void LogFailed(Exception exception);
}
