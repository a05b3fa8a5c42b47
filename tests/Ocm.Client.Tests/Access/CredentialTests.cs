using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Addresses;
using Ocm.Client.Access;
using Ocm.Client.Tests.Http;
using Ocm.Errors;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Access;

/// <summary>With what a share is accessed: the decision table of the code flow, fall-back, the deprecated form.</summary>
public sealed class CredentialTests
{
    private const string Exchange = "must-exchange-token";

    [Test]
    [Property("Requirement", "TOK-09")]
    [Property("Requirement", "ACC-03")]
    public async Task List_ExchangeRequired_UsesOnlyTheToken()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, requirements: [Exchange]));

        (await resource.ListAsync()).Must();

        Assert.That(sender.Exchanges, Is.EqualTo(1));
        Assert.That(sender.DavRequests.Select(r => r.Authorization), Is.EqualTo(new[] { "Bearer accessToken1" }));
        Assert.That(sender.Seen[0].Headers, Contains.Key("Signature").And.ContainKey("Signature-Input"));
    }

    [Test]
    [Property("Requirement", "TOK-08")]
    public async Task List_FiftyAtOnce_OneExchange()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var share = TestShares.WebDav(sender.Host, requirements: [Exchange]);

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            await (await receiver.OpenAsync(share)).ListAsync()));

        Assert.That(results.Select(r => r.IsSuccess), Is.All.True);
        Assert.That(sender.Exchanges, Is.EqualTo(1));
    }

    [Test]
    public async Task List_ProviderOfTheVendor_IsAskedAndMayExchangeThroughTheClient()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver(register: s => s.AddSingleton<IShareTokenProvider, VendorTokens>());
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, requirements: [Exchange]));

        (await resource.ListAsync()).Must();
        (await resource.ListAsync()).Must();

        Assert.That(sender.DavRequests.Select(r => r.Authorization), Is.EqualTo(new[] { "Bearer accessToken1", "Bearer accessToken2" }));
    }

    [Test]
    [Property("Requirement", "TOK-09")]
    public async Task List_ExchangeRequiredButRefused_FailsWithoutTheSecret()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Token = c => SendingServer.RefuseAsync(c, "invalid_grant");
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host, requirements: [Exchange]));

        var failure = (await resource.ListAsync()).MustFail();

        Assert.That(failure.PeerStatus, Is.EqualTo(400));
        Assert.That(sender.DavRequests, Is.Empty);
    }

    [Test]
    [Property("Requirement", "TOK-09")]
    public async Task Open_ExchangeRequiredButNoTokenEndPoint_NotSupported()
    {
        await using var sender = await SendingServer.StartAsync();
        (sender.HasTokenEndPoint, sender.Capabilities) = (false, []);
        await using var receiver = new Receiver();

        var failure = (await receiver.TryOpenAsync(TestShares.WebDav(sender.Host, requirements: [Exchange]))).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.NotSupported));
        Assert.That(failure.Rule, Is.EqualTo("TOK-09"));
    }

    [Test]
    [Property("Requirement", "TOK-10")]
    public async Task List_ExchangeOptional_TriesItFirst()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        (await resource.ListAsync()).Must();

        Assert.That(sender.DavRequests.Single().Authorization, Is.EqualTo("Bearer accessToken1"));
    }

    [TestCase(400, "invalid_grant")]
    [TestCase(401, "invalid_grant")]
    [TestCase(400, "invalid_client")]
    [TestCase(503, "")]
    [TestCase(200, "no token at all")]
    [Property("Requirement", "TOK-10")]
    public async Task List_OptionalExchangeFails_FallsBackToTheSecret(int status, string error)
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Token = c => SendingServer.RefuseAsync(c, error, status);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        (await resource.ListAsync()).Must();

        Assert.That(sender.DavRequests.Single().Authorization, Is.EqualTo($"Bearer {SendingServer.Secret}"));
        Assert.That(receiver.Log.Entries.Count(e => e.Id.Id == 1202), Is.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "TOK-10")]
    public async Task List_OptionalExchangeFailed_IsNotTriedAgainForEveryRequest()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Token = c => SendingServer.RefuseAsync(c, "invalid_grant");
        var clock = new ManualClock();
        await using var receiver = new Receiver(timeProvider: clock);
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        (await resource.ListAsync()).Must();
        (await resource.ListAsync()).Must();
        Assert.That(sender.Exchanges, Is.EqualTo(1));

        clock.Advance(TimeSpan.FromMinutes(6));
        (await resource.ListAsync()).Must();
        Assert.That(sender.Exchanges, Is.EqualTo(2));
    }

    [Test]
    [Property("Requirement", "TOK-10")]
    public async Task List_ExchangeOnceSucceeded_NeverFallsBack()
    {
        await using var sender = await SendingServer.StartAsync();
        var clock = new ManualClock();
        await using var receiver = new Receiver(timeProvider: clock);
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));
        (await resource.ListAsync()).Must();

        sender.Token = c => SendingServer.RefuseAsync(c, "invalid_grant");
        clock.Advance(TimeSpan.FromMinutes(10));
        var failure = (await resource.ListAsync()).MustFail();

        Assert.That(failure.PeerStatus, Is.EqualTo(400));
        Assert.That(sender.DavRequests.Select(r => r.Authorization), Has.None.Contains(SendingServer.Secret));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Property("Requirement", "TOK-13")]
    public async Task List_SenderDoesNotExchange_UsesTheSecret(bool hasTokenEndPoint)
    {
        await using var sender = await SendingServer.StartAsync();
        (sender.Capabilities, sender.HasTokenEndPoint) = ([], hasTokenEndPoint);
        await using var receiver = new Receiver();
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        (await resource.ListAsync()).Must();

        Assert.That(sender.Exchanges, Is.Zero);
        Assert.That(sender.DavRequests.Single().Authorization, Is.EqualTo($"Bearer {SendingServer.Secret}"));
    }

    [Test]
    public async Task List_NoOriginOfItsOwn_UsesTheSecretWhereItMay()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver(publicOrigin: null);
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));

        (await resource.ListAsync()).Must();

        Assert.That(sender.Exchanges, Is.Zero);
    }

    [Test]
    [Property("Requirement", "ACC-11")]
    public async Task Open_LegacyShareByDefault_BlockedAndNamesTheOption()
    {
        await using var sender = await SendingServer.StartAsync();
        await using var receiver = new Receiver();

        var failure = (await receiver.TryOpenAsync(TestShares.Legacy(sender.Host))).MustFail();

        Assert.That(failure.Kind, Is.EqualTo(OcmFailureKind.Blocked));
        Assert.That(failure.Message, Does.Contain("OcmAccessOptions.AllowLegacySecrets"));
        Assert.That(sender.Seen, Is.Empty);
    }

    [Test]
    [Property("Requirement", "ACC-04")]
    public async Task List_LegacyShareAllowed_BasicAtTheRoot()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Accepted.Clear();
        var basic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(SendingServer.Secret + ":"));
        sender.Accept(basic);
        await using var receiver = new Receiver(o => o.AllowLegacySecrets = true);
        var resource = await receiver.OpenAsync(TestShares.Legacy(sender.Host));

        (await resource.ListAsync()).Must();

        var request = sender.DavRequests.Single();
        Assert.That((request.Method, request.Path, request.Authorization), Is.EqualTo(("PROPFIND", "/dav/ocm/", basic)));
        Assert.That(sender.Exchanges, Is.Zero);
    }

    /// <summary>Keeps nothing: each request has a token of its own.</summary>
    private sealed class VendorTokens(IOcmClient client, TimeProvider timeProvider) : IShareTokenProvider
    {
        public async ValueTask<OcmResult<ShareToken>> GetTokenAsync(
            OcmHost sendingServer, SecretString sharedSecret, SecretString? rejected = null, CancellationToken cancellationToken = default)
        {
            var result = await client.ExchangeTokenAsync(sendingServer, sharedSecret, cancellationToken);
            return result.TryGetValue(out var token, out var failure)
                ? new ShareToken(token.AccessToken, timeProvider.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn!.Value))
                : failure;
        }
    }
}
