using Microsoft.AspNetCore.Http;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class RedirectTests
{
    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task Send_SameAuthority_IsFollowedAndPreparedAnew(int status)
    {
        await using var peer = await StartAsync(status, c => c.Request.Path == "/old" ? "/new?x=1#part" : null);
        await using var caller = new Caller();
        var prepared = new List<string>();
        var request = new PeerRequest
        {
            Purpose = PeerCall.Discovery,
            Method = HttpMethod.Get,
            Uri = peer.Url("/old"),
            Redirects = PeerRedirects.SameAuthority,
            Prepare = (message, _) =>
            {
                prepared.Add(message.RequestUri!.PathAndQuery);
                return ValueTask.CompletedTask;
            },
        };

        var result = await caller.SendAsync(request);

        Assert.That(Caller.Text(result.Value!), Is.EqualTo("/new?x=1"));
        Assert.That(prepared, Is.EqualTo(new[] { "/old", "/new?x=1" }));
    }

    [Test]
    public async Task Send_ThreeRedirects_AreFollowedAndFourAreNot()
    {
        await using var peer = await StartAsync(302, c => c.Request.Path.Value switch
        {
            "/4" => "/3",
            "/3" => "/2",
            "/2" => "/1",
            "/1" => "/0",
            _ => null,
        });
        await using var caller = new Caller();

        var three = await caller.SendAsync(Caller.Get(peer.Url("/3"), PeerRedirects.SameAuthority));
        var four = await caller.SendAsync(Caller.Get(peer.Url("/4"), PeerRedirects.SameAuthority));

        Assert.That(Caller.Text(three.Value!), Is.EqualTo("/0"));
        Assert.That(four.Failure?.ToString(), Is.EqualTo("InvalidResponse: The other server redirects more than three times."));
    }

    [TestCase("http://other.test:{0}/new")]
    [TestCase("//other.test:{0}/new")]
    [TestCase("http://peer.test:1/new")]
    [TestCase("https://peer.test:{0}/new")]
    [TestCase("http://user:pw@peer.test:{0}/new")]
    [TestCase("file:///etc/passwd")]
    [TestCase("javascript:alert(1)")]
    [TestCase("http://[")]
    [TestCase("")]
    public async Task Send_RedirectElsewhere_IsInvalidResponseAndNotFollowed(string location)
    {
        await using var peer = await StartAsync(302, c => c.Request.Path == "/old" ? string.Format(null, location, c.Connection.LocalPort) : null);
        await using var caller = new Caller();

        var result = await caller.SendAsync(Caller.Get(peer.Url("/old"), PeerRedirects.SameAuthority));

        Assert.That(result.Failure?.Kind, Is.EqualTo(OcmFailureKind.InvalidResponse));
        Assert.That((result.Failure.PeerStatus, peer.Requests), Is.EqualTo((302, 1)));
    }

    [TestCase("https://a.example/x", "https://a.example:443/y", true)]
    [TestCase("https://a.example/x", "https://A.Example/y", true)]
    [TestCase("https://a.example/x/", "../y", true)]
    [TestCase("https://a.example/x", "//a.example/y", true)]
    [TestCase("https://a.example/x", "http://a.example/y", false)]
    [TestCase("https://a.example/x", "http://a.example:443/y", false)]
    [TestCase("http://a.example/x", "https://a.example/y", false)]
    [TestCase("https://a.example/x", "https://a.example:8443/y", false)]
    [TestCase("https://a.example/x", "https://b.a.example/y", false)]
    [TestCase("https://a.example/x", "https://a.example.evil.example/y", false)]
    [TestCase("https://a.example/x", "https://a.example@evil.example/y", false)]
    [TestCase("https://a.example/x", "https://evil@a.example/y", false)]
    [TestCase("https://a.example/x", "data:text/plain,y", false)]
    public void TryFollow_Location_SameAuthorityAlone(string from, string location, bool isFollowed) =>
        Assert.That(PeerMessages.TryFollow(new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute), out _), Is.EqualTo(isFollowed));

    [Test]
    public async Task Send_BackslashInRedirect_StaysWithTheServer()
    {
        await using var peer = await StartAsync(302, c => c.Request.Path == "/old" ? "/\\other.test/new" : null);
        await using var caller = new Caller();

        var result = await caller.SendAsync(Caller.Get(peer.Url("/old"), PeerRedirects.SameAuthority));

        Assert.That((result.Value?.StatusCode, peer.Requests), Is.EqualTo((200, 2)));
    }

    [Test]
    public async Task Send_NoPolicyOrPost_RedirectIsTheAnswer()
    {
        await using var peer = await StartAsync(307, _ => "/new");
        await using var caller = new Caller();
        var post = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Post,
            Uri = peer.Url("/old"),
            Redirects = PeerRedirects.SameAuthority,
        };

        Assert.That((await caller.GetAsync(peer.Url("/old"))).Value?.StatusCode, Is.EqualTo(307));
        Assert.That((await caller.SendAsync(post)).Value?.StatusCode, Is.EqualTo(307));
        Assert.That(peer.Requests, Is.EqualTo(2));
    }

    private static Task<HttpPeer> StartAsync(int status, Func<HttpContext, string?> redirect) => HttpPeer.StartAsync(async context =>
    {
        if (redirect(context) is { } location)
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
            await context.Response.WriteAsync("moved");
        }
        else
        {
            await context.Response.WriteAsync(context.Request.Path + context.Request.QueryString);
        }
    });
}
