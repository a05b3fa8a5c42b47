namespace Ocm.Architecture;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">Its path from the repository's root, with forward slashes.</param>
internal sealed record SourceFile(string Path)
{
    internal string Name => System.IO.Path.GetFileName(Path);

    internal string Text => field ??= File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));

    internal string[] Lines => field ??= Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    internal bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public override string ToString() => Path;
}
