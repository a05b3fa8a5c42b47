using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ocm.Discovery;
using Ocm.Server.Access;
using Ocm.Server.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Server.Hosting.Tests.Access;

/// <summary>How clients before the code flow open a share: Basic with the secret as user, and the WebDAV path itself for the share.</summary>
internal sealed class LegacyAccessTests
{
    [TestCase("{0}:")]
    [TestCase("{0}")]
    [TestCase("{0}::::")]
    [TestCase("{0}:whatever")]
    public async Task Basic_SecretAsUserInInteroperable_OpensTheShare(string credentials)
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);
        var (share, secret) = await test.ShareWithPeerAsync();

        var answer = await GetAsync(test, $"/dav/ocm/{share.ProviderId}/a.md", Basic(credentials, secret));

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.Body, Is.EqualTo($"{share.ResourceId} below /dav/ocm/{share.ProviderId}"));
    }

    [TestCase("/dav/ocm")]
    [TestCase("/dav/ocm/")]
    [TestCase("/dav/ocm/sub/a.md")]
    public async Task Root_SecretInInteroperable_OpensTheShare(string path)
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);
        var (share, secret) = await test.ShareWithPeerAsync();

        foreach (var authorization in new[] { Basic("{0}:", secret), new AuthenticationHeaderValue("Bearer", secret) })
        {
            var answer = await GetAsync(test, path, authorization);

            Assert.That(answer.Status, Is.EqualTo(200), authorization.Scheme);
            Assert.That(answer.Body, Is.EqualTo($"{share.ResourceId} below /dav/ocm"));
        }
    }

    [Test]
    public async Task Strict_BasicIs401AndRootIs404()
    {
        await using var test = await StartAsync(OcmPosture.Strict);
        var (share, secret) = await test.ShareWithPeerAsync();

        var basic = await GetAsync(test, $"/dav/ocm/{share.ProviderId}", Basic("{0}:", secret));

        Assert.That(basic.Status, Is.EqualTo(401));
        Assert.That(basic.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme), Is.EqualTo(new[] { "Bearer" }));
        Assert.That((await GetAsync(test, "/dav/ocm/", new AuthenticationHeaderValue("Bearer", secret))).Status, Is.EqualTo(404));
        Assert.That((await GetAsync(test, $"/dav/ocm/{share.ProviderId}", new AuthenticationHeaderValue("Bearer", secret))).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Interoperable_ShareThatNeedsTheExchange_NeverOpensByItsSecret()
    {
        await using var test = await StartAsync(OcmPosture.Interoperable, exchange: true);
        var (share, secret) = await test.ShareWithPeerAsync();
        Assert.That(share.AllowsSecretAccess, Is.False);

        foreach (var path in new[] { "/dav/ocm/", $"/dav/ocm/{share.ProviderId}" })
        {
            Assert.That((await GetAsync(test, path, Basic("{0}:", secret))).Status, Is.EqualTo(401), path);
            Assert.That((await GetAsync(test, path, new AuthenticationHeaderValue("Bearer", secret))).Status, Is.EqualTo(401), path);
        }
    }

    [TestCase("Basic", "")]
    [TestCase("Basic", "!")]
    [TestCase("Basic", "Og==")]
    [TestCase("Basic", "bm90LWEtc2VjcmV0Og==")]
    [TestCase("Digest", "username=\"x\"")]
    public async Task Interoperable_OtherCredentials_Is401WithBothChallenges(string scheme, string parameter)
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);

        var answer = await GetAsync(test, "/dav/ocm/", new AuthenticationHeaderValue(scheme, parameter));

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(answer.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme), Is.EqualTo(new[] { "Bearer", "Basic" }));
    }

    [Test]
    public async Task Interoperable_EndedShare_OpensNoMore()
    {
        await using var test = await StartAsync(OcmPosture.Interoperable);
        var (share, secret) = await test.ShareWithPeerAsync();
        await test.Server.WithAsync<ISentShares, Errors.OcmResult<Ocm.Shares.SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        Assert.That((await GetAsync(test, "/dav/ocm/", Basic("{0}:", secret))).Status, Is.EqualTo(401));
    }

    private static AuthenticationHeaderValue Basic(string format, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(format.Replace("{0}", secret, StringComparison.Ordinal))));

    private static Task<PeerAndServer.Answer> GetAsync(PeerAndServer test, string path, AuthenticationHeaderValue authorization) =>
        test.GetAsync(path, change: request => request.Headers.Authorization = authorization);

    private static async Task<PeerAndServer> StartAsync(OcmPosture posture, bool exchange = false)
    {
        var test = await PeerAndServer.StartAsync(new OcmTestServerSettings
        {
            Options = options => options.Posture = posture,
            Map = app => app.Map(
                "/dav/ocm/{**path}",
                (HttpContext context) => $"{context.GetOcmShareAccess().Share.ResourceId} below {context.GetOcmShareAccess().Prefix}").RequireOcmShareBelow("/dav/ocm"),
        });
        test.Peer.Document = exchange ? null : test.Peer.CreateDocument() with { Capabilities = [Capability.HttpSig], TokenEndPoint = null };
        return test;
    }
}
