using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ocm.Client.Tests.Http;

/// <summary>Another server that need not speak HTTP: each connection is answered with whatever the test wants.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private int _connections;

    private RawPeer(Func<NetworkStream, CancellationToken, Task> answer)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = AcceptAsync(answer);
    }

    public int Port { get; }

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Answers each connection's first request with these bytes and closes.</summary>
    public static RawPeer Answering(string answer) => Start(async (stream, token) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), token));

    /// <summary>Calls the test's function when a request's headers were read; the connection closes when it ends.</summary>
    public static RawPeer Start(Func<NetworkStream, CancellationToken, Task> answer) => new(answer);

    public Uri Url(string path = "/", string host = "peer.test") => new($"http://{host}:{Port}{path}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> answer)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), answer));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> answer)
    {
        Interlocked.Increment(ref _connections);
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var received = new StringBuilder();
                var buffer = new byte[4096];
                while (!received.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    var read = await stream.ReadAsync(buffer, _stop.Token);
                    if (read == 0)
                    {
                        return;
                    }

                    received.Append(Encoding.Latin1.GetString(buffer, 0, read));
                }

                await answer(stream, _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The client went away, as many tests want it to.
            }
        }
    }
}
