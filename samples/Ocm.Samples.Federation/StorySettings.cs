namespace Ocm.Samples.Federation;

/// <summary>What the command line says.</summary>
public sealed record StorySettings
{
    /// <summary>The size of the large file unless said otherwise.</summary>
    public const int DefaultStreamMiB = 256;

    private const int MaxStreamMiB = 16 * 1024;
    private const int MaxFiles = 5_000;
    private const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>The folder that is shared; null for the repository's docs.</summary>
    public string? Share { get; init; }

    /// <summary>Where the results are written; null for nowhere.</summary>
    public string? Json { get; init; }

    /// <summary>The size of the large file in MiB.</summary>
    public int StreamMiB { get; init; } = DefaultStreamMiB;

    /// <summary>The folder that is shared.</summary>
    internal string Folder => Path.GetFullPath(Share ?? FindDocs() ?? "docs");

    /// <summary>One line that says what is wrong, or null.</summary>
    internal string? Check()
    {
        if (StreamMiB is < 1 or > MaxStreamMiB)
        {
            return $"--stream-mib must be 1 to {MaxStreamMiB}.";
        }

        if (Json is { } json && (Directory.Exists(json) || Path.GetDirectoryName(Path.GetFullPath(json)) is not { } parent || !Directory.Exists(parent)))
        {
            return $"The file '{json}' cannot be written: give the path of a file in a folder that exists.";
        }

        if (!Directory.Exists(Folder))
        {
            return File.Exists(Folder) ? $"'{Folder}' is a file: give a folder with --share PATH."
                : Share is null ? "There is no docs folder of the repository here: give a folder with --share PATH."
                : $"The folder '{Folder}' does not exist: check the path after --share.";
        }

        try
        {
            var files = SharedFolder.Read(Folder).Take(MaxFiles + 1).ToList();
            return files.Count == 0 ? $"The folder '{Folder}' has no files in it: give one that has some with --share PATH."
                : files.Count > MaxFiles || files.Sum(file => file.Length) > MaxBytes ? $"The folder '{Folder}' is too large for a demonstration: give one with at most {MaxFiles} files and {MaxBytes >> 20} MiB."
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The folder '{Folder}' cannot be read: check its permissions.";
        }
    }

    // From where the program was started, or lies: upwards to the solution.
    private static string? FindDocs() => new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
        .SelectMany(Upwards)
        .Where(folder => File.Exists(Path.Join(folder, "Ocm.Sdk.sln")))
        .Select(folder => Path.Join(folder, "docs"))
        .FirstOrDefault(Directory.Exists);

    private static IEnumerable<string> Upwards(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
