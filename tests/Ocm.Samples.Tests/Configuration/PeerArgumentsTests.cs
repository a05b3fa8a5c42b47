using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.Configuration;

internal sealed class PeerArgumentsTests
{
    private static readonly string[] Minimum = ["--Peer:PublicOrigin=https://localhost:19402"];

    [Test]
    public void Read_OriginAlone_GivesTheDefaultsOfTheContract()
    {
        var options = Read(Minimum);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.PublicOrigin, Is.EqualTo(new Uri("https://localhost:19402")));
            Assert.That(options.PublicAuthority, Is.EqualTo("localhost:19402"));
            Assert.That(options.Listen, Is.Null);
            Assert.That(ListenAddress.Default(options.PublicOrigin).ToString(), Is.EqualTo("https://localhost:19402"));
            Assert.That(options.DataDirectory, Is.EqualTo("peer-data"));
            Assert.That(options.Store, Is.EqualTo(PeerStore.Sqlite));
            Assert.That(options.SignatureAlgorithm, Is.EqualTo("Ed25519"));
            Assert.That(options.Mode, Is.EqualTo(PeerMode.Strict));
            Assert.That(options.Criteria, Is.EqualTo(new[] { "must-use-http-sig" }));
            Assert.That(options.AllowHttp || options.AllowPrivateNetworks || options.AutoAccept, Is.False);
            Assert.That(options.FreshnessSeconds, Is.EqualTo(300));
            Assert.That(options.ClockSkewSeconds, Is.EqualTo(60));
            Assert.That(options.TokenLifetimeSeconds, Is.EqualTo(300));
            Assert.That(options.RateLimit, Is.Null);
            Assert.That(options.Users, Is.Empty);
        }
    }

    [Test]
    public void Read_File_GivesEveryKey()
    {
        using var folder = new TestFolder();
        var file = folder.Write("peer.json", """
            {
              // comments are fine
              "Logging": { "LogLevel": { "Default": "Debug" } },
              "Peer": {
                "PublicOrigin": "https://cloud.example",
                "Listen": "http://*:8080",
                "TlsCertificate": "c.pem", "TlsKey": "k.pem", "TrustedCertificates": "t.pem",
                "DataDirectory": "/srv/data",
                "Store": "postgres", "ConnectionString": "Host=db",
                "Users": [
                  { "name": "alice", "password": "a:b", "displayName": "Alice", "email": "a@cloud.example", "groups": ["staff", "board"], "mfa": true },
                  { "name": "bob", "password": "secret" }
                ],
                "SignatureAlgorithm": "ES256",
                "Mode": "Interoperable",
                "Criteria": ["must-use-http-sig", "denylist"],
                "AllowList": ["a.example"], "DenyList": ["b.example:8443", "c.example"],
                "AllowHttp": true, "AllowPrivateNetworks": true, "AutoAccept": true,
                "DirectoryServices": [
                  { "url": "https://directory.example/servers", "jwk": { "kty": "OKP", "crv": "Ed25519", "x": "abc" } },
                  { "url": "https://other.example/", "jwk": "{\"kty\":\"OKP\"}" }
                ],
                "FreshnessSeconds": 10, "ClockSkewSeconds": 0, "TokenLifetimeSeconds": 30, "RateLimit": 600
              }
            }
            """);
        var options = Read(["--config", file]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Listen!.ToString(), Is.EqualTo("http://[::]:8080"));
            Assert.That((options.TlsCertificate, options.TlsKey, options.TrustedCertificates), Is.EqualTo(("c.pem", "k.pem", "t.pem")));
            Assert.That(options.DataDirectory, Is.EqualTo("/srv/data"));
            Assert.That((options.Store, options.ConnectionString), Is.EqualTo((PeerStore.Postgres, "Host=db")));
            Assert.That(options.Users.Select(user => user.Name), Is.EqualTo(new[] { "alice", "bob" }));
            Assert.That(options.Users[0].Password, Is.EqualTo("a:b"));
            Assert.That(options.Users[0].Groups, Is.EqualTo(new[] { "staff", "board" }));
            Assert.That((options.Users[0].DisplayName, options.Users[0].Email, options.Users[0].Mfa), Is.EqualTo(("Alice", "a@cloud.example", true)));
            Assert.That((options.Users[1].DisplayName, options.Users[1].Email, options.Users[1].Mfa), Is.EqualTo(((string?)null, (string?)null, false)));
            Assert.That(options.SignatureAlgorithm, Is.EqualTo("ES256"));
            Assert.That(options.Mode, Is.EqualTo(PeerMode.Interoperable));
            Assert.That(options.Criteria, Is.EqualTo(new[] { "must-use-http-sig", "denylist" }));
            Assert.That(options.AllowList, Is.EqualTo(new[] { "a.example" }));
            Assert.That(options.DenyList, Is.EqualTo(new[] { "b.example:8443", "c.example" }));
            Assert.That(options.AllowHttp && options.AllowPrivateNetworks && options.AutoAccept, Is.True);
            Assert.That(options.DirectoryServices.Select(directory => directory.Url.Host), Is.EqualTo(new[] { "directory.example", "other.example" }));
            Assert.That(options.DirectoryServices[0].Jwk, Does.Contain("\"crv\":\"Ed25519\""));
            Assert.That(options.DirectoryServices[1].Jwk, Is.EqualTo("{\"kty\":\"OKP\"}"));
            Assert.That((options.FreshnessSeconds, options.ClockSkewSeconds, options.TokenLifetimeSeconds, options.RateLimit), Is.EqualTo((10, 0, 30, 600)));
        }
    }

    [Test]
    public void Read_CommandLine_WinsOverTheFileAndAddsUsers()
    {
        using var folder = new TestFolder();
        var file = folder.Write("peer.json", """{ "Peer": { "PublicOrigin": "https://cloud.example", "Store": "memory", "Users": [{ "name": "alice", "password": "a" }] } }""");
        var options = Read([$"--config={file}", "--Peer:Store", "sqlite", "--Peer:Criteria=must-invite, allowlist", "--user", "bob:x:y", "--user=carol:z"]);
        Assert.That(options.Store, Is.EqualTo(PeerStore.Sqlite));
        Assert.That(options.Criteria, Is.EqualTo(new[] { "must-invite", "allowlist" }));
        Assert.That(options.Users.Select(user => (user.Name, user.Password)), Is.EqualTo(new[] { ("alice", "a"), ("bob", "x:y"), ("carol", "z") }));
    }

    [TestCase("[]")]
    [TestCase("\"\"")]
    public void Read_EmptyCriteria_AreNone(string json)
    {
        using var folder = new TestFolder();
        var file = folder.Write("peer.json", $$"""{ "Peer": { "PublicOrigin": "https://cloud.example", "Criteria": {{json}} } }""");
        Assert.That(Read(["--config", file]).Criteria, Is.Empty);
    }

    [TestCase("https://127.0.0.1:8443", "https://127.0.0.1:8443")]
    [TestCase("http://[::1]:80/", "http://[::1]:80")]
    [TestCase("localhost:1", "https://localhost:1")]
    [TestCase("+:65535", "https://[::]:65535")]
    [TestCase("0.0.0.0:1", "https://0.0.0.0:1")]
    public void TryParse_ListenAddress_IsTaken(string text, string expected)
    {
        Assert.That(ListenAddress.TryParse(text, httpsByDefault: true, out var address), Is.True);
        Assert.That(address!.ToString(), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("8443")]
    [TestCase(":8443")]
    [TestCase("cloud.example:8443")]
    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.1:0")]
    [TestCase("127.0.0.1:65536")]
    [TestCase("127.0.0.1:+80")]
    [TestCase("http://127.0.0.1:80/path")]
    [TestCase("ftp://127.0.0.1:80")]
    public void TryParse_NoListenAddress_IsRefused(string text) =>
        Assert.That(ListenAddress.TryParse(text, httpsByDefault: true, out _), Is.False);

    internal static PeerOptions Read(string[] args) => PeerOptionsReader.Read(PeerArguments.Read(args));
}
