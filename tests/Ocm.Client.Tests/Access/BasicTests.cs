using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Tests.Http;
using Ocm.Errors;

namespace Ocm.Client.Tests.Access;

/// <summary>The secret as a user name, for older servers that take it in one of the two ways only (ACC-04).</summary>
public sealed class BasicTests
{
    private static readonly string Bearer = $"Bearer {SendingServer.Secret}";
    private static readonly string Basic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(SendingServer.Secret + ":"));

    [Test]
    [Property("Requirement", "ACC-04")]
    public async Task List_BearerRefusedOnce_IsAskedByBearerAgain()
    {
        await using var sender = await StartAsync();
        await using var receiver = new Receiver(o => o.AllowLegacySecrets = true, register: AcceptLegacy);
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));
        sender.Accepted.Clear();
        Assert.That((await resource.ListAsync()).MustFail().Kind, Is.EqualTo(OcmFailureKind.Unauthenticated));

        sender.Accept(Bearer);
        (await resource.ListAsync()).Must();

        Assert.That(sender.DavRequests.Select(r => r.Authorization), Is.EqualTo(new[] { Bearer, Basic, Bearer }));
    }

    [Test]
    [Property("Requirement", "ACC-04")]
    public async Task List_BasicTaken_IsRememberedUntilItIsRefused()
    {
        await using var sender = await StartAsync();
        await using var receiver = new Receiver(o => o.AllowLegacySecrets = true, register: AcceptLegacy);
        var resource = await receiver.OpenAsync(TestShares.WebDav(sender.Host));
        sender.Accepted.Clear();
        sender.Accept(Basic);
        (await resource.ListAsync()).Must();
        (await resource.ListAsync()).Must();

        sender.Accepted.Clear();
        sender.Accept(Bearer);
        (await resource.ListAsync()).Must();
        (await resource.ListAsync()).Must();

        Assert.That(sender.DavRequests.Select(r => r.Authorization), Is.EqualTo(new[] { Bearer, Basic, Basic, Basic, Bearer, Bearer }));
    }

    [Test]
    [Property("Requirement", "ACC-04")]
    public async Task List_ServerHasComeToTheDraft_IsNotAskedByBasicAgain()
    {
        await using var sender = await StartAsync();
        var time = new ManualClock();
        await using var receiver = new Receiver(o => o.AllowLegacySecrets = true, timeProvider: time, register: AcceptLegacy);
        sender.Accepted.Clear();
        sender.Accept(Basic);
        (await (await receiver.OpenAsync(TestShares.WebDav(sender.Host))).ListAsync()).Must();

        sender.HasJwksUri = true;
        sender.Accept(Bearer);
        time.Advance(TimeSpan.FromDays(2));
        (await (await receiver.OpenAsync(TestShares.WebDav(sender.Host))).ListAsync()).Must();

        Assert.That(sender.DavRequests.Select(r => r.Authorization), Is.EqualTo(new[] { Bearer, Basic, Bearer }));
    }

    private static async Task<SendingServer> StartAsync()
    {
        var sender = await SendingServer.StartAsync();
        (sender.Capabilities, sender.HasTokenEndPoint) = ([], false);
        return sender;
    }

    private static void AcceptLegacy(IServiceCollection services) => services.Configure<OcmClientOptions>(o => o.AcceptLegacyMessages = true);
}
