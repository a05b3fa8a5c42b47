using Ocm.Testing.Peers;
using Ocm.Testing.Time;
using static Ocm.Conformance.Access.ReceivedResource;

namespace Ocm.Conformance.Access;

/// <summary>With which credential the server reaches a resource: the exchanged token, or the secret where that is allowed.</summary>
internal sealed class CredentialTests
{
    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "TOK-09")]
    [Property("Requirement", "TOK-10")]
    [Property("Requirement", "ACC-03")]
    public async Task List_ExchangeGivesAToken_IsUsedWhetherRequiredOrNot(bool required) =>
        Assert.That(await ListAsync(required, exchange: null), Is.EqualTo((true, Token)));

    [TestCase(400, """{"error":"invalid_grant"}""")]
    [TestCase(400, """{"error":"invalid_client"}""")]
    [TestCase(404, "{}")]
    [TestCase(500, "{}")]
    [TestCase(200, "{}")]
    [Property("Requirement", "TOK-10")]
    [Property("Requirement", "ACC-03")]
    public async Task List_OptionalExchangeFails_FallsBackToTheSecret(int status, string answer) =>
        Assert.That(await ListAsync(required: false, FakePeerAnswer.Json(answer, status)), Is.EqualTo((true, Secret)));

    [TestCase(400, """{"error":"invalid_grant"}""")]
    [TestCase(400, """{"error":"invalid_client"}""")]
    [TestCase(404, "{}")]
    [TestCase(500, "{}")]
    [TestCase(200, "{}")]
    [Property("Requirement", "TOK-09"), Property("Forbidden", "TOK-09")]
    [Property("Requirement", "TOK-10"), Property("Forbidden", "TOK-10")]
    [Property("Requirement", "ACC-03"), Property("Forbidden", "ACC-03")]
    public async Task List_RequiredExchangeFails_SecretStaysHere(int status, string answer) =>
        Assert.That(await ListAsync(required: true, FakePeerAnswer.Json(answer, status)), Is.EqualTo((false, (string?)null)));

    private static async Task<(bool IsListed, string? Credential)> ListAsync(bool required, FakePeerAnswer? exchange)
    {
        await using var test = await StartAsync("/dav", interoperable: true);
        ServeFolder(test, "/dav/id-1");
        if (exchange is not null)
        {
            test.Peer.Answer(TokenPath, exchange);
        }

        var resource = await OpenAsync(test, share =>
        {
            if (!required)
            {
                WebDav(share).Remove("requirements");
            }
        });
        var listing = await resource.ListAsync();

        Assert.That(test.Peer.RequestsTo(TokenPath), Is.Not.Empty, "the exchange is tried");
        var shown = test.Peer.RequestsTo("/dav/id-1").Select(request => request.Header("Authorization")!).Distinct().SingleOrDefault();
        return (listing.IsSuccess, shown?["Bearer ".Length..]);
    }

    [Test]
    [Property("Requirement", "TOK-08")]
    [Property("Requirement", "TOK-07")]
    public async Task List_ManyAtOnceAndNearTheTokensEnd_ShareOneExchangeEach()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = await StartAsync("/dav", time: time);
        ServeFolder(test, "/dav/id-1");
        var number = 0;
        test.Peer.Answer(TokenPath, _ => FakePeerAnswer.Json($$"""{"access_token":"token-{{Interlocked.Increment(ref number)}}","token_type":"Bearer","expires_in":300}"""));
        var resource = await OpenAsync(test, _ => { });

        var first = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => resource.ListAsync().AsTask()));
        var exchanges = test.Peer.RequestsTo(TokenPath).Count;
        time.Advance(TimeSpan.FromSeconds(295));
        var later = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => resource.ListAsync().AsTask()));

        Assert.That(first.Concat(later).Select(listing => listing.Failure), Is.All.Null);
        Assert.That((exchanges, test.Peer.RequestsTo(TokenPath).Count), Is.EqualTo((1, 2)), "once, and once more before the end");
        Assert.That(test.Peer.RequestsTo("/dav/id-1")[^1].Header("Authorization"), Is.EqualTo("Bearer token-2"), "the old one is not used to its end");
    }

    [Test]
    [Property("Requirement", "TOK-07"), Property("Forbidden", "TOK-07")]
    [Property("Requirement", "TOK-08"), Property("Forbidden", "TOK-08")]
    public async Task List_TokenHasEndedAndThereIsNoNewOne_TheOldOneIsNotUsed()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = await StartAsync("/dav", time: time);
        ServeFolder(test, "/dav/id-1");
        var resource = await OpenAsync(test, _ => { });
        var before = await resource.ListAsync();
        var asked = Resources(test).Count;

        test.Peer.Answer(TokenPath, FakePeerAnswer.Json("""{"error":"invalid_grant"}""", 400));
        time.Advance(TimeSpan.FromSeconds(301));
        var after = await resource.ListAsync();

        Assert.That((before.IsSuccess, after.IsSuccess), Is.EqualTo((true, false)));
        Assert.That(Resources(test), Has.Count.EqualTo(asked));
    }
}
