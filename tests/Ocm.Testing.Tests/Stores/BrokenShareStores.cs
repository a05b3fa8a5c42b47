using Ocm.Delivery;
using Ocm.Shares;

namespace Ocm.Testing.Tests.Stores;

/// <summary>Stores with the mistakes that implementations really make.</summary>
internal static class BrokenShareStores
{
    /// <summary>Looks whether a share is there, and adds it in a second step.</summary>
    internal sealed class CheckThenAdd(IShareStore inner) : DelegatingShareStore(inner)
    {
        public override async ValueTask<bool> TryAddReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
        {
            var found = await Inner.FindReceivedAsync(share.SendingServer, share.ProviderId, cancellationToken);
            if (found is not null)
            {
                return false;
            }

            await Task.Yield();
            await Inner.TryAddReceivedAsync(share, delivery, cancellationToken);
            return true;
        }
    }

    /// <summary>Adds the outbox item after the share, outside of its transaction.</summary>
    internal sealed class ItemInAnotherTransaction(IShareStore inner) : DelegatingShareStore(inner)
    {
        public override async ValueTask<bool> TryAddSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
        {
            var added = await Inner.TryAddSentAsync(share, null, cancellationToken);
            if (added && delivery is not null)
            {
                await Inner.AddAsync(delivery, cancellationToken);
            }

            return added;
        }
    }

    /// <summary>Tells of a change that did not happen.</summary>
    internal sealed class ItemWithoutChange(IShareStore inner) : DelegatingShareStore(inner)
    {
        public override async ValueTask<bool> TryReplaceReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
        {
            var replaced = await Inner.TryReplaceReceivedAsync(share, null, cancellationToken);
            if (delivery is not null)
            {
                await Inner.AddAsync(delivery, cancellationToken);
            }

            return replaced;
        }
    }

    /// <summary>Takes the last writer's word.</summary>
    internal sealed class LastWriterWins(IShareStore inner) : DelegatingShareStore(inner)
    {
        public override async ValueTask<bool> TryReplaceSentAsync(SentShare share, OutboxItem? delivery, CancellationToken cancellationToken = default)
        {
            var stored = await Inner.FindSentAsync(share.ProviderId, cancellationToken);
            return stored is not null && await Inner.TryReplaceSentAsync(share with { Version = stored.Version }, delivery, cancellationToken);
        }
    }

    /// <summary>Has no column for a field.</summary>
    internal sealed class ForgetsAField(IShareStore inner) : DelegatingShareStore(inner)
    {
        public override ValueTask<bool> TryAddReceivedAsync(ReceivedShare share, OutboxItem? delivery, CancellationToken cancellationToken = default) =>
            Inner.TryAddReceivedAsync(share with { Protocol = share.Protocol with { Others = null } }, delivery, cancellationToken);
    }

    /// <summary>Compares ids as a database with a case-insensitive collation does.</summary>
    internal sealed class IgnoresCase(IShareStore inner) : DelegatingShareStore(inner)
    {
        public override async ValueTask<SentShare?> FindSentAsync(string providerId, CancellationToken cancellationToken = default) =>
            (await Inner.ListSentAsync(new SentShareQuery { Limit = 1000 }, cancellationToken))
                .FirstOrDefault(share => string.Equals(share.ProviderId, providerId, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Gives a share's second item away while the first is under way.</summary>
    internal sealed class IgnoresOrder(IShareStore inner) : DelegatingShareStore(inner)
    {
        public override ValueTask AddAsync(OutboxItem item, CancellationToken cancellationToken = default) =>
            Inner.AddAsync(item with { OrderKey = item.Id }, cancellationToken);
    }

    /// <summary>Lets anybody end a lease.</summary>
    internal sealed class IgnoresLeaseOwner(IShareStore inner) : DelegatingShareStore(inner)
    {
        public override ValueTask<bool> TryRemoveAsync(string id, string? leaseOwner, CancellationToken cancellationToken = default) =>
            Inner.TryRemoveAsync(id, null, cancellationToken);
    }

    /// <summary>Pages by an offset that new shares shift.</summary>
    internal sealed class PagesByOffset(IShareStore inner) : DelegatingShareStore(inner)
    {
        private int _offset;

        public override async ValueTask<IReadOnlyList<SentShare>> ListSentAsync(SentShareQuery query, CancellationToken cancellationToken = default)
        {
            _offset = query.After is null ? 0 : _offset + query.Limit;
            var all = await Inner.ListSentAsync(query with { After = null, Limit = 1000 }, cancellationToken);
            return [.. all.Skip(_offset).Take(query.Limit)];
        }
    }
}
