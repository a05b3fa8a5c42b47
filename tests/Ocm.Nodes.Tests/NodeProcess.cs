using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ocm.Samples.Peer;

namespace Ocm.Nodes.Tests;

/// <summary>The sample server as a process of its own.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const int Tries = 5;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodeProcess(Process process, Uri address)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Address = address;
    }

    /// <summary>Where the process listens; others know the proxy's address only.</summary>
    public Uri Address { get; }

    /// <summary>What the process has logged; complete once it has ended.</summary>
    public Task<string> Errors => _errors;

    /// <summary>Starts a process and waits until it serves.</summary>
    /// <param name="arguments">Its settings but the address.</param>
    public static Task<NodeProcess> StartAsync(IReadOnlyList<string> arguments) => StartAsync(_ => arguments);

    /// <summary>Starts a process whose settings depend on its address, and waits until it serves.</summary>
    /// <param name="arguments">Its settings but the address.</param>
    public static async Task<NodeProcess> StartAsync(Func<Uri, IReadOnlyList<string>> arguments)
    {
        for (var i = 1; ; i++)
        {
            // Another program may take the port before the process does.
            var address = new Uri($"http://127.0.0.1:{FindFreePort()}");
            var start = new ProcessStartInfo("dotnet", [typeof(PeerProgram).Assembly.Location, $"--Peer:Listen={address.GetLeftPart(UriPartial.Authority)}", .. arguments(address)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var node = new NodeProcess(Process.Start(start)!, address);
            if (await node._process.StandardOutput.ReadLineAsync() is { } line && line.StartsWith("ready ", StringComparison.Ordinal))
            {
                return node;
            }

            node.Kill();
            var errors = await node.Errors;
            node.Dispose();
            if (i == Tries || !errors.Contains("in use", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The node did not start: {errors}");
            }
        }
    }

    /// <summary>SIGKILL: the process has no chance to finish anything.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
