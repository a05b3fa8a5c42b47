namespace Ocm.Conformance.Coverage;

/// <summary>The MUST rules that have no sufficient test yet (<see cref="RuleTest.Suffices"/>). The list may only shrink.</summary>
internal static class PendingList
{
    internal const string Path = "tests/Ocm.Conformance.Tests/pending.txt";

    internal static IReadOnlyList<string> Ids => [.. File.ReadLines(Repository.PathOf(Path)).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>Takes rules off the list that have a test by now; never puts one on it.</summary>
    internal static void Shrink(IReadOnlySet<string> tested)
    {
        var path = Repository.PathOf(Path);
        var lines = File.ReadAllLines(path).Where(line => !tested.Contains(line.Trim()));
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
    }
}
