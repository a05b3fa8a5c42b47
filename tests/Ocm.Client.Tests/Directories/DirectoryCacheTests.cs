using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ocm.Client.Directories;
using Ocm.Client.Tests.Calls;
using Ocm.Client.Tests.Http;
using Ocm.HttpSignatures.Keys;
using Ocm.Testing.Peers;

namespace Ocm.Client.Tests.Directories;

/// <summary>How long documents of directory services are used, and what operators configure.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DirectoryCacheTests
{
    private readonly ManualClock _clock = new();

    [Test]
    public async Task List_WithinItsAge_FetchesOnce()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(_clock, null, null, directory);
        await directory.PublishAsync(DirectoryPeer.Json("F", DirectoryPeer.Server("https://a.example")), maxAge: "600");
        var servers = client.Get<IServerDirectory>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => servers.ListAsync().AsTask()));
        _clock.Advance(TimeSpan.FromSeconds(599));
        var listing = await servers.ListAsync();
        Assert.That((directory.Fetches, listing.Services.Single().IsStale), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task List_DocumentIsDue_TakesTheNewOne()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(_clock, null, null, directory);
        var servers = client.Get<IServerDirectory>();
        await directory.PublishServersAsync(DirectoryPeer.Server("https://a.example"));
        await servers.ListAsync();
        await directory.PublishServersAsync(DirectoryPeer.Server("https://b.example"));
        _clock.Advance(TimeSpan.FromHours(1));
        var listing = await servers.ListAsync();
        Assert.That(listing.Servers.Single().Host.Value, Is.EqualTo("b.example"));
    }

    [Test]
    public async Task List_NotModified_KeepsTheDocumentAndItsTimeStartsAnew()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(_clock, null, null, directory);
        await directory.PublishAsync(DirectoryPeer.Json("F", DirectoryPeer.Server("https://a.example")), maxAge: "60", etag: "\"1\"");
        var servers = client.Get<IServerDirectory>();
        await servers.ListAsync();
        _clock.Advance(TimeSpan.FromSeconds(60));
        var listing = await servers.ListAsync();
        Assert.That(directory.Peer.RequestsTo(DirectoryPeer.Path)[1].Header("If-None-Match"), Is.EqualTo("\"1\""));
        Assert.That((listing.Servers.Count, listing.Services.Single().Failure), Is.EqualTo((1, (Errors.OcmFailure?)null)));
        Assert.That(listing.Services.Single().FetchedAt, Is.EqualTo(_clock.GetUtcNow()));
    }

    [Test]
    public async Task List_ServiceDownOrForged_UsesTheLastGoodDocumentUntilItIsTooOld([Values] bool forged)
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(_clock, options => options.MaxStaleAge = TimeSpan.FromDays(2), null, directory);
        var servers = client.Get<IServerDirectory>();
        await directory.PublishServersAsync(DirectoryPeer.Server("https://a.example"));
        await servers.ListAsync();
        if (forged)
        {
            await directory.PublishAsync(DirectoryPeer.Json("F", DirectoryPeer.Server("https://evil.example")), key: LocalSigningKey.Generate("directory#1"));
        }
        else
        {
            directory.Peer.Answer(DirectoryPeer.Path, FakePeerAnswer.Status(500));
        }

        _clock.Advance(TimeSpan.FromHours(1));
        var stale = await servers.ListAsync();
        Assert.That(stale.Servers.Single().Host.Value, Is.EqualTo("a.example"));
        Assert.That((stale.Services.Single().IsStale, stale.Services.Single().Failure is not null), Is.EqualTo((true, true)));

        await servers.ListAsync();
        Assert.That(directory.Fetches, Is.EqualTo(2), "a failure is remembered for a while");

        _clock.Advance(TimeSpan.FromDays(2));
        var tooOld = await servers.ListAsync();
        Assert.That(tooOld.Servers, Is.Empty);
        Assert.That(tooOld.Services.Single().Federation, Is.Null);
    }

    [Test]
    public async Task List_KnownToBeDown_DoesNotMakeCallersWait()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(_clock, null, null, directory);
        var servers = client.Get<IServerDirectory>();
        await directory.PublishServersAsync(DirectoryPeer.Server("https://a.example"));
        await servers.ListAsync();
        directory.Peer.Answer(DirectoryPeer.Path, FakePeerAnswer.Status(500));
        _clock.Advance(TimeSpan.FromHours(1));
        await servers.ListAsync();

        var gate = new TaskCompletionSource();
        directory.Peer.Answer(DirectoryPeer.Path, FakePeerAnswer.Status(500) with { Gate = gate.Task });
        _clock.Advance(TimeSpan.FromMinutes(2));
        var listing = await servers.ListAsync();
        Assert.That(listing.Servers, Has.Count.EqualTo(1), "answered although the fetch still runs");
        gate.SetResult();
    }

    [Test]
    public async Task List_CallerGoesAway_TheFetchGoesOnForTheOthers()
    {
        await using var directory = await DirectoryPeer.StartAsync();
        await using var client = DirectoryPeer.Client(directory);
        var servers = client.Get<IServerDirectory>();
        var gate = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        await directory.PublishServersAsync(DirectoryPeer.Server("https://a.example"));
        var body = await DirectorySigner.SignAsync(
            new Ocm.Directories.DirectoryDocument { Federation = "F", Servers = [new() { Url = "https://a.example", DisplayName = "A" }] }, directory.Key);
        directory.Peer.Answer(DirectoryPeer.Path, _ =>
        {
            asked.TrySetResult();
            return new FakePeerAnswer(200, body, "application/jose+json") { Gate = gate.Task };
        });
        using var leaving = new CancellationTokenSource();
        var first = servers.ListAsync(leaving.Token).AsTask();
        var second = servers.ListAsync().AsTask();
        await asked.Task;
        await leaving.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        gate.SetResult();
        Assert.That((await second).Servers, Has.Count.EqualTo(1));
        Assert.That(directory.Fetches, Is.EqualTo(1));
    }

    [TestCase("http://directory.example/", null, "https")]
    [TestCase("https://user@directory.example/", null, "https")]
    [TestCase("https://directory.example/", "", "Keys is empty")]
    [TestCase("https://directory.example/", "x", "JSON Web Key")]
    [TestCase("https://directory.example/", """{"kty":"oct","k":"c2VjcmV0"}""", "secret or private")]
    [TestCase("https://directory.example/", """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}""", "secret or private")]
    [TestCase("https://directory.example/", """{"kty":"OKP","crv":"Ed25519","x":"AA"}""", "cannot be used")]
    [TestCase("https://directory.example/", """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"ES256"}""", "cannot be used")]
    [TestCase("https://directory.example/", """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","use":"enc"}""", "not for signatures")]
    [TestCase("https://directory.example/", """{"kty":"RSA","n":"AQAB","e":"AQAB"}""", "has no alg")]
    [TestCase("https://directory.example/", """{"kty":"RSA","n":"AQAB","e":"AQAB","alg":"RS256"}""", "cannot be used")]
    public async Task Options_WrongService_IsToldWithTheMend(string url, string? key, string expected)
    {
        await using var client = new ClientUnderTest(register: services =>
            services.AddDirectoryService(new Uri(url), key is null ? ["{}"] : key.Length == 0 ? [] : [key]));
        Assert.That(
            () => client.Get<IOptions<OcmDirectoryOptions>>().Value,
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(expected));
    }

    [Test]
    public async Task Options_KeyWithoutAlgAndKid_IsCompletedByItsCurve()
    {
        await using var directory = await DirectoryPeer.StartAsync("ES256");
        await directory.PublishServersAsync(DirectoryPeer.Server("https://a.example"));
        var key = directory.Key.PublicKey;
        var bare = System.Text.Encoding.UTF8.GetString(new JsonWebKey { KeyType = key.KeyType, Curve = key.Curve, X = key.X, Y = key.Y }.ToJson());
        await using var client = new ClientUnderTest(directory.Peer, register: services => services.AddDirectoryService(directory.Url, bare));
        Assert.That((await client.Get<IServerDirectory>().ListAsync()).Servers, Has.Count.EqualTo(1));
    }
}
