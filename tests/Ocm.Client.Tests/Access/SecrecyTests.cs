using System.Text;
using Ocm.Client.Access;
using Ocm.Shares;

namespace Ocm.Client.Tests.Access;

/// <summary>No secret, token, name or path leaves by the log, a URL or a text form.</summary>
public sealed class SecrecyTests
{
    [Test]
    [Property("Requirement", "SHARE-14")]
    [Property("Requirement", "TOK-07")]
    public async Task EveryOperation_LogAndUrls_HoldNeitherSecretNorTokenNorNames()
    {
        await using var sender = await SendingServer.StartAsync();
        sender.Put("confidentialName.txt", "abc");
        await using var receiver = new Receiver(o => o.AllowLegacySecrets = true);
        var share = TestShares.WebDav(sender.Host, permissions: ["read", "write"], requirements: ["must-exchange-token"]);
        var resource = await receiver.OpenAsync(share);
        (await resource.ListAsync()).Must();
        await using (var content = (await resource.ReadAsync("confidentialName.txt")).Must())
        {
            await content.Stream.CopyToAsync(Stream.Null);
        }

        (await resource.WriteAsync("confidentialName.txt", new OneWayStream("x"))).Must();
        (await resource.MoveAsync("confidentialName.txt", "b")).Must();
        sender.Accepted.Clear();
        (await resource.StatAsync()).Must();
        sender.Accepted.Clear();
        sender.Token = async c =>
        {
            c.Response.StatusCode = 400;
            await c.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($$"""{"error":"invalid_grant","error_description":"{{SendingServer.Secret}} {{sender.LastToken}}"}"""));
        };
        var failure = (await resource.StatAsync()).MustFail();
        _ = await (await receiver.OpenAsync(TestShares.Legacy(sender.Host))).ListAsync();
        _ = await receiver.TryOpenAsync(share with { Status = ReceivedShareStatus.Unshared });
        var launch = await receiver.TryOpenWebAppAsync(TestShares.WebApp(sender.Host, "https://app.test/confidentialName", ["blank"]), new WebAppLaunchRequest
        {
            SupportedTargets = [WebAppTarget.Blank],
            ExpiredSessionRedirectUri = new Uri("https://receiver.test/"),
        });

        string[] secrets =
        [
            SendingServer.Secret, "accessToken", Convert.ToBase64String(Encoding.ASCII.GetBytes(SendingServer.Secret + ":")), "confidentialName", "Radium",
        ];
        var log = string.Join('\n', receiver.Log.Entries.Select(e => e.Text));
        var printed = $"{resource}|{failure}|{launch}|{launch.Failure}|{share.Protocol}";
        Assert.That(receiver.Log.Entries.Count(e => e.Category.StartsWith("Ocm.Client.Access", StringComparison.Ordinal)), Is.GreaterThan(4));
        Assert.That(receiver.Log.Entries.Where(e => e.Category.StartsWith("Ocm.Client.Access", StringComparison.Ordinal)).Select(e => e.Id.Id), Is.All.InRange(1200, 1299));
        foreach (var secret in secrets)
        {
            Assert.That(log, Does.Not.Contain(secret));
            Assert.That(printed, Does.Not.Contain(secret));
        }

        Assert.That(sender.Seen.Select(r => r.Path), Has.None.Contains(SendingServer.Secret).And.None.Contains("accessToken"));
    }
}
