using System.Diagnostics;
using System.Text.Json;

namespace Ocm.Samples.Tests.QuickStart;

/// <summary>The two programs of README.md stand there word for word, start, and do what the page says.</summary>
internal sealed class QuickStartTests
{
    private const string Server = "Ocm.Samples.QuickStart.Server";
    private const string Client = "Ocm.Samples.QuickStart.Client";

    [TestCase(Server)]
    [TestCase(Client)]
    public void Readme_HoldsTheProgram(string project)
    {
        var program = File.ReadAllText(Path.Combine(Root(), "samples", project, "Program.cs")).ReplaceLineEndings("\n").TrimEnd();

        Assert.That(File.ReadAllText(Path.Combine(Root(), "README.md")).ReplaceLineEndings("\n"), Does.Contain($"```csharp\n{program}\n```"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Programs_Started_ServeDiscoveryAndCall(CancellationToken cancellationToken)
    {
        using var server = Start(Server, "--urls", "http://127.0.0.1:0", "--PublicOrigin", "https://cloud.example.org");
        try
        {
            var url = await ListeningAsync(server, cancellationToken);
            using var http = new HttpClient();
            var discovery = JsonElement.Parse(await http.GetStringAsync(new Uri(url, "/.well-known/ocm"), cancellationToken));
            var unauthorized = await http.GetAsync(new Uri(url, "/dav/ocm/some-share"), cancellationToken);
            var said = await RunClientAsync($"localhost:{url.Port}", cancellationToken);

            Assert.That(discovery.GetProperty("endPoint").GetString(), Is.EqualTo("https://cloud.example.org/ocm"));
            Assert.That((int)unauthorized.StatusCode, Is.EqualTo(401));
            Assert.That(said, Does.StartWith("Blocked: "), "strangers on loopback are not called");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Uri> ListeningAsync(Process server, CancellationToken cancellationToken)
    {
        const string Mark = "Now listening on: ";
        while (await server.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains(Mark, StringComparison.Ordinal))
            {
                return new Uri(line[(line.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)..].Trim());
            }
        }

        throw new InvalidOperationException("The server ended: " + await server.StandardError.ReadToEndAsync(cancellationToken));
    }

    private static async Task<string> RunClientAsync(string server, CancellationToken cancellationToken)
    {
        using var client = Start(Client, server);
        var said = await client.StandardOutput.ReadToEndAsync(cancellationToken);
        await client.WaitForExitAsync(cancellationToken);
        return said;
    }

    private static Process Start(string project, params string[] arguments)
    {
        // The test project builds both programs; they lie in their own output folders, in the same configuration.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var assembly = Path.Combine(Root(), "samples", project, "bin", configuration, "net10.0", project + ".dll");
        return Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ocm.Sdk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
