using System.Diagnostics;

namespace Ocm.Samples.Tests.Faults;

/// <summary>A file system of a few megabytes in memory that a test can fill. Only root can make one, on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 16;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Join(Path, "ballast");

    /// <summary>Mounts one; where that is not possible, the test is skipped.</summary>
    public static SmallDisk Mount()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Assert.Ignore("A disk that fills up is a tmpfs, which only root can mount, on Linux.");
        }

        var path = Directory.CreateTempSubdirectory("ocm-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", path) is { } refused)
        {
            Directory.Delete(path);
            Assert.Ignore($"A tmpfs cannot be mounted here: {refused}");
        }

        return new SmallDisk(path);
    }

    /// <summary>Leaves no room for another page.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            for (var page = new byte[4096]; ;)
            {
                ballast.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    // What went wrong, or null.
    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : errors.Trim();
    }
}
