using System.Diagnostics;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>A program that is installed on this machine, or the test is skipped.</summary>
internal static class ClientProgram
{
    /// <summary>Runs it in a folder and gives what it wrote to both outputs.</summary>
    public static async Task<(int Code, string Output)> RunAsync(
        string name, string folder, IEnumerable<string> args, string? input = null, params (string Name, string Value)[] environment)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Select(directory => Path.Join(directory, name))
            .FirstOrDefault(File.Exists);
        if (program is null)
        {
            Assert.Ignore($"{name} is not installed.");
        }

        var start = new ProcessStartInfo(program!, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = folder;
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(tooLong.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        var text = await output + await error;
        TestContext.Out.WriteLine(text);
        return (process.ExitCode, text);
    }
}
