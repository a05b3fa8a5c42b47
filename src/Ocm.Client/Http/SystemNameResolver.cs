using System.Net;

namespace Ocm.Client.Http;

/// <summary>The operating system's resolver.</summary>
/// <remarks>
/// On most systems a lookup blocks a thread until the slowest name server on the way has answered, and strangers choose
/// the names. So lookups run on threads of their own, a bounded number at a time: they never starve the thread pool.
/// </remarks>
internal sealed class SystemNameResolver : INameResolver, IDisposable
{
    private const int MaxLookups = 64;
    private readonly SemaphoreSlim _lookups = new(MaxLookups);

    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken = default)
    {
        await _lookups.WaitAsync(cancellationToken).ConfigureAwait(false);
        var lookup = Task.Factory.StartNew(
            () => Resolve(host),
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
        return await lookup.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _lookups.Dispose();

    private IPAddress[] Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        try
        {
            _lookups.Release();
        }
        catch (ObjectDisposedException)
        {
            // The application ended while a name server was still thinking.
        }
    }
}
