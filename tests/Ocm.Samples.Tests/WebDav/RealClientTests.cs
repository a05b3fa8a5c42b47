using Ocm.Samples.Peer;
using Ocm.Samples.Tests.Configuration;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>Programs that others wrote, against the whole server with HTTP Basic.</summary>
[Category("RealClients")]
internal sealed class RealClientTests
{
    private readonly TestFolder _folder = new();
    private PeerHost _host = null!;

    private string Url => new Uri(_host.PublicOrigin, "/files/").ToString();

    [SetUp]
    public async Task StartAsync() =>
        _host = await PeerHost.StartAsync(TestPeer.Options(_folder, "http", out var port), new PeerHostSettings { Port = port });

    [TearDown]
    public async Task StopAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase("basic")]
    [TestCase("copymove")]
    [TestCase("http")]
    public Task Litmus_Suite_PassesCompletely(string suite) => Litmus.PassesAsync(suite, _folder["client"], Url, "alice", "secret");

    [Test]
    public Task Litmus_Props_FailsOnlyWhereItStoresPropertiesOfItsOwn() => Litmus.PassesPropertiesAsync(_folder["client"], Url, "alice", "secret");

    [Test]
    public async Task Curl_UploadResumeListDelete_Works()
    {
        _folder.Write("client/a.txt", "hello from curl");
        Assert.That(await CurlAsync("-T", "a.txt", Url + "a%20b.txt"), Is.Empty);
        Assert.That(await CurlAsync(Url + "a%20b.txt"), Is.EqualTo("hello from curl"));
        Assert.That(await CurlAsync("-r", "6-9", Url + "a%20b.txt"), Is.EqualTo("from"));
        Assert.That(await CurlAsync("-X", "MKCOL", Url + "d/"), Is.Empty);
        Assert.That(await CurlAsync("-X", "MOVE", "-H", $"Destination: {Url}d/c.txt", Url + "a%20b.txt"), Is.Empty);
        Assert.That(await CurlAsync("-X", "PROPFIND", "-H", "Depth: 1", Url + "d"), Does.Contain("<D:href>/files/d/c.txt</D:href>"));
        Assert.That(await CurlAsync("-X", "DELETE", Url + "d"), Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(_folder["data/files/alice"]), Is.Empty);
    }

    [Test]
    public async Task Cadaver_Session_Works()
    {
        _folder.Write("client/.netrc", $"machine {_host.PublicOrigin.Host} login alice password secret\n");
        _folder.Write("client/a.txt", "hello from cadaver");
        var (code, output) = await ClientProgram.RunAsync("cadaver", _folder["client"], [Url], """
            mkcol new folder
            mkcol d
            put a.txt
            copy a.txt d/b.txt
            move a.txt d/c.txt
            ls d
            get d/b.txt back.txt
            delete d/b.txt
            rmcol d
            quit
            """ + "\n");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("b.txt").And.Contain("c.txt").And.Not.Contain("failed"));
        Assert.That(_folder.Read("client/back.txt"), Is.EqualTo("hello from cadaver"));
        Assert.That(Directory.Exists(_folder["data/files/alice/d"]), Is.False);
    }

    [Test]
    public async Task Rclone_CopyCheckMovePurge_Works()
    {
        _folder.Write("client/tree/a é#%.txt", "a");
        _folder.Write("client/tree/empty", "");
        _folder.Write("client/tree/deep/er/b.txt", new string('b', 300_000));
        _folder.Write("client/tree/+ &;=@.txt", "c");
        var obscured = (await ClientProgram.RunAsync("rclone", _folder["client"], ["obscure", "secret"])).Output.Trim();
        await RcloneAsync("copy", "tree", ":webdav:up");
        await RcloneAsync("check", "--download", "tree", ":webdav:up");
        await RcloneAsync("moveto", ":webdav:up/deep", ":webdav:up/moved");
        await RcloneAsync("copy", ":webdav:up", "down");
        Assert.That(_folder.Read("client/down/moved/er/b.txt"), Has.Length.EqualTo(300_000));
        Assert.That(_folder.Read("client/down/a é#%.txt"), Is.EqualTo("a"));
        Assert.That(_folder.Read("client/down/+ &;=@.txt"), Is.EqualTo("c"));
        await RcloneAsync("purge", ":webdav:up");
        Assert.That(Directory.GetFileSystemEntries(_folder["data/files/alice"]), Is.Empty);

        async Task RcloneAsync(params string[] args)
        {
            var (code, _) = await ClientProgram.RunAsync(
                "rclone",
                _folder["client"],
                ["--config", "/dev/null", "--retries", "1", "--webdav-url", Url, "--webdav-user", "alice", "--webdav-pass", obscured, .. args]);
            Assert.That(code, Is.Zero, string.Join(' ', args));
        }
    }

    private async Task<string> CurlAsync(params string[] args)
    {
        var (code, output) = await ClientProgram.RunAsync("curl", _folder["client"], ["-sSf", "--noproxy", "*", "-u", "alice:secret", .. args]);
        Assert.That(code, Is.Zero, string.Join(' ', args));
        return output;
    }
}
