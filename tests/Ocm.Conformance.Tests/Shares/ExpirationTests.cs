using System.Text.Json;
using Ocm.Client.Access;
using Ocm.Conformance.Rig;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Conformance.Shares;

/// <summary>A share ends at its expiration by the clock: for who shares and for who received it, asked or not.</summary>
internal sealed class ExpirationTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Test]
    [Property("Requirement", "SHARE-29"), Property("Forbidden", "SHARE-29")]
    [Property("Requirement", "TOK-12"), Property("Forbidden", "TOK-12")]
    [Property("Requirement", "ACC-10"), Property("Forbidden", "ACC-10")]
    public async Task Sender_AtTheSecondOfTheExpiration_SecretAndTokenOpenNothing()
    {
        var (test, time) = await StartAsync();
        await using var _ = test;
        await test.CreatedAsync(share => share with { ExpiresAt = time.GetUtcNow().AddMinutes(2) });
        var webdav = test.SentToPeer().Single().GetProperty("protocol").GetProperty("webdav");
        var exchanged = await ExchangeAsync(test, webdav);
        var token = exchanged.Json.GetProperty("access_token").GetString();

        var before = await OpenAsync(test, webdav, token);
        time.Advance(TimeSpan.FromMinutes(2));
        var after = await OpenAsync(test, webdav, token);
        var again = await ExchangeAsync(test, webdav);

        Assert.That(exchanged.Json.GetProperty("expires_in").GetInt64(), Is.LessThanOrEqualTo(120), "no token outlives its share");
        Assert.That(before.Status, Is.EqualTo(200));
        Assert.That(after.Status, Is.EqualTo(401));
        Assert.That((again.Status, again.Json.GetProperty("error").GetString()), Is.EqualTo((400, "invalid_grant")));
    }

    [Test]
    [Property("Requirement", "SHARE-29"), Property("Forbidden", "SHARE-29")]
    public async Task Sender_NobodyAsks_ShareIsMarkedExpiredByTheClock()
    {
        var (test, time) = await StartAsync();
        await using var _ = test;
        var share = await test.CreatedAsync(share => share with { ExpiresAt = time.GetUtcNow().AddMinutes(2) });

        time.Advance(TimeSpan.FromMinutes(3));

        Assert.That(
            async () => (await test.Server.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId)))!.Status,
            Is.EqualTo(SentShareStatus.Expired).After(10_000, 20));
    }

    [Test]
    [Property("Requirement", "SHARE-29"), Property("Forbidden", "SHARE-29")]
    public async Task Recipient_AtTheSecondOfTheExpiration_CannotOpenNorAccept()
    {
        var (test, time) = await StartAsync();
        await using var _ = test;
        var notification = test.Share();
        notification["expiration"] = time.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds();
        Assert.That((await test.PostAsync("/ocm/shares", notification)).Status, Is.EqualTo(201));
        var id = (await test.ReceivedAsync()).Single().Id;
        await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(id, "marie"));

        var before = await OpenAsync(test, id);
        time.Advance(TimeSpan.FromMinutes(2));
        var after = await OpenAsync(test, id);
        var declined = await test.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.DeclineAsync(id, "marie"));

        Assert.That(before.IsSuccess, Is.True);
        Assert.That(after.Failure!.Kind, Is.EqualTo(OcmFailureKind.Ended));
        Assert.That(declined.Failure!.Kind, Is.EqualTo(OcmFailureKind.Ended));
        Assert.That(async () => (await test.ReceivedAsync()).Single().Status, Is.EqualTo(ReceivedShareStatus.Expired).After(10_000, 20));
    }

    [Test]
    [Property("Requirement", "SHARE-29")]
    [Property("Requirement", "SHARE-08")]
    public async Task Shares_ExpirationInTheFuture_IsTakenAndKept()
    {
        var (test, time) = await StartAsync();
        await using var _ = test;
        var expiration = time.GetUtcNow().AddSeconds(1);

        var answer = await PostAsync(test, expiration);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That((await test.ReceivedAsync()).Single().ExpiresAt, Is.EqualTo(expiration));
    }

    [TestCase(-1)]
    [TestCase(0)]
    [Property("Requirement", "SHARE-29"), Property("Forbidden", "SHARE-29")]
    [Property("Requirement", "SHARE-08")]
    public async Task Shares_ExpirationThatIsOver_Is400AndNotStored(int seconds)
    {
        var (test, time) = await StartAsync();
        await using var _ = test;

        var answer = await PostAsync(test, time.GetUtcNow().AddSeconds(seconds));

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "expiration" }));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-29"), Property("Forbidden", "SHARE-29")]
    public async Task CreateAsync_ExpirationInThePast_SendsNothing()
    {
        var (test, time) = await StartAsync();
        await using var _ = test;

        var result = await test.CreateAsync(share => share with { ExpiresAt = time.GetUtcNow() });

        Assert.That(result.Failure!.ValidationErrors.Single().Name, Is.EqualTo("expiration"));
        Assert.That(test.Peer.Requests, Is.Empty);
    }

    // The clock stands on a whole second, since an expiration is one.
    private static async Task<(ServerAndPeer Test, ManualTimeProvider Time)> StartAsync()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));
        return (await ServerAndPeer.StartAsync(new OcmTestServerSettings { Time = time }, time), time);
    }

    private static Task<Answer> PostAsync(ServerAndPeer test, DateTimeOffset expiration)
    {
        var notification = test.Share();
        notification["expiration"] = expiration.ToUnixTimeSeconds();
        return test.PostAsync("/ocm/shares", notification);
    }

    private static Task<Answer> ExchangeAsync(ServerAndPeer test, JsonElement webdav) => test.PostAsync(
        "/ocm/token",
        $"grant_type=authorization_code&client_id={Uri.EscapeDataString(test.Peer.Host.Value)}&code={webdav.GetProperty("sharedSecret").GetString()}",
        Form);

    private static Task<Answer> OpenAsync(ServerAndPeer test, JsonElement webdav, string? token) => test.GetAsync(
        new Uri(webdav.GetProperty("uri").GetString()!).AbsolutePath, request => request.Headers.Authorization = new("Bearer", token));

    private static ValueTask<OcmResult<RemoteResource>> OpenAsync(ServerAndPeer test, string id) =>
        test.Server.WithAsync<IReceivedShares, OcmResult<RemoteResource>>(shares => shares.OpenAsync(id, "marie"));
}
