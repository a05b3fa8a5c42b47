using Microsoft.Extensions.DependencyInjection;
using Ocm.Server;

namespace Ocm.Crash.Tests;

/// <summary>The database that outlives the process.</summary>
internal abstract class CrashDatabase : IAsyncDisposable
{
    /// <summary>How the writer is told of it.</summary>
    public abstract IReadOnlyList<string> Arguments { get; }

    /// <summary>What the database itself finds wrong with its file; null for nothing.</summary>
    public abstract Task<string?> FindDamageAsync();

    /// <summary>Whatever may happen to the database itself while its client is dead.</summary>
    public virtual Task CrashTooAsync() => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();

    /// <summary>The stores on this database, in this process.</summary>
    public ServiceProvider OpenStores()
    {
        var builder = new Builder();
        builder.Services.AddLogging();
        AddStores(builder);
        return builder.Services.BuildServiceProvider();
    }

    protected abstract void AddStores(IOcmServerBuilder builder);

    private sealed class Builder : IOcmServerBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();
    }
}
