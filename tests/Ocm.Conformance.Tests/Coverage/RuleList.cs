namespace Ocm.Conformance.Coverage;

/// <summary>The rules of OCM 1.4 (draft-ietf-ocm-open-cloud-mesh-07) as <c>docs/conformance-requirements.tsv</c> lists them.</summary>
internal static class RuleList
{
    internal const string Path = "docs/conformance-requirements.tsv";

    internal static IReadOnlyList<RuleEntry> All { get; } = [.. File.ReadLines(Repository.PathOf(Path)).Skip(1).Select(Parse)];

    private static RuleEntry Parse(string line)
    {
        var cells = line.Split('\t');
        return cells is [var id, var level, var role, var area, var text, var source, var ours]
            ? new RuleEntry(id, level, role, area, text, source, ours == "-" ? string.Empty : ours)
            : throw new InvalidOperationException($"{Path}: a line has not seven cells: {line}");
    }
}
