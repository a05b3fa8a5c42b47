namespace Ocm.Architecture.PublicApi;

/// <summary>
/// Every change of what users of a package see is seen by its author too: the public API of each package is approved as text.
/// Approve with <c>OCM_APPROVE_API=1 dotnet test tests/Ocm.Architecture.Tests --filter PublicApi</c>, and read the diff before you commit it.
/// </summary>
public sealed class PublicApiTests
{
    private const string Folder = "tests/Ocm.Architecture.Tests/PublicApi";
    private const string HowToApprove = "OCM_APPROVE_API=1 dotnet test tests/Ocm.Architecture.Tests --filter PublicApi";

    private static IReadOnlyList<Package> Packages => Package.All;

    [TestCaseSource(nameof(Packages))]
    public void PublicApi_IsTheApprovedOne(object package)
    {
        var name = ((Package)package).Name;
        var path = Path.Combine(Repository.Root, Folder, name + ".approved.txt");
        var actual = ApiText.Of((Package)package);
        if (Environment.GetEnvironmentVariable("OCM_APPROVE_API") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        if (!File.Exists(path))
        {
            Assert.Ignore($"The public API of {name} is not approved yet: {HowToApprove}");
        }

        var difference = Difference(File.ReadAllText(path).ReplaceLineEndings("\n"), actual).ToList();
        Assert.That(difference, Is.Empty, $"The public API of {name} changed:\n{string.Join('\n', difference)}\nIf it is meant: {HowToApprove}");
    }

    [Test]
    public void ApprovedFile_BelongsToAPackage()
    {
        var approved = Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder), "*.approved.txt").Select(path => Path.GetFileName(path).Replace(".approved.txt", string.Empty, StringComparison.Ordinal));
        Assert.That(approved, Is.SubsetOf(Packages.Select(package => package.Name)));
    }

    // Each line with the type that it belongs to, so that a line that moved to another type is seen.
    private static IEnumerable<string> Difference(string approved, string actual)
    {
        var (before, after) = (Qualified(approved), Qualified(actual));
        return before.Except(after).Select(line => $"- {line}").Concat(after.Except(before).Select(line => $"+ {line}"));
    }

    private static List<string> Qualified(string text)
    {
        List<string> lines = [];
        var (room, type) = (string.Empty, string.Empty);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
            {
                room = line["namespace ".Length..];
            }
            else if (!line.StartsWith(' '))
            {
                type = line;
                lines.Add($"{room}: {type}");
            }
            else
            {
                lines.Add($"{room}: {type} ... {line.Trim()}");
            }
        }

        return lines;
    }
}
