using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ocm.Invites;
using Ocm.Server.Pipeline;
using Ocm.ShareRequests;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Server.Shares;

/// <summary>
/// Ends shares by the clock, on both sides (SHARE-29), and removes what has expired or is over, in small batches. Access is refused by the
/// expiration itself; this makes it visible and tells the observers.
/// </summary>
internal sealed partial class ExpiryService(OperationScopes scopes, SshAccess ssh, IOptions<OcmServerOptions> options, TimeProvider time, ILogger<ExpiryService> logger) : BackgroundService
{
    private const int BatchSize = 200;
    private const int MaxBatches = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan InviteRetention = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>One sweep; shares that are left after a full batch wait for the next.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                await ExpireSharesAsync(scope.ServiceProvider, cancellationToken).ConfigureAwait(false);
                var store = scope.ServiceProvider.GetRequiredService<IShareStore>();
                var noKeyIsLeft = await ssh.SweepAsync(store, cancellationToken).ConfigureAwait(false);
                await RemoveExpiredAsync(scope.ServiceProvider, cancellationToken).ConfigureAwait(false);
                if (noKeyIsLeft && options.Value.EndedRetention is { } retention)
                {
                    await RemoveEndedAsync(scope.ServiceProvider, store, time.GetUtcNow() - retention, cancellationToken).ConfigureAwait(false);
                }
            }
        }
#pragma warning disable CA1031 // The store may be away; the next sweep tries again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogSweepFailed(e);
        }
    }

    private async Task ExpireSharesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IShareStore>();
        var now = time.GetUtcNow();
        var sent = services.GetRequiredService<SentShareChanges>();
        foreach (var share in await store.ListSentAsync(
            new SentShareQuery
            {
                Statuses = [SentShareStatus.PendingDelivery, SentShareStatus.Sent, SentShareStatus.Accepted],
                ExpiresBy = now,
                Limit = BatchSize,
            },
            cancellationToken).ConfigureAwait(false))
        {
            await sent.ChangeAsync(
                share.ProviderId,
                current => current.Status is SentShareStatus.PendingDelivery or SentShareStatus.Sent or SentShareStatus.Accepted
                    ? (current with { Status = SentShareStatus.Expired, Secret = null }, null)
                    : null,
                cancellationToken).ConfigureAwait(false);
        }

        var received = services.GetRequiredService<ReceivedShareChanges>();
        foreach (var share in await store.ListReceivedAsync(
            new ReceivedShareQuery { Statuses = [ReceivedShareStatus.Pending, ReceivedShareStatus.Accepted], ExpiresBy = now, Limit = BatchSize },
            cancellationToken).ConfigureAwait(false))
        {
            await received.ChangeAsync(
                share.Id,
                current => current.Status is ReceivedShareStatus.Pending or ReceivedShareStatus.Accepted
                    ? (current with { Status = ReceivedShareStatus.Expired }, null)
                    : null,
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RemoveExpiredAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tokens = services.GetRequiredService<IAccessTokenStore>();
        await RemoveAllAsync(() => tokens.RemoveExpiredTokensAsync(now, BatchSize, cancellationToken)).ConfigureAwait(false);
        var signatures = services.GetRequiredService<ISignatureReplayStore>();
        await RemoveAllAsync(() => signatures.RemoveExpiredSignaturesAsync(now, BatchSize, cancellationToken)).ConfigureAwait(false);
        if (services.GetService<IInviteStore>() is { } invites)
        {
            await RemoveAllAsync(() => invites.RemoveExpiredInvitesAsync(now - InviteRetention, BatchSize, cancellationToken)).ConfigureAwait(false);
        }

        if (services.GetService<IInviteAcceptanceStore>() is { } acceptances)
        {
            await RemoveAllAsync(() => acceptances.RemoveFailedAcceptancesAsync(now - InviteRetention, BatchSize, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static async Task RemoveEndedAsync(IServiceProvider services, IShareStore store, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await RemoveAllAsync(() => store.RemoveFailedAsync(before, BatchSize, cancellationToken)).ConfigureAwait(false);
        await RemoveAllAsync(() => store.RemoveEndedSentAsync(before, BatchSize, cancellationToken)).ConfigureAwait(false);
        await RemoveAllAsync(() => store.RemoveEndedReceivedAsync(before, BatchSize, cancellationToken)).ConfigureAwait(false);
        if (services.GetService<IShareRequestStore>() is { } requests)
        {
            await RemoveAllAsync(() => requests.RemoveAnsweredRequestsAsync(before, BatchSize, cancellationToken)).ConfigureAwait(false);
        }
    }

    // Each signed request leaves a row behind: one batch in each sweep would not keep up with a busy server. Small batches let
    // requests through in between.
    private static async Task RemoveAllAsync(Func<ValueTask<int>> removeBatch)
    {
        for (var batch = 0; batch < MaxBatches && await removeBatch().ConfigureAwait(false) >= BatchSize; batch++)
        {
        }
    }

    [LoggerMessage(2110, LogLevel.Error, "The sweep of expired shares and tokens failed; trying again")]
    private partial void LogSweepFailed(Exception exception);
}
