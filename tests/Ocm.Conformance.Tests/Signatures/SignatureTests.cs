using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Signatures;
using Ocm.Server.Hosting.Tests;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Conformance.Signatures;

internal sealed class SignatureTests
{
    private const string Shares = "/ocm/shares";

    [Test]
    [Property("Requirement", "SIG-17")]
    [Property("Requirement", "SIG-23")]
    [Property("Requirement", "SHARE-23")]
    [Property("Requirement", "SHARE-26")]
    public async Task Shares_SignedBySendersServer_IsTaken()
    {
        await using var test = await PeerAndServer.StartAsync();

        var answer = await test.PostAsync(Shares, test.ShareJson());

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(answer.Json.GetProperty("recipientDisplayName").GetString(), Is.EqualTo("Marie Curie"));
        Assert.That(await test.ReceivedAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SIG-15"), Property("Forbidden", "SIG-15")]
    [Property("Requirement", "SHARE-23"), Property("Forbidden", "SHARE-23")]
    [Property("Requirement", "SHARE-26"), Property("Forbidden", "SHARE-26")]
    public async Task Shares_Unsigned_Is401AndNothingIsStored()
    {
        await using var test = await PeerAndServer.StartAsync();

        var answer = await test.PostUnsignedAsync(Shares, test.ShareJson());

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(answer.Json.GetProperty("message").GetString(), Is.Not.Empty);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SIG-12"), Property("Forbidden", "SIG-12")]
    public async Task Shares_AlteredBody_Is401()
    {
        await using var test = await PeerAndServer.StartAsync();
        var altered = test.ShareJson(share => share["name"] = "other.md");

        var answer = await test.PostAsync(Shares, test.ShareJson(), change: request =>
        {
            var old = request.Content!;
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(altered));
            foreach (var (name, values) in old.Headers.NonValidated.Where(header => header.Key != "Content-Length"))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values);
            }
        });

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SIG-17"), Property("Forbidden", "SIG-17")]
    public async Task Shares_SignedByAnotherServer_Is401()
    {
        await using var test = await PeerAndServer.StartAsync();
        await using var other = await FakePeer.StartAsync(new FakePeerOptions { UseHttps = false });

        var answer = await test.PostAsync(Shares, test.ShareJson(), key: other.Key);

        Assert.That(answer.Status, Is.EqualTo(401));
        Assert.That(other.Requests, Is.Empty, "the keyid never names the server that is asked");
    }

    [Test]
    [Property("Requirement", "SIG-21")]
    public async Task Shares_Replayed_Is401()
    {
        await using var test = await PeerAndServer.StartAsync();
        var body = Encoding.UTF8.GetBytes(test.ShareJson());
        using var first = await test.Peer.CreateSignedPostAsync(test.Uri(Shares), body);
        using var second = new HttpRequestMessage(HttpMethod.Post, first.RequestUri) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in first.Headers.NonValidated)
        {
            second.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (name, values) in first.Content!.Headers.NonValidated)
        {
            second.Content.Headers.TryAddWithoutValidation(name, values);
        }

        var accepted = await test.SendAsync(first);
        var replayed = await test.SendAsync(second);

        Assert.That(accepted.Status, Is.EqualTo(201));
        Assert.That(replayed.Status, Is.EqualTo(401));
    }

    [TestCase(-301)]
    [TestCase(61)]
    [TestCase(86_400)]
    [TestCase(-86_400)]
    [Property("Requirement", "SIG-11"), Property("Forbidden", "SIG-11")]
    public async Task Shares_CreatedOutsideTheWindow_Is401AndNothingStored(int offsetSeconds) => Assert.That(await SendAsync(offsetSeconds), Is.EqualTo((401, 0)));

    [TestCase(-300)]
    [TestCase(0)]
    [TestCase(60)]
    [Property("Requirement", "SIG-11")]
    public async Task Shares_CreatedWithinTheWindow_IsTaken(int offsetSeconds) => Assert.That(await SendAsync(offsetSeconds), Is.EqualTo((201, 1)));

    [TestCase(-21)]
    [TestCase(11)]
    [Property("Requirement", "SIG-11"), Property("Forbidden", "SIG-11")]
    public async Task Shares_CreatedOutsideAWindowOfTheOperators_Is401AndNothingStored(int offsetSeconds) =>
        Assert.That(await SendAsync(offsetSeconds, Narrow), Is.EqualTo((401, 0)));

    [TestCase(-20)]
    [TestCase(10)]
    [Property("Requirement", "SIG-11")]
    public async Task Shares_CreatedWithinAWindowOfTheOperators_IsTaken(int offsetSeconds) =>
        Assert.That(await SendAsync(offsetSeconds, Narrow), Is.EqualTo((201, 1)));

    [Test]
    [Property("Requirement", "SIG-25")]
    [Property("Requirement", "SIG-18")]
    public async Task Shares_SignedByARotatedKey_IsTaken()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Time = time }, time);
        await test.PostAsync(Shares, test.ShareJson());
        test.Peer.Rotate();
        time.Advance(TimeSpan.FromMinutes(1));

        var answer = await test.PostAsync(Shares, test.ShareJson(share => share["providerId"] = "id-2"));

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
    }

    [Test]
    [Property("Requirement", "SHARE-25")]
    public async Task Shares_UnsignedWhereTheSenderCanSign_Is401EvenIfSignaturesAreNotRequired()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.RequireSignatures = false });

        var answer = await test.PostUnsignedAsync(Shares, test.ShareJson());

        Assert.That(answer.Status, Is.EqualTo(401));
    }

    [Test]
    [Property("Requirement", "SIG-24")]
    public async Task Shares_UnsignedWhereTheSenderCannotSign_IsTakenByPolicyOnly()
    {
        await using var lenient = await PeerAndServer.StartAsync(new OcmTestServerSettings { Options = options => options.RequireSignatures = false });
        await using var strict = await PeerAndServer.StartAsync();
        foreach (var test in new[] { lenient, strict })
        {
            test.Peer.Document = test.Peer.CreateDocument() with { Capabilities = [], Criteria = [], JwksUri = null };
        }

        Assert.That((await lenient.PostUnsignedAsync(Shares, lenient.ShareJson())).Status, Is.EqualTo(201));
        Assert.That((await strict.PostUnsignedAsync(Shares, strict.ShareJson())).Status, Is.EqualTo(401));
    }

    private static void Narrow(OcmSignatureOptions signatures) => (signatures.FreshnessWindow, signatures.ClockSkew) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10));

    // Both clocks stand, on a whole second as created does.
    private static async Task<(int Status, int Received)> SendAsync(int offsetSeconds, Action<OcmSignatureOptions>? change = null)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await using var test = await PeerAndServer.StartAsync(
            new OcmTestServerSettings
            {
                Time = new ManualTimeProvider(now),
                Register = ocm => ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores()
                    .Services.Configure<OcmClientOptions>(client => change?.Invoke(client.Signatures)),
            },
            new ManualTimeProvider(now.AddSeconds(offsetSeconds)));

        var answer = await test.PostAsync(Shares, test.ShareJson());

        return (answer.Status, (await test.ReceivedAsync()).Count);
    }
}
