using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Ocm.Interop.Tests;

/// <summary>The npm packages in a process of their own; one question at a time. Where node or the packages are missing, the test is skipped.</summary>
[SetUpFixture]
public sealed class NodePeer
{
    private const string Missing = "Needs node and the npm packages: install nodejs, then run 'npm ci' in tests/Ocm.Interop.Tests/node.";

    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static Process? process;

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
            process = Process.Start(new ProcessStartInfo("node", "peer.mjs")
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
        if (process is not null)
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                process.Kill();
            }

            process.Dispose();
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
        if (process is null)
        {
            Assert.Ignore(Missing);
        }

        question["operation"] = operation;
        await Turn.WaitAsync();
        try
        {
            await process!.StandardInput.WriteLineAsync(question.ToJsonString());
            await process.StandardInput.FlushAsync();
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
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
