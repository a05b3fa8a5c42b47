using System.Net;
using System.Net.Sockets;

namespace Ocm.Samples.Peer.Configuration;

/// <summary>
/// A free port of the loopback interface, held from the moment it is known. A server's public origin is part of its
/// identity and must be known before it starts; who starts several in one process takes a port here, writes it into the
/// origin and hands it to the host, and nobody can take the port in between.
/// </summary>
public sealed class LoopbackPort : IDisposable
{
    private const int Tries = 20;

    private readonly Dictionary<AddressFamily, Socket> _sockets;

    private LoopbackPort(Dictionary<AddressFamily, Socket> sockets)
    {
        _sockets = sockets;
        Port = ((IPEndPoint)sockets[AddressFamily.InterNetwork].LocalEndPoint!).Port;
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Takes a port that is free on 127.0.0.1 and, where the machine has it, on ::1.</summary>
    public static LoopbackPort Take()
    {
        for (var i = 1; ; i++)
        {
            var sockets = new Dictionary<AddressFamily, Socket>();
            try
            {
                var port = Bind(sockets, IPAddress.Loopback, 0);
                if (Socket.OSSupportsIPv6)
                {
                    Bind(sockets, IPAddress.IPv6Loopback, port);
                }

                return new LoopbackPort(sockets);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && i < Tries)
            {
                Release(sockets);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable && sockets.ContainsKey(AddressFamily.InterNetwork))
            {
                return new LoopbackPort(sockets); // ::1 is switched off
            }
            catch
            {
                Release(sockets);
                throw;
            }
        }
    }

    /// <summary>Gives the socket for an endpoint away, or null where this is not its port.</summary>
    internal Socket? TakeSocket(EndPoint endPoint) =>
        endPoint is IPEndPoint { Port: var port } && port == Port && _sockets.Remove(endPoint.AddressFamily, out var socket)
            ? socket
            : null;

    /// <inheritdoc/>
    public void Dispose() => Release(_sockets);

    private static int Bind(Dictionary<AddressFamily, Socket> sockets, IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));

            // On Unix a port that is bound only can be bound by others too; one that listens cannot.
            socket.Listen();
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        sockets.Add(address.AddressFamily, socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static void Release(Dictionary<AddressFamily, Socket> sockets)
    {
        foreach (var socket in sockets.Values)
        {
            socket.Dispose();
        }

        sockets.Clear();
    }
}
