using Ocm.Client.Access;
using Ocm.Errors;
using Ocm.Shares;

namespace Ocm.Client.Tests.Access;

/// <summary>Folders, deleting, moving, copying, and who may do so.</summary>
public sealed class ChangeTests
{
    private static readonly string[] ReadWrite = ["read", "write"];

    [Test]
    [Property("Requirement", "SHARE-13")]
    public async Task EveryWrite_NoWritePermission_ForbiddenWithoutARequest(
        [Values("none", "read", "read,share")] string permissions)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(
            sender.Host, permissions: permissions == "none" ? null : permissions.Split(',')));

        OcmFailure[] failures =
        [
            (await resource.WriteAsync("a", Stream.Null)).MustFail(),
            (await resource.CreateFolderAsync("a")).MustFail(),
            (await resource.DeleteAsync("a")).MustFail(),
            (await resource.MoveAsync("a", "b")).MustFail(),
            (await resource.CopyAsync("a", "b")).MustFail(),
        ];

        Assert.That(failures.Select(f => f.Kind), Is.All.EqualTo(OcmFailureKind.Forbidden));
        Assert.That(failures.Select(f => f.Message), Is.All.Contains("AccessContext.Permissions"));
        Assert.That(resource.CanWrite, Is.False);
        Assert.That(sender.Seen, Is.Empty);
    }

    [Test]
    public async Task Write_CallerKnowsBetterThanTheShare_TheServerDecides()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(
            TestShares.WebDav(sender.Host), Receiver.Einstein with { Permissions = [Permission.Read, Permission.Write] });

        Assert.That((await resource.WriteAsync("a", Stream.Null)).Must().IsNew, Is.True);
    }

    [Test]
    public async Task CreateFolder_Always_MkcolWithASlash()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        (await resource.CreateFolderAsync("a b/c")).Must();

        Assert.That(sender.DavRequests.Last().ToString(), Is.EqualTo("MKCOL /dav/ocm/share1/a%20b/c/"));
    }

    [TestCase(405)]
    [TestCase(409)]
    public async Task CreateFolder_ExistsOrHasNoParent_Conflict(int status)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => SendingServer.StatusAsync(c, "MKCOL", status);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        var failure = (await resource.CreateFolderAsync("a")).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((OcmFailureKind.Conflict, (int?)status)));
    }

    [Test]
    public async Task Delete_FileThatIsThereAndGone_SuccessAndNotFound()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a", "x");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        (await resource.DeleteAsync("a", RemoteConditions.Unchanged("\"e1\""))).Must();
        var failure = (await resource.DeleteAsync("a")).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.NotFound));
        Assert.That(sender.DavRequests.Where(r => r.Method == "DELETE").First().Headers["If-Match"], Is.EqualTo("\"e1\""));
    }

    [TestCase(207, OcmFailureKind.Conflict)]
    [TestCase(202, OcmFailureKind.InvalidResponse)]
    [TestCase(403, OcmFailureKind.Forbidden)]
    public async Task Delete_NotDoneOrOnlyInPart_IsAFailure(int status, OcmFailureKind kind)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Dav = c => SendingServer.StatusAsync(c, "DELETE", status);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        var failure = (await resource.DeleteAsync("a")).MustFail();

        Assert.That((failure.Kind, failure.PeerStatus), Is.EqualTo((kind, (int?)status)));
    }

    [TestCase("MOVE", true, "T")]
    [TestCase("COPY", false, "F")]
    public async Task Transfer_InsideTheShare_NamesAnAbsoluteDestination(string method, bool overwrite, string header)
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        var result = (await (method == "MOVE" ? resource.MoveAsync("a ü", "b/c d", overwrite) : resource.CopyAsync("a ü", "b/c d", overwrite))).Must();

        var request = sender.DavRequests.Last();
        Assert.That(result.IsNew, Is.True);
        Assert.That(request.ToString(), Is.EqualTo($"{method} /dav/ocm/share1/a%20%C3%BC"));
        Assert.That((request.Headers["Destination"], request.Headers["Overwrite"]), Is.EqualTo(
            ($"http://{sender.Host}/dav/ocm/share1/b/c%20d", header)));
    }

    [Test]
    public async Task EveryWrite_OnTheRootOfAFolderShare_InvalidWithoutARequest()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, permissions: ReadWrite));

        OcmFailure[] failures =
        [
            (await resource.WriteAsync("", Stream.Null)).MustFail(),
            (await resource.CreateFolderAsync("")).MustFail(),
            (await resource.DeleteAsync("")).MustFail(),
            (await resource.MoveAsync("", "b")).MustFail(),
            (await resource.MoveAsync("b", "")).MustFail(),
            (await resource.CopyAsync("", "b")).MustFail(),
        ];

        Assert.That(failures.Select(f => f.Kind), Is.All.EqualTo(OcmFailureKind.Invalid));
        Assert.That(sender.Seen, Is.Empty);
    }
}
