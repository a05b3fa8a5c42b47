using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ocm.Samples.Tests.WebApps;

/// <summary>A real Chromium, driven by a script of Node.js; the test is skipped where either is missing.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private Browser(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a browser with an empty profile.</summary>
    /// <param name="origin">The server where it signs in when asked.</param>
    /// <param name="user">As whom.</param>
    /// <param name="password">With what.</param>
    public static Browser Start(Uri origin, string user, string password)
    {
        var script = Path.Join(FindFolder(), "browser.mjs");
        var options = new JsonObject
        {
            ["executablePath"] = FindProgram("chromium"),
            ["credentials"] = new JsonObject { ["username"] = user, ["password"] = password, ["origin"] = origin.GetLeftPart(UriPartial.Authority) },
        };
        var start = new ProcessStartInfo(FindProgram("node"), [script, options.ToJsonString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new Browser(Process.Start(start)!);
    }

    public Task GoAsync(string url) => DoAsync(new() { ["do"] = "goto", ["url"] = url });

    public Task OpenTabAsync(string url) => DoAsync(new() { ["do"] = "tab", ["url"] = url });

    /// <summary>Shows a page at an address that is neither server's.</summary>
    public Task ShowForeignAsync(string url, string html) => DoAsync(new() { ["do"] = "foreign", ["url"] = url, ["html"] = html });

    public async Task<string> ValueAsync(string selector, string? frame = null) =>
        (await DoAsync(new() { ["do"] = "value", ["selector"] = selector, ["frame"] = frame })).GetProperty("value").GetString()!;

    public Task FillAsync(string selector, string text, string? frame = null) =>
        DoAsync(new() { ["do"] = "fill", ["selector"] = selector, ["text"] = text, ["frame"] = frame });

    public Task ClickAsync(string selector, string? frame = null) => DoAsync(new() { ["do"] = "click", ["selector"] = selector, ["frame"] = frame });

    /// <summary>Waits until a field has another value than it had.</summary>
    public async Task<string> ChangedAsync(string selector, string from, string? frame = null) =>
        (await DoAsync(new() { ["do"] = "changed", ["selector"] = selector, ["frame"] = frame, ["from"] = from })).GetProperty("value").GetString()!;

    /// <summary>Waits until the browser has refused to show something in a frame.</summary>
    public Task RefusalAsync() => DoAsync(new() { ["do"] = "refused" });

    /// <summary>Everything that the browser has seen so far: requests and answers with their headers and bodies, pages, console, storage.</summary>
    public async Task<IReadOnlyList<JsonElement>> SeenAsync() => [.. (await DoAsync(new() { ["do"] = "seen" })).GetProperty("seen").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var tooLong = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(tooLong.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<JsonElement> DoAsync(JsonObject command)
    {
        await _process.StandardInput.WriteLineAsync(command.ToJsonString());
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line is null)
        {
            Assert.Fail($"The browser ended: {await _errors}");
        }

        var answer = JsonElement.Parse(line!);
        Assert.That(answer.TryGetProperty("error", out var error) ? error.GetString() : null, Is.Null, command.ToJsonString());
        return answer;
    }

    private static string FindProgram(string name)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Select(directory => Path.Join(directory, name))
            .FirstOrDefault(File.Exists);
        if (program is null)
        {
            Assert.Ignore($"{name} is not installed.");
        }

        return program!;
    }

    private static string FindFolder()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Ocm.Sdk.sln")))
        {
            folder = folder.Parent;
        }

        var node = Path.Join(folder?.FullName, "tests", "Ocm.Samples.Tests", "node");
        if (!Directory.Exists(Path.Join(node, "node_modules", "playwright-core")))
        {
            Assert.Ignore("playwright-core is not installed: run npm ci in tests/Ocm.Samples.Tests/node.");
        }

        return node;
    }
}
