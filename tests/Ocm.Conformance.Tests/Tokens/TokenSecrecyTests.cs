using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ocm.Client.Access;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Tokens;

/// <summary>A token is shown to nobody but the two servers, and only over TLS.</summary>
internal sealed class TokenSecrecyTests
{
    private const string Secret = "a-secret-of-the-fake-peer";
    private const string Token = "a-token-of-the-fake-peer";

    [Test]
    [Property("Requirement", "TOK-07"), Property("Forbidden", "TOK-07")]
    public async Task Log_OfEverythingThatIsDoneWithATokenInBothRoles_HoldsNoToken()
    {
        using var log = new Recording();
        await using var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            LoggerProvider = log,
            Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace)),
        });
        await test.CreatedAsync();
        var webdav = test.SentToPeer().Single().GetProperty("protocol").GetProperty("webdav");
        var code = webdav.GetProperty("sharedSecret").GetString()!;
        var form = $"grant_type=authorization_code&client_id={test.Peer.Host}&code={code}";

        var issued = (await test.PostAsync("/ocm/token", form, "application/x-www-form-urlencoded")).Json.GetProperty("access_token").GetString()!;
        foreach (var credential in new[] { issued, code, issued + "x" })
        {
            await test.GetAsync(new Uri(webdav.GetProperty("uri").GetString()!).AbsolutePath, request => request.Headers.Authorization = new("Bearer", credential));
        }

        foreach (var status in new[] { 404, 401, 500 })
        {
            test.Peer.Answer("/dav/id-1", Testing.Peers.FakePeerAnswer.Status(status));
            await ListAsync(test);
        }

        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("Authorization")), Has.Some.EqualTo($"Bearer {Token}"));
        Assert.That(log.Lines, Is.Not.Empty);
        Assert.That(log.Lines.Where(line => new[] { issued, code, Token, Secret }.Any(secret => line.Contains(secret, StringComparison.Ordinal))), Is.Empty);
    }

    [Test]
    [Property("Requirement", "TOK-07")]
    public async Task List_ResourceOverHttps_IsAsked() => Assert.That(await AskAsync(isPlain: false), Is.EqualTo((true, false)));

    [Test]
    [Property("Requirement", "TOK-07"), Property("Forbidden", "TOK-07")]
    public async Task List_ResourceOverPlainHttp_TokenStaysHere() => Assert.That(await AskAsync(isPlain: true), Is.EqualTo((false, false)));

    private static async Task<(bool Https, bool Plain)> AskAsync(bool isPlain)
    {
        await using var test = await TlsServerAndPeer.StartAsync();
        var share = test.Share();
        share["protocol"]!["webdav"]!["uri"] = $"{(isPlain ? test.Plain : test.Peer).Origin}/dav/id-1";
        Assert.That((await test.PostAsync("/ocm/shares", share.ToJsonString())).Status, Is.EqualTo(201));
        var id = (await test.ReceivedAsync()).Single().Id;

        await test.Server.WithAsync<IReceivedShares, bool>(async shares =>
        {
            await shares.AcceptAsync(id, "marie");
            return (await shares.OpenAsync(id, "marie")).TryGetValue(out var resource, out _) && (await resource.ListAsync()).IsSuccess;
        });

        return (test.Peer.RequestsTo("/dav/id-1").Count > 0, test.Plain.Requests.Count > 0);
    }

    [TestCase(301)]
    [TestCase(307)]
    [Property("Requirement", "TOK-07"), Property("Forbidden", "TOK-07")]
    public async Task List_RedirectedElsewhere_TokenStaysHere(int status)
    {
        await using var elsewhere = await Testing.Peers.FakePeer.StartAsync(new() { UseHttps = false });
        await using var test = await ServerAndPeer.StartAsync();
        test.Peer.Answer("/dav/id-1", Testing.Peers.FakePeerAnswer.Status(status) with
        {
            Headers = new Dictionary<string, string> { ["Location"] = $"{elsewhere.Origin}/dav/id-1" },
        });

        var listing = await ListAsync(test);

        Assert.That(test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("Authorization")), Is.All.EqualTo($"Bearer {Token}").And.Not.Empty);
        Assert.That(elsewhere.Requests, Is.Empty);
        Assert.That(listing.IsSuccess, Is.False);
    }

    private static async Task<OcmResult<RemoteListing>> ListAsync(ServerAndPeer test)
    {
        await test.PostAsync("/ocm/shares", test.Share());
        var id = (await test.ReceivedAsync()).Single().Id;
        return await test.Server.WithAsync<IReceivedShares, OcmResult<RemoteListing>>(async shares =>
        {
            await shares.AcceptAsync(id, "marie");
            return await (await shares.OpenAsync(id, "marie")).Value!.ListAsync();
        });
    }

    private sealed class Recording : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
