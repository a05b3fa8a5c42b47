using Microsoft.Extensions.DependencyInjection;

namespace Ocm.Stores.Tests;

/// <summary>The services of two nodes of one server.</summary>
internal sealed class NodePair(ServiceProvider first, ServiceProvider second, Func<ValueTask>? dispose = null) : IAsyncDisposable
{
    public IServiceProvider First => first;

    public IServiceProvider Second => second;

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        if (dispose is not null)
        {
            await dispose();
        }
    }
}
