using System.Net;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

/// <summary>The guard where it matters: on real connections.</summary>
public sealed class DestinationGuardTests
{
    [TestCase("127.0.0.1", "this machine")]
    [TestCase("::1", "this machine")]
    [TestCase("::ffff:127.0.0.1", "this machine")]
    [TestCase("10.0.0.1", "private")]
    [TestCase("169.254.169.254", "special")]
    [TestCase("64:ff9b::7f00:1", "special")]
    public async Task Send_NameOfAddressThatIsNotPublic_BlockedAndNotConnected(string address, string reason)
    {
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller();
        caller.Names["rebound.example"] = [IPAddress.Parse(address)];

        var result = await caller.GetAsync(peer.Url(host: "rebound.example"));

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(result.Failure.Message, Does.Contain(reason).And.Contain("OcmHttpOptions."));
        Assert.That(peer.Requests, Is.Zero);
    }

    [Test]
    public async Task Send_NameOfSeveralAddresses_ConnectsAllowedOneAlone()
    {
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync(c.Connection.RemoteIpAddress!.ToString()));
        await using var caller = new Caller(o =>
        {
            o.AllowedDestinations.Clear();
            o.AllowedDestinations.Add(new AllowedDestination { Network = "127.0.0.1" });
        });
        caller.Names["mixed.example"] = [IPAddress.Parse("10.0.0.1"), IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.Loopback];

        var result = await caller.GetAsync(peer.Url(host: "mixed.example"));

        Assert.That(Caller.Text(result.Value!), Is.EqualTo("127.0.0.1"));
    }

    [Test]
    public async Task Send_LiteralAddress_BlockedWithoutLookupOrConnection()
    {
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url(host: "127.0.0.1"));

        Assert.That((result.Failure?.Kind, peer.Requests, caller.Names.Lookups), Is.EqualTo((OcmFailureKind.Blocked, 0, 0)));
    }

    [Test]
    public async Task Send_NameThatChangesAfterFirstCall_CheckedAgainForNewConnection()
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        await using var caller = new Caller(o =>
        {
            o.AllowedDestinations.Clear();
            o.AllowedDestinations.Add(new AllowedDestination { Network = "127.0.0.1" });
        });

        var first = await caller.GetAsync(peer.Url(host: "rebound.example"));
        caller.Names["rebound.example"] = [IPAddress.Parse("127.0.0.2")];
        var second = await caller.GetAsync(peer.Url(host: "rebound.example"));

        Assert.That(first.Value?.StatusCode, Is.EqualTo(200));
        Assert.That((second.Failure?.Kind, peer.Requests), Is.EqualTo((OcmFailureKind.Blocked, 1)));
    }

    [Test]
    public async Task Send_MappedAddressThatIsAllowed_IsConnectedAsIPv4()
    {
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync("here"));
        await using var caller = new Caller(o => o.MaxRetries = 0);
        caller.Names["mapped.test"] = [IPAddress.Parse("::ffff:127.0.0.1")];

        var result = await caller.GetAsync(peer.Url(host: "mapped.test"));

        Assert.That(result.IsSuccess, Is.True, result.ToString());
    }

    [Test]
    public async Task Send_FirstAddressRefusesConnection_TriesNext()
    {
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync("here"));
        await using var caller = new Caller();
        caller.Names["two.test"] = [IPAddress.Parse("127.0.0.9"), IPAddress.Loopback];

        var result = await caller.GetAsync(peer.Url(host: "two.test"));

        Assert.That(Caller.Text(result.Value!), Is.EqualTo("here"));
    }

    [Test]
    public async Task Send_FirstAddressIsSilent_NextIsTriedBesideIt()
    {
        var clock = new ManualClock();
        await using var peer = await HttpPeer.StartAsync(c => c.Response.WriteAsync("here"));
        using var silent = new SilentHost(IPAddress.Parse("127.0.0.9"), peer.Port);
        await using var caller = new Caller(timeProvider: clock);
        caller.Names["two.test"] = [silent.Address, IPAddress.Loopback];

        var call = caller.GetAsync(peer.Url(host: "two.test"));
        await clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(250));
        Assert.That(peer.Requests, Is.Zero);
        clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.That(Caller.Text((await call).Value!), Is.EqualTo("here"));
    }

    [Test]
    public async Task Send_PlainHttpWithoutSwitch_Blocked()
    {
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller(o => o.AllowHttp = false);

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Failure?.Kind, peer.Requests), Is.EqualTo((OcmFailureKind.Blocked, 0)));
        Assert.That(result.Failure!.Message, Does.Contain("AllowHttp"));
    }

    [Test]
    public async Task Send_Blocked_IsNotRepeatedAndDoesNotOpenCircuit()
    {
        await using var caller = new Caller(o => o.CircuitBreaker.MinimumThroughput = 2);
        caller.Names["inside.example"] = [IPAddress.Parse("10.0.0.1")];

        for (var i = 0; i < 6; i++)
        {
            var result = await caller.GetAsync(new Uri("https://inside.example/"));
            Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        }

        Assert.That(caller.Names.Lookups, Is.EqualTo(6));
    }
}
