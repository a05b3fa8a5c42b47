using System.Net;
using System.Net.Sockets;
using Ocm.Errors;

namespace Ocm.Client.Http;

/// <summary>
/// Makes the connections of the HTTP handler and is the destination guard: a name is resolved here, every address is
/// checked here, and exactly a checked address is connected, so that nothing can change between check and use.
/// </summary>
internal sealed class PeerConnector(DestinationPolicy policy, INameResolver resolver, IWebProxy? proxy, TimeProvider timeProvider)
{
    // RFC 8305, Section 5: the pause before the next address is tried beside the one that does not answer yet.
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    // A name may have any number of addresses; more are not tried.
    private const int MaxAddresses = 8;

    private static OcmFailure NotResolved { get; } = new(OcmFailureKind.Unreachable, "The other server's name could not be resolved.");

    private static OcmFailure NotConnected { get; } = new(OcmFailureKind.Unreachable, "The other server could not be connected.");

    /// <summary>The handler's connect callback.</summary>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        try
        {
            var addresses = await ResolveAsync(host, cancellationToken).ConfigureAwait(false);
            var candidates = IsProxy(context) ? addresses : Filter(host, port, addresses);
            var socket = await ConnectFirstAsync(Interleave(candidates), port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The handler knows its own timeout by its own token alone.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>
    /// Checks a destination that a proxy will connect, as far as that can be seen from here: where the name resolves, one
    /// of its addresses must be allowed; where it does not, only the proxy knows it, and only the port is checked.
    /// </summary>
    /// <returns>Why not, or null; null also where no proxy is used, because then the connection is checked.</returns>
    internal async ValueTask<OcmFailure?> CheckProxiedAsync(Uri uri, CancellationToken cancellationToken)
    {
        if (proxy is null || ProxyFor(uri) is null)
        {
            return null;
        }

        var addresses = await ResolveAsync(uri.IdnHost, cancellationToken).ConfigureAwait(false);
        if (addresses.Count == 0)
        {
            return policy.CheckUnresolved(uri.IdnHost, uri.Port);
        }

        OcmFailure? first = null;
        foreach (var address in addresses)
        {
            // The proxy picks the address, so a single one that is not allowed spoils the name.
            first ??= policy.Check(uri.IdnHost, uri.Port, address);
        }

        return first;
    }

    private async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [Unmapped(literal)];
        }

        try
        {
            var addresses = await resolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
            return [.. addresses.Select(Unmapped)];
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private List<IPAddress> Filter(string host, int port, IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            throw new PeerConnectException(NotResolved, mayPass: true);
        }

        var allowed = new List<IPAddress>(addresses.Count);
        OcmFailure? reason = null;
        foreach (var address in addresses)
        {
            var failure = policy.Check(host, port, address);
            if (failure is null)
            {
                allowed.Add(address);
            }

            reason ??= failure;
        }

        return allowed.Count > 0 ? allowed : throw new PeerConnectException(reason!);
    }

    private bool IsProxy(SocketsHttpConnectionContext context)
    {
        // A tunnel is asked for with CONNECT, which no call of ours uses; a proxy for plain http gets the call itself.
        var request = context.InitialRequestMessage;
        return proxy is not null
            && (request.Method == HttpMethod.Connect
                || (request.RequestUri is { } uri && ProxyFor(uri) is { } at
                    && at.Port == context.DnsEndPoint.Port
                    && string.Equals(at.IdnHost, context.DnsEndPoint.Host, StringComparison.OrdinalIgnoreCase)));
    }

    private Uri? ProxyFor(Uri uri) => proxy!.IsBypassed(uri) ? null : proxy.GetProxy(uri);

    // RFC 8305, Section 4: the families in turn, beginning with the family that the resolver prefers.
    private static List<IPAddress> Interleave(IReadOnlyList<IPAddress> addresses)
    {
        var first = new Queue<IPAddress>(addresses.Where(a => a.AddressFamily == addresses[0].AddressFamily));
        var second = new Queue<IPAddress>(addresses.Where(a => a.AddressFamily != addresses[0].AddressFamily));
        var result = new List<IPAddress>(MaxAddresses);
        while (result.Count < MaxAddresses && (first.Count > 0 || second.Count > 0))
        {
            if (first.TryDequeue(out var address))
            {
                result.Add(address);
            }

            (first, second) = (second, first);
        }

        return result;
    }

    private async Task<Socket> ConnectFirstAsync(List<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<Socket?>>(addresses.Count);
        var next = 0;
        try
        {
            while (next < addresses.Count || running.Count > 0)
            {
                if (next < addresses.Count)
                {
                    running.Add(TryConnectAsync(addresses[next++], port, stop.Token));
                }

                var done = await NextAsync(running, next < addresses.Count, stop.Token).ConfigureAwait(false);
                if (done is null)
                {
                    continue;
                }

                running.Remove(done);
                if (await done.ConfigureAwait(false) is { } socket)
                {
                    return socket;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var loser in running)
            {
                _ = CloseAsync(loser);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new PeerConnectException(NotConnected, mayPass: true);
    }

    /// <summary>An attempt that came to its end, or null when it is time to begin another.</summary>
    private async Task<Task<Socket?>?> NextAsync(List<Task<Socket?>> running, bool more, CancellationToken cancellationToken)
    {
        var any = Task.WhenAny(running);
        if (more)
        {
            using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pause = Task.Delay(AttemptDelay, timeProvider, awake.Token);
            var winner = await Task.WhenAny(any, pause).ConfigureAwait(false);
            await awake.CancelAsync().ConfigureAwait(false);
            if (winner == pause)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }

        return await any.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Socket?> TryConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket?.Dispose();
            return null;
        }
    }

    private static async Task CloseAsync(Task<Socket?> loser) => (await loser.ConfigureAwait(false))?.Dispose();
}
