using System.Collections.Concurrent;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Conformance.Dialects;

/// <summary>A product that tells its users what was asked of them.</summary>
internal sealed class ReshareWishes : IReshareWishHandler
{
    private readonly ConcurrentQueue<ReshareWish> _all = new();

    public IReadOnlyCollection<ReshareWish> All => _all;

    public ValueTask<OcmResult<OcmUnit>> HandleAsync(ReshareWish wish, CancellationToken cancellationToken)
    {
        _all.Enqueue(wish);
        return ValueTask.FromResult<OcmResult<OcmUnit>>(OcmUnit.Value);
    }
}
