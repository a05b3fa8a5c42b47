using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ocm.Addresses;
using Ocm.Crash.Writer;

namespace Ocm.Crash.Tests;

/// <summary>The server that is killed, as a process of its own; always on the same port, which is part of its users' addresses.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private WriterProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it has logged; complete once it has ended.</summary>
    public Task<string> Errors => _errors;

    /// <summary>Starts the server and waits until it serves.</summary>
    public static async Task<WriterProcess> StartAsync(int port, CrashDatabase database, bool waits)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AnyUsers).Assembly.Location, $"{port}", .. database.Arguments, waits ? "wait" : "nowait"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        var writer = new WriterProcess(Process.Start(start)!);
        if (await writer._process.StandardOutput.ReadLineAsync() == "ready")
        {
            return writer;
        }

        writer.Kill();
        var errors = await writer.Errors;
        writer.Dispose();
        throw new InvalidOperationException($"The writer did not start: {errors}");
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

    /// <summary>A port that is free now and that the system does not give to outgoing connections.</summary>
    public static int FindPort(Random random)
    {
        while (true)
        {
            var port = random.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another.
            }
        }
    }

    public static OcmHost HostAt(int port) => OcmHost.Parse($"127.0.0.1:{port}");
}
