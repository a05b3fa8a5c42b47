namespace Ocm.Architecture;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Ignored = ["bin", "obj", ".git", "artifacts", "TestResults", "node_modules", "StrykerOutput", "peer-data", ".vs", ".idea"];
    private static readonly string[] TextSuffixes =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".json", ".config", ".editorconfig", ".txt", ".tsv", ".yml", ".yaml", ".xml", ".sh", ".py",
        ".js", ".html", ".gitignore", ".gitattributes", ".sql",
    ];

    internal static string Root { get; } = FindRoot();

    /// <summary>Every file that git would keep and that is text.</summary>
    internal static IReadOnlyList<SourceFile> Texts { get; } =
    [
        .. Files(Root).Where(path => TextSuffixes.Contains(System.IO.Path.GetExtension(path)) || path.Contains("/.ci/", StringComparison.Ordinal))
            .Select(path => new SourceFile(System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/')))
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    /// <summary>The C# files under a folder such as <c>src</c>.</summary>
    internal static IEnumerable<SourceFile> CSharp(params string[] folders) =>
        Texts.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(file.IsUnder));

    private static IEnumerable<string> Files(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            yield return path;
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (Ignored.Contains(System.IO.Path.GetFileName(child)))
            {
                continue;
            }

            foreach (var path in Files(child))
            {
                yield return path;
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Ocm.Sdk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
