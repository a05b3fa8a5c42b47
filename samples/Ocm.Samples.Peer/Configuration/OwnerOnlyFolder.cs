namespace Ocm.Samples.Peer.Configuration;

/// <summary>Folders that no other user of the machine can look into.</summary>
internal static class OwnerOnlyFolder
{
    /// <summary>Makes the folder where it is missing. One that exists keeps its permissions: they are the operator's.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
