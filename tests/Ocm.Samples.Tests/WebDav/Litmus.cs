using System.Globalization;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>The program litmus: suites of requests that a WebDAV server should answer as RFC 4918 says.</summary>
internal static class Litmus
{
    // The server refuses to store properties of clients: class 1 only recommends it (RFC 4918, section 9.2). What asks for that cannot pass.
    private static readonly string[] Storing = ["propset", "propget", "propmanyns"];

    // Everything else of the suite. What only looks at a property that was stored before is skipped by litmus itself.
    private static readonly string[] Passing = ["begin", "propfind_invalid", "propfind_invalid2", "propfind_d0", "propinit", "propextended", "propwformed"];

    /// <summary>Runs a suite that must pass to its last test.</summary>
    public static async Task PassesAsync(string suite, string folder, string url, string user, string password)
    {
        var (code, output) = await RunAsync(suite, folder, url, user, password);
        Assert.That(output, Does.Contain(" 0 failed. 100.0%"));
        Assert.That(code, Is.Zero);
    }

    /// <summary>Runs the suite of properties, which may fail only where it stores some of its own.</summary>
    public static async Task PassesPropertiesAsync(string folder, string url, string user, string password)
    {
        var (_, output) = await RunAsync("props", folder, url, user, password);
        var results = output.Split('\n', '\r')
            .Select(line => line.Split([' ', '.'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 2 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(words => (Name: words[1], Result: words[2]))
            .ToList();
        Assert.That(results.Where(test => test.Result == "FAIL").Select(test => test.Name), Is.SubsetOf(Storing));
        Assert.That(results.Where(test => test.Result == "pass").Select(test => test.Name), Is.SupersetOf(Passing));
    }

    private static Task<(int Code, string Output)> RunAsync(string suite, string folder, string url, string user, string password)
    {
        Directory.CreateDirectory(folder);
        return ClientProgram.RunAsync("litmus", folder, ["-k", url, user, password], input: null, ("TESTS", suite));
    }
}
