using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Invites;
using Ocm.Server.Delivery;
using Ocm.Server.Pipeline;
using Ocm.Tokens;

namespace Ocm.Server.Invites;

/// <summary>Goes on with acceptances that nobody waits for any more: after a crash, or where the inviting server was away.</summary>
internal sealed partial class InviteAcceptanceService(
    OperationScopes scopes,
    IServiceProviderIsService registered,
    TimeProvider time,
    IOptions<OcmDeliveryOptions> options,
    ILogger<InviteAcceptanceService> logger) : BackgroundService
{
    private readonly OcmDeliveryOptions _options = options.Value;
    private readonly string _owner = SecretString.Generate(22).Reveal();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!registered.IsService(typeof(IInviteAcceptanceStore)))
        {
            return;
        }

        using var timer = new PeriodicTimer(_options.PollInterval, time);
        try
        {
            do
            {
                await RunDueAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task RunDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                var now = time.GetUtcNow();
                var due = await scope.ServiceProvider.GetRequiredService<IInviteAcceptanceStore>()
                    .ClaimAcceptancesAsync(new InviteAcceptanceClaim(_owner, now, now + _options.LeaseDuration, _options.MaxConcurrent), cancellationToken).ConfigureAwait(false);
                await Task.WhenAll(due.Select(acceptance => RunAsync(acceptance, cancellationToken))).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // The store may be away; the service outlives that.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    private async Task RunAsync(InviteAcceptance acceptance, CancellationToken cancellationToken)
    {
        var scope = scopes.Open();
        await using (scope.ConfigureAwait(false))
        {
            await scope.ServiceProvider.GetRequiredService<InviteAcceptanceAttempt>()
                .RunAsync(acceptance, isGesture: false, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(2301, LogLevel.Error, "Going on with accepted invites failed; it is tried again when their lease ends")]
    private partial void LogFailed(Exception exception);
}
