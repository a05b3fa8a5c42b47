using System.Net;
using System.Net.Sockets;

namespace Ocm.Client.Tests.Http;

/// <summary>A host that never answers a connection, as behind a firewall that drops packets: its backlog is full.</summary>
internal sealed class SilentHost : IDisposable
{
    private readonly List<Socket> _sockets = [];

    public SilentHost(IPAddress address, int port)
    {
        var listener = Create();
        listener.Bind(new IPEndPoint(address, port));
        listener.Listen(0);
        var endPoint = (IPEndPoint)listener.LocalEndPoint!;
        (Address, Port) = (endPoint.Address, endPoint.Port);
        for (var i = 0; i < 4; i++)
        {
            _ = FillAsync(Create(), endPoint);
        }
    }

    public IPAddress Address { get; }

    public int Port { get; }

    public void Dispose() => _sockets.ForEach(s => s.Dispose());

    private static async Task FillAsync(Socket socket, IPEndPoint endPoint)
    {
        try
        {
            await socket.ConnectAsync(endPoint);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private Socket Create()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        return socket;
    }
}
