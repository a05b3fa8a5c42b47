using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client;
using Ocm.Peers;
using Ocm.Server.Peers;
using Ocm.Server.Pipeline;
using Ocm.Shares;

namespace Ocm.Server.Delivery;

/// <inheritdoc />
internal sealed class Reconciliation(OperationScopes scopes, TrustDecision trust, IOcmClient client, TimeProvider time) : IReconciliation
{
    private const int PageSize = 100;

    public IAsyncEnumerable<ReconciledShare> ReconcileAsync(
        OcmHost server, ReconciliationOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        return RunAsync(server, ReconciliationOptions.Check(options), cancellationToken);
    }

    public async ValueTask<ReconciledShare?> ReconcileSentAsync(
        string providerId, ReconciliationOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(providerId);
        options = ReconciliationOptions.Check(options);
        var scope = scopes.Open();
        await using (scope.ConfigureAwait(false))
        {
            var services = scope.ServiceProvider;
            return await services.GetRequiredService<IShareStore>().FindSentAsync(providerId, cancellationToken).ConfigureAwait(false) is { } share
                ? await CompareAsync(services, share, await StartAsync(share.ShareWith.Host, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
                : null;
        }
    }

    public async ValueTask<ReconciledShare?> ReconcileReceivedAsync(
        string id, ReconciliationOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        options = ReconciliationOptions.Check(options);
        var scope = scopes.Open();
        await using (scope.ConfigureAwait(false))
        {
            var services = scope.ServiceProvider;
            return await services.GetRequiredService<IShareStore>().FindReceivedAsync(id, cancellationToken).ConfigureAwait(false) is { } share
                ? await CompareAsync(services, share, await StartAsync(share.SendingServer, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
                : null;
        }
    }

    private async IAsyncEnumerable<ReconciledShare> RunAsync(
        OcmHost server, ReconciliationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = await StartAsync(server, options, cancellationToken).ConfigureAwait(false);
        for (string? after = null; ;)
        {
            var query = new SentShareQuery { ReceivingServer = server, After = after, Limit = PageSize };
            var page = await ReadAsync(store => store.ListSentAsync(query, cancellationToken)).ConfigureAwait(false);
            foreach (var report in await CompareAllAsync([.. page.Where(share => Concerns(share, run))], CompareAsync, run, cancellationToken).ConfigureAwait(false))
            {
                yield return report;
            }

            if (page.Count < PageSize)
            {
                break;
            }

            after = page[^1].ProviderId;
        }

        for (string? after = null; ;)
        {
            var query = new ReceivedShareQuery { SendingServer = server, After = after, Limit = PageSize };
            var page = await ReadAsync(store => store.ListReceivedAsync(query, cancellationToken)).ConfigureAwait(false);
            foreach (var report in await CompareAllAsync([.. page.Where(share => Concerns(share, run))], CompareAsync, run, cancellationToken).ConfigureAwait(false))
            {
                yield return report;
            }

            if (page.Count < PageSize)
            {
                break;
            }

            after = page[^1].Id;
        }
    }

    private async ValueTask<ReconciliationRun> StartAsync(OcmHost server, ReconciliationOptions options, CancellationToken cancellationToken)
    {
        var refusal = await trust.RefuseOutgoingAsync(new TrustQuestion(server, TrustGesture.Contact), cancellationToken).ConfigureAwait(false);
        var run = new ReconciliationRun(server, options, time) { Refusal = refusal };
        if (refusal is not null)
        {
            return run;
        }

        if ((await client.DiscoverAsync(server, cancellationToken).ConfigureAwait(false)).TryGetValue(out var found, out var failure))
        {
            run.Found = found;
        }
        else
        {
            run.End(failure);
        }

        return run;
    }

    // Each side ends a share by its own clock when its time is over: of those nothing must be told.
    private bool Concerns(SentShare share, ReconciliationRun run) =>
        share.IsActive(time.GetUtcNow()) || (share.Status is SentShareStatus.Unshared or SentShareStatus.Declined or SentShareStatus.Refused && share.UpdatedAt >= run.Since);

    private bool Concerns(ReceivedShare share, ReconciliationRun run) =>
        share.IsActive(time.GetUtcNow()) || (share.Status is ReceivedShareStatus.Unshared or ReceivedShareStatus.Declined && share.UpdatedAt >= run.Since);

    private async ValueTask<IReadOnlyList<T>> ReadAsync<T>(Func<IShareStore, ValueTask<IReadOnlyList<T>>> read)
    {
        var scope = scopes.Open();
        await using (scope.ConfigureAwait(false))
        {
            return await read(scope.ServiceProvider.GetRequiredService<IShareStore>()).ConfigureAwait(false);
        }
    }

    private async ValueTask<ReconciledShare[]> CompareAllAsync<T>(
        IReadOnlyList<T> shares,
        Func<IServiceProvider, T, ReconciliationRun, CancellationToken, ValueTask<ReconciledShare>> compare,
        ReconciliationRun run,
        CancellationToken cancellationToken)
    {
        var reports = new ReconciledShare[shares.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = run.MaxConcurrent, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, shares.Count, parallel, async (place, token) =>
        {
            var scope = scopes.Open();
            await using (scope.ConfigureAwait(false))
            {
                reports[place] = await compare(scope.ServiceProvider, shares[place], run, token).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return reports;
    }

    private static ValueTask<ReconciledShare> CompareAsync(
        IServiceProvider services, SentShare share, ReconciliationRun run, CancellationToken cancellationToken) =>
        services.GetRequiredService<SentShareComparison>().RunAsync(share, run, cancellationToken);

    private static ValueTask<ReconciledShare> CompareAsync(
        IServiceProvider services, ReceivedShare share, ReconciliationRun run, CancellationToken cancellationToken) =>
        services.GetRequiredService<ReceivedShareComparison>().RunAsync(share, run, cancellationToken);
}
