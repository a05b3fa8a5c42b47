namespace Ocm.Samples.Peer.Storage;

/// <summary>The storage could not do what it was asked for. The message never contains a path.</summary>
public sealed class StorageException : IOException
{
    public StorageException(StorageFailure failure)
        : this(failure, inner: null)
    {
    }

    public StorageException(StorageFailure failure, Exception? inner)
        : base(Describe(failure), inner)
    {
        Failure = failure;
    }

    /// <summary>Why it failed.</summary>
    public StorageFailure Failure { get; }

    /// <summary>Turns what the runtime throws for a failed file operation into a <see cref="StorageException"/>.</summary>
    public static StorageException From(Exception exception) => exception switch
    {
        StorageException already => already,
        UnauthorizedAccessException => new StorageException(StorageFailure.Refused, exception),
        FileNotFoundException or DirectoryNotFoundException => new StorageException(StorageFailure.NotFound, exception),
        PathTooLongException => new StorageException(StorageFailure.NameTooLong, exception),
        _ => new StorageException(FromCode(exception.HResult), exception),
    };

    /// <summary>Whether an exception is one of those that file operations throw.</summary>
    public static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException;

    // On Unix the runtime keeps the errno in HResult, on Windows the Win32 code as 0x8007xxxx.
    private static StorageFailure FromCode(int code) => OperatingSystem.IsWindows()
        ? (code & 0xFFFF) switch
        {
            32 or 33 or 145 => StorageFailure.Busy,
            39 or 112 => StorageFailure.NoSpace,
            80 or 183 => StorageFailure.Exists,
            206 => StorageFailure.NameTooLong,
            4 => StorageFailure.Exhausted,
            _ => StorageFailure.Device,
        }
        : code switch
        {
            1 or 13 or 30 or 40 => StorageFailure.Refused, // EPERM, EACCES, EROFS, ELOOP
            2 => StorageFailure.NotFound,
            11 or 16 or 26 or 39 or 66 => StorageFailure.Busy, // EAGAIN, EBUSY, ETXTBSY, ENOTEMPTY (Linux, macOS)
            17 => StorageFailure.Exists,
            20 => StorageFailure.ParentMissing, // ENOTDIR
            21 => StorageFailure.IsFolder,
            23 or 24 => StorageFailure.Exhausted, // ENFILE, EMFILE
            27 or 28 or 69 or 122 => StorageFailure.NoSpace, // EFBIG, ENOSPC, EDQUOT (macOS, Linux)
            36 or 63 => StorageFailure.NameTooLong, // ENAMETOOLONG (Linux, macOS)
            _ => StorageFailure.Device,
        };

    private static string Describe(StorageFailure failure) => failure switch
    {
        StorageFailure.NotFound => "There is no such file or folder.",
        StorageFailure.ParentMissing => "The folder that should hold it does not exist.",
        StorageFailure.Exists => "A file or folder of this name exists already.",
        StorageFailure.IsFolder => "This is a folder.",
        StorageFailure.IsFile => "This is a file.",
        StorageFailure.Refused => "Access is denied.",
        StorageFailure.ConditionFailed => "The condition does not hold.",
        StorageFailure.NoSpace => "There is no space left.",
        StorageFailure.NameTooLong => "The name is too long.",
        StorageFailure.Busy => "It is in use at the moment.",
        StorageFailure.Exhausted => "Too many files are open at the moment.",
        _ => "The storage failed.",
    };
}
