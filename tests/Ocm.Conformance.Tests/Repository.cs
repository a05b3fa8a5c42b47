namespace Ocm.Conformance;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = FindRoot();

    internal static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>The C# files of all test projects, as (project, path, text).</summary>
    internal static IEnumerable<(string Project, string Text)> TestSources() =>
        from project in Directory.EnumerateDirectories(PathOf("tests")).Order(StringComparer.Ordinal)
        from path in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let inside = Path.GetRelativePath(project, path)
        where !inside.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !inside.StartsWith("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        select (Path.GetFileName(project), File.ReadAllText(path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ocm.Sdk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
