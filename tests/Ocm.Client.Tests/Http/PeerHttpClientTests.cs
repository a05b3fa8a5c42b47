using System.Text;
using Microsoft.AspNetCore.Http;
using Ocm.Client.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Http;

public sealed class PeerHttpClientTests
{
    [Test]
    public async Task Send_Get_GivesAnswer()
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.ContentType = "Application/JSON; charset=utf-8";
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.CacheControl = "public, max-age=600";
            context.Response.Headers.Age = "100";
            await context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path} {context.Request.Headers.UserAgent}");
        });
        await using var caller = new Caller(o => o.ClientUserAgent = "Example/1.0");

        var result = await caller.GetAsync(peer.Url("/.well-known/ocm"));

        Assert.That(result.IsSuccess, Is.True, result.ToString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Value!.StatusCode, Is.EqualTo(200));
            Assert.That(Caller.Text(result.Value), Is.EqualTo("GET /.well-known/ocm Example/1.0"));
            Assert.That(result.Value.MediaType, Is.EqualTo("application/json"));
            Assert.That(result.Value.ETag, Is.EqualTo("\"v1\""));
            Assert.That(result.Value.MaxAge, Is.EqualTo(TimeSpan.FromSeconds(500)));
        }
    }

    [Test]
    public async Task Send_Post_CarriesBodyHeadersAndLength()
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            await context.Response.WriteAsync(
                $"{context.Request.ContentType} {context.Request.ContentLength} {context.Request.Headers["X-One"]} {context.Request.Headers.Expect} {body}");
        });
        await using var caller = new Caller();
        var request = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Post,
            Uri = peer.Url("/shares"),
            Body = Encoding.UTF8.GetBytes("{\"a\":1}"),
            ContentType = "application/json",
            Headers = [KeyValuePair.Create("X-One", "1")],
        };

        var result = await caller.SendAsync(request);

        Assert.That(Caller.Text(result.Value!), Is.EqualTo("application/json 7 1  {\"a\":1}"));
    }

    [TestCase(PeerCall.Discovery, 3)]
    [TestCase(PeerCall.KeySet, 3)]
    [TestCase(PeerCall.Api, 1)]
    [TestCase(PeerCall.Token, 1)]
    public async Task Send_SeveralCallsInTurn_ConnectionIsKeptUnlessStrangersCauseTheCall(object purpose, int connections)
    {
        var ids = new HashSet<string>();
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            ids.Add(context.Connection.Id);
            return Task.CompletedTask;
        });
        await using var caller = new Caller();

        for (var i = 0; i < 3; i++)
        {
            var result = await caller.SendAsync(new PeerRequest { Purpose = (PeerCall)purpose, Method = HttpMethod.Get, Uri = peer.Url() });
            Assert.That(result.Value?.StatusCode, Is.EqualTo(200));
        }

        Assert.That(ids, Has.Count.EqualTo(connections));
    }

    [TestCase(301)]
    [TestCase(400)]
    [TestCase(404)]
    [TestCase(501)]
    public async Task Send_ErrorStatus_IsAnswerNotFailure(int status)
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            await context.Response.WriteAsync("why");
        });
        await using var caller = new Caller();

        var result = await caller.GetAsync(peer.Url());

        Assert.That((result.Value!.StatusCode, Caller.Text(result.Value), peer.Requests), Is.EqualTo((status, "why", 1)));
    }

    [Test]
    public async Task Send_CallerCancels_ThrowsCancellation()
    {
        var arrived = new TaskCompletionSource();
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var caller = new Caller();
        using var cancel = new CancellationTokenSource();

        var call = caller.SendAsync(Caller.Get(peer.Url()), cancel.Token);
        await arrived.Task;
        await cancel.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => call);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    [Test]
    public async Task Send_PrepareThrows_ExceptionReachesCaller()
    {
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller();
        var request = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Post,
            Uri = peer.Url(),
            Prepare = (_, _) => throw new HttpRequestException("the key service is down"),
        };

        await Assert.ThatAsync(() => caller.SendAsync(request), Throws.TypeOf<HttpRequestException>().With.Message.EqualTo("the key service is down"));
        Assert.That(peer.Requests, Is.Zero);
    }

    [Test]
    public async Task Send_PrepareRunsIntoItsOwnTimeLimit_ExceptionReachesCaller()
    {
        await using var caller = new Caller();
        var request = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Post,
            Uri = new Uri("http://peer.test/"),
            Prepare = (_, _) => throw new TaskCanceledException("the key service took too long"),
        };

        await Assert.ThatAsync(() => caller.SendAsync(request), Throws.TypeOf<TaskCanceledException>().With.Message.Contains("key service"));
    }

    [Test]
    public async Task Send_PrepareOutlastsTheCall_IsTimeoutThatDoesNotSpeakAgainstTheServer()
    {
        var clock = new ManualClock();
        await using var peer = await HttpPeer.StartAsync(_ => Task.CompletedTask);
        await using var caller = new Caller(timeProvider: clock);
        var request = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Post,
            Uri = peer.Url(),
            Prepare = async (_, token) =>
            {
                clock.Advance(TimeSpan.FromSeconds(30));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            },
        };

        for (var i = 0; i < 6; i++)
        {
            Assert.That((await caller.SendAsync(request)).Failure?.Kind, Is.EqualTo(OcmFailureKind.Timeout));
        }

        Assert.That((await caller.GetAsync(peer.Url())).Value?.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Send_HeaderValueWithLineBreak_IsMisuse()
    {
        await using var caller = new Caller();
        var request = new PeerRequest
        {
            Purpose = PeerCall.Api,
            Method = HttpMethod.Get,
            Uri = new Uri("http://peer.test/"),
            Headers = [KeyValuePair.Create("Authorization", "Bearer secret\r\nX-Evil: 1")],
        };

        await Assert.ThatAsync(() => caller.SendAsync(request), Throws.ArgumentException.With.Message.Not.Contains("secret"));
    }

    [Test]
    public async Task Send_NothingListens_IsUnreachable()
    {
        int port;
        await using (var gone = RawPeer.Answering(string.Empty))
        {
            port = gone.Port;
        }

        await using var caller = new Caller(o => o.MaxRetries = 0);

        var result = await caller.GetAsync(new Uri($"http://peer.test:{port}/"));

        Assert.That(result.Failure!.Kind, Is.EqualTo(OcmFailureKind.Unreachable));
    }

    [Test]
    public async Task Send_NameWithoutAddress_IsUnreachable()
    {
        await using var caller = new Caller(o => o.MaxRetries = 0);
        caller.Names["nobody.test"] = [];

        var result = await caller.GetAsync(new Uri("https://nobody.test/"));

        Assert.That(result.Failure!.ToString(), Is.EqualTo("Unreachable: The other server's name could not be resolved."));
    }
}
