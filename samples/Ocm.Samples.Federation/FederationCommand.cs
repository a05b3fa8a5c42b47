using System.CommandLine;
using Ocm.Samples.Federation.Narration;
using Ocm.Samples.Peer.Configuration;
using Spectre.Console;

namespace Ocm.Samples.Federation;

/// <summary>The command line: plays the story and says by its exit code how it went.</summary>
public static class FederationCommand
{
    /// <summary>What the program ends with when a step failed.</summary>
    public const int StepFailed = 1;

    /// <summary>What the program ends with when it was called wrongly.</summary>
    public const int WrongCall = 2;

    /// <summary>Plays the story.</summary>
    /// <returns>0 where every step passed, else <see cref="StepFailed"/> or <see cref="WrongCall"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var share = new Option<string?>("--share") { Description = "The folder that is shared; by default the repository's docs.", HelpName = "PATH" };
        var json = new Option<string?>("--json") { Description = "Writes the results of the steps to a file.", HelpName = "FILE" };
        var stream = new Option<int>("--stream-mib") { Description = "The size of the large file.", Hidden = true, DefaultValueFactory = _ => StorySettings.DefaultStreamMiB };
        var root = new RootCommand("Two OCM servers of two vendors, on HTTPS at this machine, share a folder with each other: step by step, with the messages between them.")
        {
            share, json, stream,
        };
        root.SetAction((parsed, ended) => PlayAsync(
            new StorySettings { Share = parsed.GetValue(share), Json = parsed.GetValue(json), StreamMiB = parsed.GetValue(stream) }, output, error, ended));
        var call = root.Parse(args);
        if (call.Errors.Count > 0)
        {
            await error.WriteLineAsync(string.Join(' ', call.Errors.Select(mistake => mistake.Message)) + " --help lists the options.");
            return WrongCall;
        }

        return await call.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
    }

    private static async Task<int> PlayAsync(StorySettings settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (settings.Check() is { } mistake)
        {
            await error.WriteLineAsync(mistake);
            return WrongCall;
        }

        var narrator = new Narrator(CreateConsole(output));
        try
        {
            var report = await Story.PlayAsync(settings, narrator, cancellationToken);
            narrator.Table(report);
            return await WriteAsync(report, settings.Json, error, cancellationToken) ?? (report.Passed ? 0 : StepFailed);
        }
        catch (PeerConfigurationException e)
        {
            await error.WriteLineAsync($"The servers could not start: {e.Message}");
            return WrongCall;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("Interrupted.");
            return StepFailed;
        }
    }

    private static async Task<int?> WriteAsync(StoryReport report, string? file, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await report.WriteAsync(file, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"The file '{file}' could not be written: check its permissions.");
            return WrongCall;
        }
    }

    private static IAnsiConsole CreateConsole(TextWriter output)
    {
        // Whoever reads a file has no colours, and lets the lines be as long as they are.
        var isFile = output != Console.Out || Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isFile ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isFile ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isFile ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isFile)
        {
            console.Profile.Width = Narrator.WidthOfFiles;
        }

        return console;
    }
}
