using Microsoft.Extensions.Options;

namespace Ocm.Client.Access;

/// <summary>The memories of the most recently used shares.</summary>
internal sealed class ShareMemories(IOptions<OcmAccessOptions> options)
{
    private readonly Lock _lock = new();
    private readonly RecentShares<ShareMemory> _shares = new(options.Value.MaxTrackedShares, static () => new ShareMemory());

    internal ShareMemory Get(ShareKey key)
    {
        lock (_lock)
        {
            return _shares.Get(key);
        }
    }
}
