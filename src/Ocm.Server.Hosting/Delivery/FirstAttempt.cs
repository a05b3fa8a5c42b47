using Microsoft.Extensions.Options;
using Ocm.Delivery;
using Ocm.Errors;
using Ocm.Shares;
using Ocm.Tokens;

namespace Ocm.Server.Delivery;

/// <summary>Lets a gesture deliver what it has just written, before it answers.</summary>
internal sealed class FirstAttempt(
    IShareStore store, DeliveryAttempt attempt, DeliverySignal signal, TimeProvider time, IOptions<OcmDeliveryOptions> options)
{
    private readonly OcmDeliveryOptions _options = options.Value;

    /// <summary>Delivers the first waiting items of one order key; what is left is the delivery service's.</summary>
    /// <param name="orderKey">The order key of the item that was written.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null where everything was delivered or is left to the service; else why the last attempt failed.</returns>
    internal async ValueTask<OcmFailure?> RunAsync(string orderKey, CancellationToken cancellationToken)
    {
        if (!_options.WaitForFirstAttempt)
        {
            signal.Set();
            return null;
        }

        using var timeout = new CancellationTokenSource(_options.FirstAttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var owner = SecretString.Generate(22).Reveal();
        while (true)
        {
            var now = time.GetUtcNow();
            var claimed = await store.ClaimAsync(new OutboxClaim(owner, now, now + _options.LeaseDuration, Max: 1) { OrderKey = orderKey }, cancellationToken).ConfigureAwait(false);
            if (claimed.Count == 0)
            {
                return null;
            }

            OcmFailure? failure;
            try
            {
                failure = await attempt.RunAsync(claimed[0], either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Whoever stops waiting leaves the item to the service, not locked until the lease ends.
                failure = new OcmFailure(OcmFailureKind.Timeout, "The other server has not answered yet.");
                await attempt.RescheduleAsync(claimed[0], failure, CancellationToken.None).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (failure is not null)
            {
                signal.Set();
                return failure;
            }
        }
    }
}
