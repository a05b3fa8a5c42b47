namespace Ocm.Samples.Peer;

/// <summary>A server that starts and stops when its owner says so; signals of the process are the program's business.</summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
