using System.Net;
using Ocm.Samples.Peer.Storage;

namespace Ocm.Samples.Tests.WebDav;

/// <summary>URLs that try to leave the folder, sent byte for byte.</summary>
internal sealed class PathEscapeTests : DavFixture
{
    private static readonly string[] Targets =
    [
        "/dav/../secret.txt",
        "/dav/../../secret.txt",
        "/dav/../bob/secret.txt",
        "/dav/d/../../bob/secret.txt",
        "/dav/%2e%2e/bob/secret.txt",
        "/dav/%2E%2E/%2e%2E/secret.txt",
        "/dav/.%2e/bob/secret.txt",
        "/dav/..%2fbob%2fsecret.txt",
        "/dav/..%2Fbob%2Fsecret.txt",
        "/dav/%2e%2e%2fbob%2fsecret.txt",
        "/dav/..%5cbob%5csecret.txt",
        "/dav/..\\bob\\secret.txt",
        "/dav/%5c..%5cbob",
        "/dav/d/..%00/secret.txt",
        "/dav/secret.txt%00.png",
        "/dav/%00",
        "/dav/%252e%252e/bob/secret.txt",
        "/dav/%25252e%25252e/bob/secret.txt",
        "/dav/%c0%ae%c0%ae/bob/secret.txt",
        "/dav/%e0%80%ae%e0%80%ae/bob/secret.txt",
        "/dav/%uff0e%uff0e/bob/secret.txt",
        "/dav/%ef%bc%8e%ef%bc%8e/bob/secret.txt",
        "/dav//etc/passwd",
        "/dav/%2fetc%2fpasswd",
        "/dav/%2Fetc/passwd",
        "/dav/C:/Windows/win.ini",
        "/dav/file:///etc/passwd",
        "/dav/....//....//etc/passwd",
        "/dav/..;/bob/secret.txt",
        "/dav/~/secret.txt",
        "/dav/./d/./../../bob/secret.txt",
        "/dav/d/inner.txt/../../../bob/secret.txt",
        "//dav/../secret.txt",
        "/dav/..",
        "/dav/%2e%2e",
        "/dav/..?x=/dav/",
        "/dav/%",
        "/dav/%zz",
        "/dav/a%",
    ];

    [TestCaseSource(nameof(Targets))]
    public async Task EveryMethod_TargetThatLeaves_TouchesNothingOutside(string target)
    {
        Server.Folder.Write("secret.txt", "the secret");
        Server.Folder.Write("files/bob/secret.txt", "the secret");
        var before = Outside();
        foreach (var method in new[] { "GET", "HEAD", "PUT", "DELETE", "MKCOL", "PROPFIND", "PROPPATCH", "MOVE", "COPY", "OPTIONS" })
        {
            var response = await Server.SendRawAsync(
                $"{method} {target} HTTP/1.1\r\nHost: {Server.Authority}\r\nConnection: close\r\nDepth: 0\r\n"
                + $"Destination: /dav/taken\r\nContent-Length: 0\r\n\r\n");
            Assert.That(response, Does.Match("^HTTP/1.1 (2..|4..) "), $"{method} {target}");
            Assert.That(response, Does.Not.Contain("the secret").And.Not.Contain("root:"), $"{method} {target}");
            Assert.That(response, Does.Not.Contain("   at "), "a stack trace");
        }

        Assert.That(Outside(), Is.EqualTo(before));
        Assert.That(Exists("taken/secret.txt"), Is.False);
    }

    [TestCaseSource(nameof(Targets))]
    public async Task Destination_ThatLeaves_TouchesNothingOutside(string destination)
    {
        Server.Folder.Write("files/bob/secret.txt", "the secret");
        var before = Outside();
        foreach (var method in new[] { "COPY", "MOVE" })
        {
            Server.Folder.Write("files/alice/source.txt", "source");
            var response = await Server.SendRawAsync(
                $"{method} /dav/source.txt HTTP/1.1\r\nHost: {Server.Authority}\r\nConnection: close\r\nDestination: {destination}\r\n\r\n");
            Assert.That(response, Does.Match("^HTTP/1.1 (201|204|4..|502) "), method);
        }

        Assert.That(Outside(), Is.EqualTo(before));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Symbolic links need a privilege there.")]
    public async Task EveryMethod_LinkThatLeaves_IsForbidden()
    {
        Server.Folder.Write("files/bob/secret.txt", "the secret");
        Directory.CreateSymbolicLink(Server.Folder["files/alice/l"], "../bob");
        File.CreateSymbolicLink(Server.Folder["files/alice/f"], "../bob/secret.txt");
        var before = Outside();
        foreach (var method in new[] { "GET", "HEAD", "PUT", "DELETE", "MKCOL", "PROPFIND", "PROPPATCH", "MOVE", "COPY" })
        {
            var status = await Server.StatusAsync(method, "/dav/l/secret.txt", null, ("Depth", "0"), ("Destination", "/dav/taken"));
            Assert.That(status, Is.EqualTo(HttpStatusCode.Forbidden).Or.EqualTo(HttpStatusCode.BadRequest), method);
        }

        Assert.That(await Server.StatusAsync("GET", "/dav/f"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await Server.PutAsync("/dav/f", "x"), Is.EqualTo(HttpStatusCode.Forbidden));
        var listed = await Server.FindAsync("/dav/", "1");
        Assert.That(listed.Keys, Is.EquivalentTo(new[] { "/dav/", "/dav/a.txt", "/dav/d/" }));
        Assert.That(Outside(), Is.EqualTo(before));
    }

    [Test]
    public async Task Get_HiddenUpload_IsNotReachable()
    {
        var name = TemporaryName.Create();
        Server.Folder.Write("files/alice/" + name, "half");
        Assert.That(await Server.StatusAsync("GET", "/dav/" + name), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Server.StatusAsync("GET", "/dav/" + name.ToUpperInvariant()), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    // Names and contents of everything that is not alice's.
    private string[] Outside() =>
    [
        .. Server.Folder.All()
            .Where(path => !path.StartsWith("files/alice", StringComparison.Ordinal))
            .Select(path => File.Exists(Server.Folder[path]) ? $"{path}={Server.Folder.Read(path)}" : path),
    ];
}
