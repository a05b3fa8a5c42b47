using Ocm.Errors;

namespace Ocm.Client.Tests.Access;

/// <summary>What happens to a credential that is refused, redirected, or cannot be sent.</summary>
public sealed class RefusedCredentialTests
{
    private const string Exchange = "must-exchange-token";

    [Test]
    [Property("Requirement", "TOK-08")]
    public async Task List_TokenRevoked_ExchangesAndAsksOnceMore()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, requirements: [Exchange]));
        (await resource.ListAsync()).Must();

        sender.Accepted.Clear();
        (await resource.ListAsync()).Must();

        Assert.That(sender.Exchanges, Is.EqualTo(2));
        Assert.That(sender.DavRequests.Select(r => r.Authorization), Is.EqualTo(
            new[] { "Bearer accessToken1", "Bearer accessToken1", "Bearer accessToken2" }));
    }

    [Test]
    public async Task List_EveryTokenRefused_StopsAfterOneRepetition()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Token = async c =>
        {
            await sender.IssueAsync(c);
            sender.Accepted.Clear();
        };
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, requirements: [Exchange]));

        var failure = (await resource.ListAsync()).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.Unauthenticated));
        Assert.That(failure.PeerStatus, Is.EqualTo(401));
        Assert.That((sender.Exchanges, sender.DavRequests.Count()), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task List_ShareEndedAtTheSender_Unauthenticated()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, requirements: [Exchange]));
        (await resource.ListAsync()).Must();

        sender.Accepted.Clear();
        sender.Token = c => SendingServer.RefuseAsync(c, "invalid_grant");
        var failure = (await resource.ListAsync()).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.Unauthenticated));
        Assert.That(failure.PeerStatus, Is.EqualTo(401));
    }

    [Test]
    public async Task List_SecretRefusedAfterFallback_TriesTheExchangeOnceMore()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Token = c => SendingServer.RefuseAsync(c, string.Empty, 503);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));
        (await resource.ListAsync()).Must();

        sender.Token = null;
        sender.Accepted.Clear();
        (await resource.ListAsync()).Must();

        Assert.That(sender.DavRequests.Select(r => r.Authorization), Is.EqualTo(
            new[] { $"Bearer {SendingServer.Secret}", $"Bearer {SendingServer.Secret}", "Bearer accessToken1" }));
    }

    [Test]
    public async Task List_SecretRefusedAndNoExchange_AsksOnce()
    {
        await using var sender = await SendingServer.StartAsync();
        (sender.Capabilities, sender.HasTokenEndPoint) = ([], false);
        sender.Accepted.Clear();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        var failure = (await resource.ListAsync()).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.Unauthenticated));
        Assert.That(sender.DavRequests.Count(), Is.EqualTo(1));
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(307)]
    [TestCase(308)]
    [Property("Requirement", "TOK-07")]
    public async Task Read_Redirected_IsNotFollowedWithTheCredential(int status)
    {
        await using var other = await SendingServer.StartAsync();
        await using var sender = await SendingServer.StartAsync();
        sender.Put("a.txt", "abc");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));
        sender.Dav = async c =>
        {
            if (c.Request.Method != "GET")
            {
                return false;
            }

            c.Response.StatusCode = status;
            c.Response.Headers.Location = other.Peer.Url("/dav/ocm/share1/a.txt").ToString();
            await c.Response.CompleteAsync();
            return true;
        };
        var failure = (await resource.ReadAsync("a.txt")).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(failure.PeerStatus, Is.EqualTo(status));
        Assert.That(other.Seen, Is.Empty);
    }

    [TestCase("sec ret")]
    [TestCase("sec\u00e9ret")]
    [TestCase("a\r\nX-Injected: 1")]
    public async Task List_SecretThatFitsNoHeader_FailsHere(string secret)
    {
        await using var sender = await SendingServer.StartAsync();
        (sender.Capabilities, sender.HasTokenEndPoint) = ([], false);
        await using var receiver = new Receiver();
        var share = TestShares.WebDav(sender.Host);
        share = share with { Protocol = share.Protocol with { WebDav = share.Protocol.WebDav! with { SharedSecret = new(secret) } } };
        var resource = await receiver.OpenAsync(share);

        var failure = (await resource.ListAsync()).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That(failure.Message, Does.Not.Contain(secret));
        Assert.That(sender.Seen, Is.Empty);
    }

    [Test]
    [Property("Requirement", "TOK-07")]
    public async Task List_PlainHttpNotAllowed_TheCredentialStaysHere()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        await using var strict = new Receiver(configureHttp: o => o.AllowHttp = false);
        var share = TestShares.WebDav(sender.Host, sender.Peer.Url(SendingServer.Root).ToString());
        (await (await receiver.OpenAsync(share)).ListAsync()).Must();
        var before = sender.Seen.Count;

        var opened = await strict.TryOpenAsync(share);
        var failure = opened.IsSuccess ? (await opened.Value.ListAsync()).MustFail() : opened.Failure;

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.Blocked).Or.EqualTo(OcmFailureKind.Unreachable));
        Assert.That(sender.Seen, Has.Count.EqualTo(before));
    }
}
