using System.Runtime.CompilerServices;
using Ocm.Shares;

namespace Ocm.Server.Shares;

/// <summary>Goes through all shares that a query selects, page by page; whoever walks may end them on the way.</summary>
internal static class ShareWalk
{
    private const int PageSize = 200;

    internal static async IAsyncEnumerable<SentShare> WalkAsync(
        this IShareStore store, SentShareQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        query = query with { Limit = PageSize };
        while (await store.ListSentAsync(query, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var share in page)
            {
                yield return share;
            }

            query = query with { After = page[^1].ProviderId };
        }
    }

    internal static async IAsyncEnumerable<ReceivedShare> WalkAsync(
        this IShareStore store, ReceivedShareQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        query = query with { Limit = PageSize };
        while (await store.ListReceivedAsync(query, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var share in page)
            {
                yield return share;
            }

            query = query with { After = page[^1].Id };
        }
    }
}
