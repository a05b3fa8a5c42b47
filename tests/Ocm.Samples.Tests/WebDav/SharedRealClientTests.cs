using System.Text.Json;
using Ocm.Discovery;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Tests.Peer;
using Ocm.Samples.Tests.Storage;
using Ocm.Testing.Peers;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>
/// The same programs at a shared folder, as another server would come: by Basic with the secret as user, and by Bearer. litmus and
/// cadaver know no Bearer; curl and rclone know both.
/// </summary>
[Category("RealClients")]
internal sealed class SharedRealClientTests
{
    // What older servers fill the password with; the secret is what counts.
    private const string Password = "::";

    private readonly TestFolder _folder = new();
    private FakePeer _older = null!;
    private PeerPair _pair = null!;
    private string _secret = null!;
    private string _url = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _older = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false, HostName = "localhost" });
        _older.Document = _older.CreateDocument() with { Capabilities = [Capability.HttpSig], Criteria = [], TokenEndPoint = null };
        _pair = await PeerPair.StartAsync(new PeerSettings { Mode = PeerMode.Interoperable, Criteria = [] });
        await _pair.Alice.WriteAsync("docs/first.txt", "shared");
        await _pair.Alice.ShareAsync(201, "/docs/", $"zoe@{_older.Host}", body => body["permissions"] = PeerClient.List("read", "write"));
        var share = JsonElement.Parse(_older.RequestsTo("/ocm/shares")[0].Body.Span);
        _secret = share.GetProperty("protocol").GetProperty("webdav").GetProperty("sharedSecret").GetString()!;
        _url = new Uri(_pair.A.PublicOrigin, $"/dav/ocm/{share.GetProperty("providerId").GetString()}/").ToString();
        Directory.CreateDirectory(_folder["client"]);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _pair.DisposeAsync();
        await _older.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase("basic")]
    [TestCase("copymove")]
    [TestCase("http")]
    public Task Litmus_SuiteByBasic_PassesCompletely(string suite) => Litmus.PassesAsync(suite, _folder["client"], _url, _secret, Password);

    [Test]
    public Task Litmus_PropsByBasic_FailsOnlyWhereItStoresPropertiesOfItsOwn() => Litmus.PassesPropertiesAsync(_folder["client"], _url, _secret, Password);

    [TestCase(true)]
    [TestCase(false)]
    public async Task Curl_ReadUploadListDelete_Works(bool bearer)
    {
        _folder.Write("client/a.txt", "hello from curl");

        Assert.That(await CurlAsync(bearer, _url + "first.txt"), Is.EqualTo("shared"));
        Assert.That(await CurlAsync(bearer, "-T", "a.txt", _url + "a%20b.txt"), Is.Empty);
        Assert.That(await CurlAsync(bearer, "-r", "6-9", _url + "a%20b.txt"), Is.EqualTo("from"));
        Assert.That(await CurlAsync(bearer, "-X", "MKCOL", _url + "d/"), Is.Empty);
        Assert.That(await CurlAsync(bearer, "-X", "MOVE", "-H", $"Destination: {_url}d/c.txt", _url + "a%20b.txt"), Is.Empty);
        Assert.That(await CurlAsync(bearer, "-X", "PROPFIND", "-H", "Depth: 1", _url + "d"), Does.Contain("/d/c.txt</D:href>"));
        Assert.That(await CurlAsync(bearer, "-X", "DELETE", _url + "d"), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Rclone_CopyCheckPurge_Works(bool bearer)
    {
        _folder.Write("client/tree/a é#%.txt", "a");
        _folder.Write("client/tree/deep/er/b.txt", new string('b', 300_000));
        string[] credential = bearer
            ? ["--webdav-bearer-token", _secret]
            : ["--webdav-user", _secret, "--webdav-pass", (await ClientProgram.RunAsync("rclone", _folder["client"], ["obscure", Password])).Output.Trim()];

        await RcloneAsync("copy", "tree", ":webdav:up");
        await RcloneAsync("check", "--download", "tree", ":webdav:up");
        await RcloneAsync("copy", ":webdav:", "down");
        await RcloneAsync("purge", ":webdav:up");

        Assert.That(_folder.Read("client/down/first.txt"), Is.EqualTo("shared"));
        Assert.That(_folder.Read("client/down/up/deep/er/b.txt"), Has.Length.EqualTo(300_000));

        async Task RcloneAsync(params string[] args)
        {
            var (code, _) = await ClientProgram.RunAsync(
                "rclone", _folder["client"], ["--config", "/dev/null", "--retries", "1", "--webdav-url", _url, .. credential, .. args]);
            Assert.That(code, Is.Zero, string.Join(' ', args));
        }
    }

    [Test]
    public async Task Cadaver_SessionByBasic_Works()
    {
        _folder.Write("client/.netrc", $"machine {_pair.A.PublicOrigin.Host} login {_secret} password {Password}\n");
        _folder.Write("client/a.txt", "hello from cadaver");
        var (code, output) = await ClientProgram.RunAsync("cadaver", _folder["client"], [_url], """
            mkcol d
            put a.txt
            copy a.txt d/b.txt
            move a.txt d/c.txt
            ls d
            get d/b.txt back.txt
            rmcol d
            quit
            """ + "\n");

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("b.txt").And.Contain("c.txt").And.Not.Contain("failed"));
        Assert.That(_folder.Read("client/back.txt"), Is.EqualTo("hello from cadaver"));
    }

    private async Task<string> CurlAsync(bool bearer, params string[] args)
    {
        string[] credential = bearer ? ["--oauth2-bearer", _secret] : ["-u", $"{_secret}:{Password}"];
        var (code, output) = await ClientProgram.RunAsync("curl", _folder["client"], ["-sSf", "--noproxy", "*", .. credential, .. args]);
        Assert.That(code, Is.Zero, string.Join(' ', args));
        return output;
    }
}
