using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ocm.Benchmarks.Load;

/// <summary>
/// Sends prepared requests to a server on loopback over connections that stay open, each on a thread of its own with a
/// blocking socket: that costs less than any HTTP client and leaves the thread pool to the servers.
/// </summary>
internal sealed class LoadTarget : IDisposable
{
    internal const int Concurrency = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket[] _sockets;
    private readonly int _status;

    internal LoadTarget(int port, int status)
    {
        _status = status;
        _sockets = [.. Enumerable.Range(0, Concurrency).Select(_ => Connect(port))];
    }

    /// <summary>Sends all requests once and waits for all answers.</summary>
    internal LoadResult Run(IReadOnlyList<byte[]> requests)
    {
        var next = -1;
        var failures = 0;
        var latencies = new long[requests.Count];
        using var start = new Barrier(Concurrency + 1);
        var threads = Array.ConvertAll(_sockets, socket => new Thread(() =>
        {
            var buffer = new byte[8192];
            start.SignalAndWait();
            for (var i = Interlocked.Increment(ref next); i < requests.Count && Volatile.Read(ref failures) == 0; i = Interlocked.Increment(ref next))
            {
                var sent = Stopwatch.GetTimestamp();
                if (!Exchange(socket, requests[i], buffer))
                {
                    Interlocked.Increment(ref failures);
                }

                latencies[i] = Stopwatch.GetTimestamp() - sent;
            }
        }));
        Array.ForEach(threads, thread => thread.Start());

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        start.SignalAndWait();
        var begin = Stopwatch.GetTimestamp();
        var processorTime = Environment.CpuUsage.TotalTime;
        Array.ForEach(threads, thread => thread.Join());
        var elapsed = Stopwatch.GetElapsedTime(begin);
        processorTime = Environment.CpuUsage.TotalTime - processorTime;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return failures == 0
            ? new LoadResult(elapsed, processorTime, latencies, allocated)
            : throw new InvalidOperationException($"A request was not answered with {_status} in {Patience.TotalSeconds} s.");
    }

    public void Dispose() => Array.ForEach(_sockets, socket => socket.Dispose());

    private static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private bool Exchange(Socket socket, byte[] request, byte[] buffer)
    {
        try
        {
            socket.Send(request);
            var received = 0;
            while (true)
            {
                var count = socket.Receive(buffer.AsSpan(received));
                received += count;
                if (count == 0)
                {
                    return false;
                }

                if (Answer.TryRead(buffer.AsSpan(0, received), out var answer))
                {
                    return answer.Status == _status && answer.Length == received;
                }
            }
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
