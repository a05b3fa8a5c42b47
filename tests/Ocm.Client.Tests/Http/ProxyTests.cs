using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class ProxyTests
{
    [Test]
    public async Task Send_ThroughProxyForHttp_ProxyOfAnyAddressIsConnected()
    {
        await using var proxy = await HttpPeer.StartAsync(c => c.Response.WriteAsync($"proxied {c.Request.Host}"));
        await using var caller = new Caller(o => o.Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}"));
        caller.Names["cloud.example"] = [IPAddress.Parse("1.1.1.1")];

        var result = await caller.GetAsync(new Uri("http://cloud.example/"));

        Assert.That(Caller.Text(result.Value!), Is.EqualTo("proxied cloud.example"));
    }

    [Test]
    public async Task Send_ThroughProxyForHttps_TunnelsToCheckedName()
    {
        using var authority = new TestCertificates();
        using var certificate = authority.Create("cloud.example");
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync("end to end"), certificate);
        await using var proxy = RawPeer.Start(async (stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), token);
            using var target = new TcpClient();
            await target.ConnectAsync(IPAddress.Loopback, peer.Port, token);
            var far = target.GetStream();
            await Task.WhenAny(stream.CopyToAsync(far, token), far.CopyToAsync(stream, token));
        });
        await using var caller = new Caller(o =>
        {
            o.Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}");
            o.TrustedCertificates.Add(authority.Root);
        });
        caller.Names["cloud.example"] = [IPAddress.Parse("1.1.1.1")];

        var result = await caller.GetAsync(peer.SecureUrl(host: "cloud.example"));

        Assert.That(result.IsSuccess, Is.True, result.ToString());
        Assert.That(Caller.Text(result.Value!), Is.EqualTo("end to end"));
    }

    [TestCase("http://10.0.0.1/")]
    [TestCase("https://10.0.0.1/")]
    [TestCase("http://inside.example/")]
    [TestCase("https://inside.example/")]
    public async Task Send_PrivateTargetThroughProxy_BlockedBeforeProxyIsAsked(string target)
    {
        await using var proxy = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller(o => o.Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}"));
        caller.Names["inside.example"] = [IPAddress.Parse("1.1.1.1"), IPAddress.Parse("10.0.0.1")];

        var result = await caller.GetAsync(new Uri(target));

        Assert.That((result.Failure?.Kind, proxy.Requests), Is.EqualTo((OcmFailureKind.Blocked, 0)));
    }

    [Test]
    public async Task Send_TargetIsProxyItself_Blocked()
    {
        await using var proxy = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller(o => o.Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}"));
        caller.Names["rebound.example"] = [IPAddress.Loopback];

        var result = await caller.GetAsync(proxy.Url(host: "rebound.example"));

        Assert.That((result.Failure?.Kind, proxy.Requests), Is.EqualTo((OcmFailureKind.Blocked, 0)));
    }

    [Test]
    public async Task Send_NameThatOnlyProxyResolves_GoesThroughUnlessPortIsClosed()
    {
        await using var proxy = await HttpPeer.StartAsync(c => c.Response.WriteAsync("proxied"));
        await using var caller = new Caller(o => o.Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}"));
        caller.Names["cloud.example"] = [];

        var open = await caller.GetAsync(new Uri("http://cloud.example/"));
        var closed = await caller.GetAsync(new Uri("http://cloud.example:25/"));

        Assert.That(Caller.Text(open.Value!), Is.EqualTo("proxied"));
        Assert.That(closed.Failure?.Kind, Is.EqualTo(OcmFailureKind.Blocked));
    }

    [Test]
    public async Task Send_ProxyBypassed_ConnectionIsGuarded()
    {
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller(o => o.Proxy = new WebProxy("http://127.0.0.1:1") { BypassList = ["example"] });
        caller.Names["rebound.example"] = [IPAddress.Loopback];

        var result = await caller.GetAsync(peer.Url(host: "rebound.example"));

        Assert.That((result.Failure?.Kind, peer.Requests), Is.EqualTo((OcmFailureKind.Blocked, 0)));
    }

    [Test]
    public async Task Send_ProxyRefusesTunnel_IsUnreachable()
    {
        await using var proxy = RawPeer.Answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        await using var caller = new Caller(o =>
        {
            o.Proxy = new WebProxy($"http://127.0.0.1:{proxy.Port}");
            o.MaxRetries = 0;
        });
        caller.Names["cloud.example"] = [IPAddress.Parse("1.1.1.1")];

        var result = await caller.GetAsync(new Uri("https://cloud.example/"));

        Assert.That(result.Failure?.ToString(), Is.EqualTo("Unreachable: The proxy made no connection to the other server."));
    }
}
