using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Time;

namespace Ocm.Server.Hosting.Tests.Ssh;

/// <summary>A real OpenSSH server and its sftp client: the recipient's key opens the share while it lasts.</summary>
[Category("Ssh")]
internal sealed class OpenSshTests
{
    [TestCase("unshare")]
    [TestCase("decline")]
    [TestCase("expire")]
    [Property("Requirement", "SHARE-20")]
    public async Task Sftp_RecipientsKey_OpensTheFolderUntilTheShareEnds(string end)
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var ssh = await OpenSshServer.StartAsync();
        await File.WriteAllTextAsync(Path.Join(ssh.Shared, "notes.md"), "what albert wrote");
        await using var pair = await SshPair.StartAsync(ssh, ssh.Address, time, keys: ssh.PublicKey);
        var (sent, received) = await pair.ShareAsync(share => share with { ExpiresAt = time.GetUtcNow().AddHours(1) });
        var address = (await pair.Servers.Receiving.WithAsync<IReceivedShares, OcmResult<SshAddress>>(shares => shares.OpenSshAsync(received.Id, "marie"))).Value!;

        var before = await ssh.FetchAsync(address, "notes.md");
        await EndAsync(end, pair, sent, received, time);
        var after = await ssh.FetchAsync(address, "notes.md");

        Assert.That(before, Is.EqualTo((true, "what albert wrote")));
        Assert.That(after.Opened, Is.False);
        Assert.That(after.Output, Does.Contain("Permission denied"));
    }

    [Test]
    public async Task Sftp_BeforeTheShare_TheKeyOpensNothing()
    {
        await using var ssh = await OpenSshServer.StartAsync();
        await File.WriteAllTextAsync(Path.Join(ssh.Shared, "notes.md"), "what albert wrote");

        var (opened, output) = await ssh.FetchAsync(new SshAddress(Environment.UserName, "127.0.0.1", ssh.Port, ssh.Shared), "notes.md");

        Assert.That(opened, Is.False);
        Assert.That(output, Does.Contain("Permission denied"));
    }

    private static async Task EndAsync(string end, SshPair pair, SentShare sent, ReceivedShare received, ManualTimeProvider time)
    {
        if (end == "unshare")
        {
            await pair.UnshareAsync(sent);
        }
        else if (end == "decline")
        {
            await pair.Servers.Receiving.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.DeclineAsync(received.Id, "marie"));
        }
        else
        {
            time.Advance(TimeSpan.FromHours(1));
            await pair.SweepAsync();
        }
    }
}
