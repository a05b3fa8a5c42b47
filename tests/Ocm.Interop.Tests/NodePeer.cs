using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Ocm.Interop.Tests;

/// <summary>The npm packages in a _process of their own; one question at a time. Where node or the packages are missing, the test is skipped.</summary>
[SetUpFixture]
public sealed class NodePeer
{
    private const string Missing = "Needs node and the npm packages: install nodejs, then run 'npm ci' in tests/Ocm.Interop.Tests/node.";

    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static Process? _process;

    [OneTimeSetUp]
    public static void Start()
    {
        var folder = Path.Combine(Root(), "tests", "Ocm.Interop.Tests", "node");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            return;
        }

        try
        {
            _process = Process.Start(new ProcessStartInfo("node", "peer.mjs")
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No node.
        }
    }

    [OneTimeTearDown]
    public static void Stop()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Kill();
            }

            _process.Dispose();
        }
    }

    /// <summary>Asks for what an operation of peer.mjs gives; an error there fails the test.</summary>
    internal static async Task<JsonNode?> AskAsync(string operation, JsonObject question)
    {
        var answer = await TryAskAsync(operation, question);
        return answer["error"] is { } error ? throw new AssertionException($"{operation}: {error}") : answer["result"];
    }

    /// <summary>The same, with an error as an answer.</summary>
    internal static async Task<JsonObject> TryAskAsync(string operation, JsonObject question)
    {
        if (_process is null)
        {
            Assert.Ignore(Missing);
        }

        question["operation"] = operation;
        await Turn.WaitAsync();
        try
        {
            await _process!.StandardInput.WriteLineAsync(question.ToJsonString());
            await _process.StandardInput.FlushAsync();
            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            return JsonNode.Parse(line ?? throw new AssertionException("node has ended."))!.AsObject();
        }
        finally
        {
            Turn.Release();
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ocm.Sdk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
