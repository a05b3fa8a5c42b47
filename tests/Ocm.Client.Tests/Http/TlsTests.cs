using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class TlsTests
{
    private readonly TestCertificates _authority = new();

    [OneTimeTearDown]
    public void Forget() => _authority.Dispose();

    [Test]
    public async Task Send_TrustedRoot_IsAcceptedOverHttp2()
    {
        using var certificate = _authority.Create("peer.test");
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync(c.Request.Protocol), certificate);
        await using var caller = new Caller(o => o.TrustedCertificates.Add(_authority.Root));

        var result = await caller.SendAsync(Caller.Post(peer.SecureUrl()));

        Assert.That(result.IsSuccess, Is.True, result.ToString());
        Assert.That(Caller.Text(result.Value!), Is.EqualTo("HTTP/2"));
    }

    [Test]
    public async Task Send_ManyConnections_RootStaysUsable()
    {
        using var certificate = _authority.Create("peer.test");
        await using var caller = new Caller(o => o.TrustedCertificates.Add(_authority.Root));

        for (var i = 0; i < 3; i++)
        {
            await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync("yes"), certificate);
            var result = await caller.GetAsync(peer.SecureUrl());
            Assert.That(result.IsSuccess, Is.True, result.ToString());
        }
    }

    [Test]
    public async Task Send_CertificateForAddress_IsAccepted()
    {
        using var certificate = _authority.Create("127.0.0.1");
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync("yes"), certificate);
        await using var caller = new Caller(o =>
        {
            o.TrustedCertificates.Add(_authority.Root);
            o.AllowedDestinations.Add(new AllowedDestination { Host = "127.0.0.1" });
        });

        var result = await caller.GetAsync(peer.SecureUrl(host: "127.0.0.1"));

        Assert.That(result.IsSuccess, Is.True, result.ToString());
    }

    [Test]
    public async Task Send_UnknownRoot_IsRefused()
    {
        using var certificate = _authority.Create("peer.test");
        var failure = await RefusedAsync(certificate, _ => { });

        Assert.That(failure.Message, Does.Contain("not trusted").And.Contain("OcmHttpOptions.TrustedCertificates"));
    }

    [Test]
    public async Task Send_CertificateNamesUrls_NoneOfThemIsFetched([Values] bool trusted)
    {
        await using var inside = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        using var certificate = _authority.CreateWithUrls("peer.test", inside.Url(host: "127.0.0.1").AbsoluteUri);
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask, certificate);
        await using var caller = new Caller(o =>
        {
            if (trusted)
            {
                o.TrustedCertificates.Add(_authority.Root);
            }
        });

        var result = await caller.GetAsync(peer.SecureUrl());

        Assert.That((result.IsSuccess, inside.Requests), Is.EqualTo((trusted, 0)));
    }

    [Test]
    public async Task Send_RootOfAnotherAuthority_IsRefused()
    {
        using var other = new TestCertificates();
        using var certificate = _authority.Create("peer.test");
        var failure = await RefusedAsync(certificate, o => o.TrustedCertificates.Add(other.Root));

        Assert.That(failure.Message, Does.Contain("not trusted"));
    }

    [Test]
    public async Task Send_SelfSignedLeafOfSameName_IsRefused()
    {
        using var other = new TestCertificates();
        using var certificate = other.Create("peer.test");
        var failure = await RefusedAsync(certificate, o => o.TrustedCertificates.Add(_authority.Root));

        Assert.That(failure.Message, Does.Contain("not trusted"));
    }

    [Test]
    public async Task Send_CertificateForAnotherName_IsRefused()
    {
        using var certificate = _authority.Create("other.test");
        var failure = await RefusedAsync(certificate, o => o.TrustedCertificates.Add(_authority.Root));

        Assert.That(failure.Message, Does.Contain("another name"));
    }

    [Test]
    public async Task Send_ExpiredCertificate_IsRefused()
    {
        using var certificate = _authority.CreateExpired("peer.test");
        var failure = await RefusedAsync(certificate, o => o.TrustedCertificates.Add(_authority.Root));

        Assert.That(failure.Message, Does.Contain("expired"));
    }

    [Test]
    public async Task Send_CertificateForClients_IsRefused()
    {
        using var certificate = _authority.CreateForClients("peer.test");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = HandshakeAsync(listener, certificate);
        await using var caller = new Caller(o => o.TrustedCertificates.Add(_authority.Root));

        var result = await caller.GetAsync(new Uri($"https://peer.test:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        await serving;

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
        Assert.That(result.Failure.Message, Does.Contain("not trusted"));
    }

    [Test]
    public async Task Send_PinOfLeafOrRoot_IsAccepted([Values] bool pinRoot)
    {
        using var certificate = _authority.Create("peer.test");
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync("yes"), certificate);
        await using var caller = new Caller(o =>
        {
            o.TrustedCertificates.Add(_authority.Root);
            o.PinnedCertificates["Peer.Test"] = [TestCertificates.Pin(pinRoot ? _authority.Root : certificate), Convert.ToBase64String(new byte[32])];
        });

        var result = await caller.GetAsync(peer.SecureUrl());

        Assert.That(result.IsSuccess, Is.True, result.ToString());
    }

    [Test]
    public async Task Send_PinOfAnotherKey_IsRefused()
    {
        using var certificate = _authority.Create("peer.test");
        using var other = _authority.Create("peer.test");
        var failure = await RefusedAsync(certificate, o =>
        {
            o.TrustedCertificates.Add(_authority.Root);
            o.PinnedCertificates["peer.test"] = [TestCertificates.Pin(other)];
        });

        Assert.That(failure.Message, Does.Contain("PinnedCertificates"));
    }

    [Test]
    public async Task Send_PinMatchesButRootIsUnknown_IsRefused()
    {
        using var certificate = _authority.Create("peer.test");
        var failure = await RefusedAsync(certificate, o => o.PinnedCertificates["peer.test"] = [TestCertificates.Pin(certificate)]);

        Assert.That(failure.Message, Does.Contain("not trusted"));
    }

    [Test]
    public async Task Send_PinOfAnotherHost_DoesNotBind()
    {
        using var certificate = _authority.Create("peer.test");
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync("yes"), certificate);
        await using var caller = new Caller(o =>
        {
            o.TrustedCertificates.Add(_authority.Root);
            o.PinnedCertificates["other.test"] = [Convert.ToBase64String(new byte[32])];
        });

        var result = await caller.GetAsync(peer.SecureUrl());

        Assert.That(result.IsSuccess, Is.True, result.ToString());
    }

    [Test]
    public async Task Send_ServerSpeaksNoTls_IsUnreachable()
    {
        await using var plain = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller(o => o.MaxRetries = 0);

        var result = await caller.GetAsync(plain.SecureUrl());

        Assert.That(result.Failure?.ToString(), Is.EqualTo("Unreachable: No TLS connection to the other server could be made."));
    }

    // Kestrel does not start with such a certificate.
    private static async Task HandshakeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadExactlyAsync(new byte[1]);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The caller hung up.
        }
    }

    private static async Task<OcmFailure> RefusedAsync(X509Certificate2 certificate, Action<OcmHttpOptions> configure)
    {
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask, certificate);
        await using var caller = new Caller(configure);

        var result = await caller.GetAsync(peer.SecureUrl());

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
        Assert.That(peer.Requests, Is.Zero);
        return result.Failure!;
    }
}
