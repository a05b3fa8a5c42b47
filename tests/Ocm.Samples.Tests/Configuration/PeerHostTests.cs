using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ocm.Samples.Peer;
using Ocm.Samples.Peer.Configuration;
using Ocm.Samples.Tests.Storage;

namespace Ocm.Samples.Tests.Configuration;

/// <summary>The whole server, in this process, over TLS.</summary>
internal sealed class PeerHostTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Health_WithoutCredentials_IsOk()
    {
        await using var host = await StartAsync();
        using var client = Client(host);
        using var response = await client.GetAsync("/health");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"status":"ok"}"""));
        Assert.That(response.Headers.Server, Is.Empty);
    }

    [TestCase("alice", "secret", HttpStatusCode.NotFound)]
    [TestCase("../bob é", "pass:wörd", HttpStatusCode.NotFound)]
    [TestCase("alice", "Secret", HttpStatusCode.Unauthorized)]
    [TestCase("alice", "", HttpStatusCode.Unauthorized)]
    [TestCase("Alice", "secret", HttpStatusCode.Unauthorized)]
    [TestCase("nobody", "secret", HttpStatusCode.Unauthorized)]
    [TestCase("", "", HttpStatusCode.Unauthorized)]
    public async Task Files_Credentials_DecideBetween401AndTheUsersFolder(string user, string password, HttpStatusCode expected)
    {
        await using var host = await StartAsync();
        using var client = Client(host, user, password);
        for (var i = 0; i < 3; i++)
        {
            using var response = await client.GetAsync("/files/missing.txt");
            Assert.That(response.StatusCode, Is.EqualTo(expected));
        }
    }

    [TestCase(null)]
    [TestCase("Basic")]
    [TestCase("Basic !!!")]
    [TestCase("Basic bm9jb2xvbg==")]
    [TestCase("Bearer abc")]
    [TestCase("Basic YWxpY2U6c2VjcmV0, Basic YWxpY2U6c2VjcmV0")]
    public async Task Files_NoUsableCredentials_Is401WithChallengeAndJson(string? authorization)
    {
        await using var host = await StartAsync();
        using var client = Client(host);
        using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), "/files/");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Basic realm=\"Ocm.Samples.Peer\", charset=\"UTF-8\""));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.StartWith("""{"error":"unauthorized","message":"""));
    }

    [Test]
    public async Task Files_TwoUsers_SeeTheirOwnFolder()
    {
        await using var host = await StartAsync();
        using var alice = Client(host, "alice", "secret");
        using var bob = Client(host, "../bob é", "pass:wörd");
        Assert.That((await alice.PutAsync("/files/a.txt", new StringContent("alice's"))).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await bob.PutAsync("/files/a.txt", new StringContent("bob's"))).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await alice.GetStringAsync("/files/a.txt"), Is.EqualTo("alice's"));
        Assert.That(await bob.GetStringAsync("/files/a.txt"), Is.EqualTo("bob's"));
        Assert.That(
            Directory.GetDirectories(_folder["data/files"]).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "alice", "%2e.%2fbob%20%c3%a9" }));
    }

    [Test]
    public async Task Files_OverHttp2_WorkWithEncodedNames()
    {
        await using var host = await StartAsync();
        using var client = Client(host, "alice", "secret");
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        Assert.That((await client.PutAsync("/files/a%20%C3%A9%23?x=y", new StringContent("two"))).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await client.GetStringAsync("/files/a%20%C3%A9%23"), Is.EqualTo("two"));
        Assert.That(_folder.Read("data/files/alice/a é#"), Is.EqualTo("two"));
    }

    [Test]
    public async Task UnknownPath_IsJson404()
    {
        await using var host = await StartAsync();
        using var client = Client(host, "alice", "secret");
        using var response = await client.GetAsync("/nothing/here");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"error":"not_found","message":"There is nothing here."}"""));
        using var wrong = await client.PostAsync("/health", null);
        Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(wrong.Content.Headers.Allow, Is.EqualTo(new[] { "GET" }));
        Assert.That(await wrong.Content.ReadAsStringAsync(), Does.Contain("method_not_allowed"));
    }

    [Test]
    public async Task TwoHosts_InOneProcess_RunSideBySide()
    {
        using var other = new TestFolder();
        await using var first = await StartAsync();
        await using var second = await PeerHost.StartAsync(TestPeer.Options(other, "https", out var port), new PeerHostSettings { Port = port });
        Assert.That(first.PublicOrigin, Is.Not.EqualTo(second.PublicOrigin));
        using var client = Client(first, "alice", "secret");
        Assert.That((await client.PutAsync("/files/a.txt", new StringContent("x"))).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        await first.StopAsync();
        using var still = Client(second, "alice", "secret", other);
        Assert.That((await still.GetAsync("/files/a.txt")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task SelfSigned_Certificate_IsForItsOwnerOnlyAndKept()
    {
        await using (await StartAsync())
        {
        }

        var file = TlsCertificates.SelfSignedPath(_folder["data"]);
        var first = await File.ReadAllTextAsync(file);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(
                File.GetUnixFileMode(Path.GetDirectoryName(file)!),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }

        await using (await StartAsync())
        {
        }

        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(first));
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(certificate.MatchesHostname("localhost"), Is.True);
            Assert.That(certificate.MatchesHostname("127.0.0.1"), Is.True);
            Assert.That(certificate.MatchesHostname("::1"), Is.True);
            Assert.That(certificate.MatchesHostname("elsewhere.example"), Is.False);
        }
    }

    [TestCase("cloud.example", 0)]
    [TestCase("localhost", 380)]
    public void SelfSigned_OtherHostOrNearItsEnd_IsMadeAnew(string host, int days)
    {
        var first = new PeerOptions { PublicOrigin = new Uri("https://localhost"), DataDirectory = _folder["data"] };
        var second = new PeerOptions { PublicOrigin = new Uri($"https://{host}"), DataDirectory = _folder["data"] };
        using var old = TlsCertificates.ForListener(first, TimeProvider.System).Certificate;
        using var made = TlsCertificates.ForListener(second, new LaterClock(TimeSpan.FromDays(days))).Certificate;
        Assert.That(made.Thumbprint, Is.Not.EqualTo(old.Thumbprint));
        Assert.That(made.MatchesHostname(host), Is.True);
        Assert.That(made.HasPrivateKey, Is.True);
    }

    [Test]
    public async Task Configured_CertificateAndKey_AreServed()
    {
        var made = new PeerOptions { PublicOrigin = new Uri("https://localhost"), DataDirectory = _folder["made"] };
        using var certificate = TlsCertificates.ForListener(made, TimeProvider.System).Certificate;
        var pem = TlsCertificates.SelfSignedPath(_folder["made"]);
        var options = TestPeer.Options(_folder, "https", out var port);
        var configured = new PeerOptions
        {
            PublicOrigin = options.PublicOrigin,
            DataDirectory = options.DataDirectory,
            Users = options.Users,
            TlsCertificate = pem,
            TlsKey = pem,
            TrustedCertificates = pem,
        };
        await using var host = await PeerHost.StartAsync(configured, new PeerHostSettings { Port = port });
        Assert.That(Directory.Exists(_folder["data/tls"]), Is.False);
        Assert.That(TlsCertificates.Trusted(configured).Single().Thumbprint, Is.EqualTo(certificate.Thumbprint));
        using var client = Client(host, certificate: certificate);
        Assert.That((await client.GetAsync("/health")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Listen_PlainHttpBehindAProxy_ServesWhileTheOriginIsHttps()
    {
        using var port = LoopbackPort.Take();
        var options = new PeerOptions
        {
            PublicOrigin = new Uri("https://cloud.example"),
            Listen = new ListenAddress(IsHttps: false, IPAddress.Loopback, port.Port),
            DataDirectory = _folder["data"],
            Users = [new PeerUserOptions { Name = "alice", Password = "secret" }],
        };
        await using var host = await PeerHost.StartAsync(options, new PeerHostSettings { Port = port });
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Port}") };
        client.DefaultRequestHeaders.Authorization = Basic("alice", "secret");
        Assert.That((await client.PutAsync("/files/a.txt", new StringContent("x"))).StatusCode, Is.EqualTo(HttpStatusCode.Created));

        // The client behind the proxy names the public origin, while the proxy names us by our address.
        using var copy = new HttpRequestMessage(new HttpMethod("COPY"), "/files/a.txt");
        copy.Headers.TryAddWithoutValidation("Destination", "https://cloud.example/files/b.txt");
        Assert.That((await client.SendAsync(copy)).StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public void LoopbackPort_WhileItIsHeld_CannotBeTakenByAnother()
    {
        using var port = LoopbackPort.Take();
        using var other = new System.Net.Sockets.TcpListener(IPAddress.Loopback, port.Port);
        Assert.That(other.Start, Throws.TypeOf<System.Net.Sockets.SocketException>());
    }

    private Task<PeerHost> StartAsync() =>
        PeerHost.StartAsync(TestPeer.Options(_folder, "https", out var port), new PeerHostSettings { Port = port });

    private HttpClient Client(PeerHost host, string? user = null, string? password = null, TestFolder? folder = null, X509Certificate2? certificate = null)
    {
        // Trusts exactly the server's own certificate, for its own name.
        var trusted = certificate ?? X509CertificateLoader.LoadCertificateFromFile(TlsCertificates.SelfSignedPath((folder ?? _folder)["data"]));
        var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { trusted },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        })
        {
            BaseAddress = host.PublicOrigin,
        };
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = Basic(user, password!);
        }

        return client;
    }

    private static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private sealed class LaterClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
