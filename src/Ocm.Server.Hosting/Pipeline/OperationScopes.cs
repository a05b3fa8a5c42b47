using Microsoft.Extensions.DependencyInjection;

namespace Ocm.Server.Pipeline;

/// <summary>Opens the scope in which one operation resolves its stores, so that a vendor's DbContext lives exactly that long.</summary>
internal sealed class OperationScopes(IServiceScopeFactory factory)
{
    internal AsyncServiceScope Open() => factory.CreateAsyncScope();
}
