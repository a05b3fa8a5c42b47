using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Peer.Users;

namespace Ocm.Samples.Peer;

/// <summary>The program: settings in, one line when it serves, an exit code when it ends.</summary>
public static class PeerProgram
{
    /// <summary>What the program ends with when the settings are wrong.</summary>
    public const int WrongSettings = 2;

    /// <summary>Runs until a signal or <paramref name="cancellationToken"/> ends it.</summary>
    /// <returns>0, or <see cref="WrongSettings"/> after one line on <paramref name="error"/> for each mistake.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        if (PeerArguments.AsksForHelp(args))
        {
            await output.WriteLineAsync(PeerArguments.Usage);
            return 0;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            var configuration = PeerArguments.Read(args);
            var settings = new PeerHostSettings { ConfigureLogging = logging => LogToError(logging, configuration) };
            await using var host = await PeerHost.StartAsync(PeerOptionsReader.Read(configuration), settings, stop.Token);
            await output.WriteLineAsync($"ready {host.PublicOrigin.GetLeftPart(UriPartial.Authority)}");
            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await host.StopAsync(CancellationToken.None);
            return 0;
        }
        catch (PeerConfigurationException e)
        {
            foreach (var message in e.Messages)
            {
                await error.WriteLineAsync(message);
            }

            return WrongSettings;
        }
        catch (OptionsValidationException e)
        {
            foreach (var message in e.Failures)
            {
                await error.WriteLineAsync(message);
            }

            return WrongSettings;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    // Standard output carries the one line that scripts wait for, and nothing else.
    private static void LogToError(ILoggingBuilder logging, IConfiguration configuration) => logging
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None) // why the start failed is told in one line
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error) // warns that keys lie in a folder: an owner-only one
        .AddFilter(typeof(BasicAuthenticationHandler).FullName, LogLevel.Warning)
        .AddConfiguration(configuration.GetSection("Logging"))
        .AddSimpleConsole(console => console.SingleLine = true)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
