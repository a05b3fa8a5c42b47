using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Ocm.Samples.Peer.Configuration;

/// <summary>Says in one line why an address could not be bound.</summary>
internal static class ListenFailure
{
    /// <summary>The line, or null where the failure is another one.</summary>
    public static string? Describe(Exception exception, PeerOptions options)
    {
        var address = options.Listen ?? ListenAddress.Default(options.PublicOrigin);
        for (var e = exception; e is not null; e = e.InnerException)
        {
            var code = e switch
            {
                AddressInUseException => SocketError.AddressAlreadyInUse,
                SocketException socket => socket.SocketErrorCode,
                _ => SocketError.Success,
            };
            switch (code)
            {
                case SocketError.AddressAlreadyInUse:
                    return $"The address {address} is in use by another program: stop that, or choose another port with Peer:Listen or Peer:PublicOrigin.";
                case SocketError.AccessDenied:
                    return $"The address {address} may not be bound by this user: choose a port from 1024 up with Peer:Listen.";
                case SocketError.AddressNotAvailable:
                    return $"The address {address} is not one of this machine: choose another with Peer:Listen.";
                default:
                    break;
            }
        }

        return null;
    }
}
