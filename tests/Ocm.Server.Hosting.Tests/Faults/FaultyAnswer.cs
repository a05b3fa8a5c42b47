using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Ocm.Server.Hosting.Tests.Faults;

/// <summary>A request that is answered badly.</summary>
internal sealed class FaultyAnswer(SslStream stream, Socket socket, GoodAnswer good)
{
    /// <summary>What a good server would have answered.</summary>
    public GoodAnswer Good => good;

    public async Task WriteAsync(string text, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Closes the connection so that the other side sees a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, 0);
        socket.Close();
    }
}
