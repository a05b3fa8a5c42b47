using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.Storage;

internal sealed class StorageExceptionTests
{
    [TestCase(28, StorageFailure.NoSpace)] // ENOSPC
    [TestCase(122, StorageFailure.NoSpace)] // EDQUOT
    [TestCase(27, StorageFailure.NoSpace)] // EFBIG
    [TestCase(30, StorageFailure.Refused)] // EROFS
    [TestCase(40, StorageFailure.Refused)] // ELOOP
    [TestCase(39, StorageFailure.Busy)] // ENOTEMPTY
    [TestCase(24, StorageFailure.Exhausted)] // EMFILE
    [TestCase(17, StorageFailure.Exists)] // EEXIST
    [TestCase(5, StorageFailure.Device)] // EIO
    public void From_UnixErrorCode_TellsTheCause(int code, StorageFailure expected)
    {
        Assume.That(OperatingSystem.IsWindows(), Is.False, "Unix codes.");
        Assert.That(StorageException.From(new IOException("x", code)).Failure, Is.EqualTo(expected));
    }

    [Test]
    public void From_RuntimeException_TellsTheCause()
    {
        Assert.That(StorageException.From(new UnauthorizedAccessException()).Failure, Is.EqualTo(StorageFailure.Refused));
        Assert.That(StorageException.From(new FileNotFoundException()).Failure, Is.EqualTo(StorageFailure.NotFound));
        Assert.That(StorageException.From(new DirectoryNotFoundException()).Failure, Is.EqualTo(StorageFailure.NotFound));
        Assert.That(StorageException.From(new PathTooLongException()).Failure, Is.EqualTo(StorageFailure.NameTooLong));
    }

    [Test]
    public void Message_OfAFailureWithPath_DoesNotShowThePath()
    {
        var e = StorageException.From(new FileNotFoundException("not found", "/secret/place"));
        Assert.That(e.Message, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task From_FullDevice_IsNoSpace()
    {
        // /dev/full takes no byte: the one portable way to meet a full disk without filling one.
        Assume.That(File.Exists("/dev/full"), "Needs /dev/full.");
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var e = Assert.Catch(() => full.Write([1, 2, 3]));
        Assert.That(StorageException.From(e!).Failure, Is.EqualTo(StorageFailure.NoSpace));
    }
}
