using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Errors;
using Ocm.Parties;
using Ocm.Server;
using Ocm.Server.Hosting.Tests;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>A share that requires a second factor opens by none of its protocols without one, and says what is missing.</summary>
internal sealed class SecondFactorTests
{
    [Test]
    [Property("Requirement", "ACC-07")]
    [Property("Requirement", "MFA-01")]
    public async Task Open_ByEachProtocolWithASecondFactor_Opens()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Register = Register });

        Assert.That(await OpenAsync(test, "albert"), Is.All.Null);
    }

    [Test]
    [Property("Requirement", "ACC-07"), Property("Forbidden", "ACC-07")]
    [Property("Requirement", "MFA-01"), Property("Forbidden", "MFA-01")]
    public async Task Open_ByEachProtocolWithoutASecondFactor_IsRefusedAndNothingIsAsked()
    {
        await using var test = await PeerAndServer.StartAsync(new OcmTestServerSettings { Register = Register });

        var failures = await OpenAsync(test, "marie");

        Assert.That(failures.Select(failure => (failure?.Kind, failure?.Rule)), Is.All.EqualTo(((OcmFailureKind?)OcmFailureKind.MfaRequired, "ACC-07")));
        Assert.That(failures.Select(failure => failure?.Message), Is.All.Contains("step up"));
        Assert.That(test.Peer.Requests.Select(request => request.Path), Has.None.EqualTo("/ocm/token").And.None.StartsWith("/dav"));
    }

    private static async Task<OcmFailure?[]> OpenAsync(PeerAndServer test, string user)
    {
        Assert.That((await test.PostAsync("/ocm/shares", Share(test, user))).Status, Is.EqualTo(201));

        return await test.Server.WithAsync<IReceivedShares, OcmFailure?[]>(async shares =>
        {
            var id = (await shares.ListAsync(user))[0].Id;
            await shares.AcceptAsync(id, user);
            return
            [
                (await shares.OpenAsync(id, user)).Failure,
                (await shares.OpenSshAsync(id, user)).Failure,
                (await shares.OpenEmbeddedAsync(id, user)).Failure,
            ];
        });
    }

    [Test]
    [Property("Requirement", "MFA-01"), Property("Forbidden", "MFA-01")]
    public async Task Share_RequiresOneOfAServerThatCannotTell_IsRefused()
    {
        await using var test = await PeerAndServer.StartAsync();

        var answer = await test.PostAsync("/ocm/shares", Share(test, "marie"));

        Assert.That(answer.Status, Is.EqualTo(501));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static string Share(PeerAndServer test, string user) => test.ShareJson(share =>
    {
        share["shareWith"] = test.Server.Address(user).ToString();
        var protocol = (Dictionary<string, object?>)share["protocol"]!;
        ((Dictionary<string, object?>)protocol["webdav"]!)["requirements"] = new[] { "must-use-mfa" };
        protocol["ssh"] = new Dictionary<string, object?> { ["uri"] = "user@ssh.example.org:22/path" };
        protocol["embedded"] = JsonElement.Parse("{}");
    });

    private static void Register(IOcmServerBuilder ocm)
    {
        ocm.AddWebDav().AddSsh(ssh => ssh.Receive = true).AddRecipientKeys<Keys>()
            .AddEmbedded(embedded => embedded.ReceivedResourceTypes.Add(ResourceType.File))
            .AddMfa<AlbertOnly>().AddUserDirectory<TestUsers>().AddInMemoryStores();
    }

    private sealed class AlbertOnly : IMfaVerifier
    {
        public ValueTask<bool> HasSecondFactorAsync(string userIdentifier, CancellationToken cancellationToken) =>
            ValueTask.FromResult(userIdentifier == "albert");
    }

    private sealed class Keys : IRecipientKeyDirectory
    {
        public ValueTask<IReadOnlyList<string>> GetPublicKeysAsync(ReceivedShare share, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<string>>(["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA marie"]);
    }
}
