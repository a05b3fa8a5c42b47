using System.Text.Json;
using Ocm.Samples.Federation;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.Federation;

/// <summary>The whole demonstration, with a smaller large file.</summary>
[NonParallelizable] // it measures the memory of this process
internal sealed class StoryTests : IDisposable
{
    private static readonly string[] Titles =
    [
        "The servers discover each other",
        "Alice invites Bob",
        "Alice shares a folder with Bob",
        "Bob accepts the share",
        "Bob reads every file",
        "Bob writes where he may",
        "A large file streams through",
        "Bob requests a share, Alice grants it",
        "Forged messages are refused",
        "Alice ends the share",
    ];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Run_FolderWithOddNames_EveryStepPasses()
    {
        _folder.Write("share/read me.txt", "hello");
        _folder.Write("share/sub/ä#?%.txt", new string('x', 100_000));
        _folder.Write("share/sub/deeper/empty", string.Empty);

        var (code, output, error) = await RunAsync("--share", _folder["share"], "--json", _folder["result.json"], "--stream-mib", "8");

        Assert.That(code, Is.Zero, output);
        Assert.That(error, Is.Empty);
        using var report = JsonDocument.Parse(_folder.Read("result.json"));
        Assert.That(report.RootElement.GetProperty("passed").GetBoolean());
        var steps = report.RootElement.GetProperty("steps").EnumerateArray().ToList();
        Assert.That(steps.Select(step => step.GetProperty("title").GetString()), Is.EqualTo(Titles));
        Assert.That(steps.Select(step => step.GetProperty("number").GetInt32()), Is.EqualTo(Enumerable.Range(1, 10)));
        Assert.That(steps.Select(step => step.GetProperty("passed").GetBoolean()), Is.All.True);
        Assert.That(steps[4].GetProperty("detail").GetString(), Does.StartWith("3 files, 100,005 bytes"));
    }

    [Test]
    public async Task Run_ToAFile_TellsEachStepWithoutColoursAndSecrets()
    {
        _folder.Write("share/one.txt", "1");

        var (code, output, _) = await RunAsync("--share", _folder["share"], "--stream-mib", "1");

        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Not.Contain("\u001b"));
        for (var i = 0; i < Titles.Length; i++)
        {
            Assert.That(output, Does.Contain($"Step {i + 1}: {Titles[i]}"));
        }

        var lines = output.Split('\n');
        Assert.That(lines.Where(line => line.Contains("\"sharedSecret\"", StringComparison.Ordinal)), Is.Not.Empty.And.All.Contains("\"sharedSecret\": \"[redacted]\""));
        Assert.That(lines.Where(line => line.Contains("\"access_token\"", StringComparison.Ordinal)), Is.Not.Empty.And.All.Contains("\"access_token\": \"[redacted]\""));
        Assert.That(lines.Where(line => line.Contains("\"token\"", StringComparison.Ordinal)), Is.Not.Empty.And.All.Contains("\"token\": \"[redacted]\""));
        Assert.That(lines.Where(line => line.Contains("code=", StringComparison.Ordinal)), Is.Not.Empty.And.All.EndsWith("code=[redacted]"));
        Assert.That(lines.Where(line => line.TrimStart().StartsWith("Signature:", StringComparison.Ordinal)), Is.Not.Empty.And.All.EndsWith(":[redacted]:"));
        Assert.That(output, Does.Contain("10 of 10 steps passed"));
    }

    [TestCase("does not exist", "--share", "missing")]
    [TestCase("is a file", "--share", "file.txt")]
    [TestCase("has no files", "--share", "empty")]
    [TestCase("cannot be written", "--share", "share", "--json", "missing/result.json")]
    [TestCase("--stream-mib", "--share", "share", "--stream-mib", "0")]
    [TestCase("--stream-mib", "--stream-mib", "many")]
    [TestCase("Unrecognized", "--shares", "share")]
    [TestCase("Unrecognized", "share")]
    public async Task Run_WrongCall_IsOneLineAndExitCode2(string expected, params string[] args)
    {
        _folder.Write("share/one.txt", "1");
        _folder.Write("file.txt", "1");
        Directory.CreateDirectory(_folder["empty"]);
        var resolved = args.Select((arg, i) => i > 0 && args[i - 1] is "--share" or "--json" ? _folder[arg] : arg).ToArray();

        var (code, output, error) = await RunAsync(resolved);

        Assert.That(code, Is.EqualTo(FederationCommand.WrongCall));
        Assert.That(output, Is.Empty);
        Assert.That(error.TrimEnd('\n'), Does.Contain(expected).And.Not.Contain("\n"));
    }

    [Test]
    public async Task Run_Help_NamesTheOptions()
    {
        var (code, output, _) = await RunAsync("--help");

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("--share").And.Contain("--json").And.Not.Contain("stream"));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await FederationCommand.RunAsync(args, output, error, TestContext.CurrentContext.CancellationToken);
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }
}
