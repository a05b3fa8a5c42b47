using Microsoft.Extensions.DependencyInjection;

namespace Ocm.Server;

/// <inheritdoc />
internal sealed class OcmServerBuilder(IServiceCollection services) : IOcmServerBuilder
{
    public IServiceCollection Services { get; } = services;
}
