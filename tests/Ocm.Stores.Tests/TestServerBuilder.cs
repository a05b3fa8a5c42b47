using Microsoft.Extensions.DependencyInjection;
using Ocm.Server;

namespace Ocm.Stores.Tests;

/// <summary>Registers stores without the rest of a server.</summary>
internal sealed class TestServerBuilder : IOcmServerBuilder
{
    public TestServerBuilder() => Services.AddLogging();

    public IServiceCollection Services { get; } = new ServiceCollection();

    public ServiceProvider Build() =>
        Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
}
