namespace Ocm.Samples.Tests.Storage;

/// <summary>A folder of the test's own, gone after it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("ocm-test-").FullName;

    public string this[string relative] => Path.Join(FullName, relative);

    public string Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string relative) => File.ReadAllText(this[relative]);

    /// <summary>Everything in the folder, temporary files too.</summary>
    public string[] All() =>
    [
        .. Directory.EnumerateFileSystemEntries(FullName, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(FullName, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
