using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Conformance.Rig;
using Ocm.Discovery;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Peers;
using Ocm.Testing.Servers;

namespace Ocm.Conformance.Shares;

/// <summary>The address for the keys: shares over SSH, in both roles.</summary>
internal sealed class SshExchangeTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g";

    [TestCase($"[\"{Key} marie@office\"]")]
    [TestCase($"\"{Key} marie@office\"")]
    [Property("Requirement", "SHARE-20")]
    [Property("Requirement", "SHARE-21")]
    public async Task CreateAsync_OverSsh_SendsTheAddressAndLetsTheKeysIn(string keys)
    {
        var authorizer = new Authorizer();
        await using var test = await StartAsync(authorizer);
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json($$"""{"recipientDisplayName":"E","recipientPublicKeys":{{keys}}}""", 201));

        var share = await test.CreatedAsync(share => share with { Protocols = [ProtocolName.Ssh] });
        var offered = test.SentToPeer().Single().GetProperty("protocol").GetProperty("ssh").GetProperty("uri").GetString();
        await test.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.UnshareAsync(share.ProviderId));

        Assert.That(offered, Does.Match("^[^@/]+@ssh\\.example\\.org:22/.+"));
        Assert.That(authorizer.Changes, Is.EqualTo(new[] { $"in {Key}", $"out {Key}" }), "without what stands beside the key");
    }

    [TestCase("""{"recipientDisplayName":"E"}""")]
    [TestCase("""{"recipientDisplayName":"E","recipientPublicKeys":[]}""")]
    [TestCase("""{"recipientDisplayName":"E","recipientPublicKeys":["no key","command=\"sh\" ssh-ed25519 AAAA"]}""")]
    [Property("Requirement", "SHARE-20"), Property("Forbidden", "SHARE-20")]
    [Property("Requirement", "SHARE-21"), Property("Forbidden", "SHARE-21")]
    public async Task CreateAsync_OverSshAnsweredWithoutAKey_LetsNobodyIn(string answer)
    {
        var authorizer = new Authorizer();
        await using var test = await StartAsync(authorizer);
        test.Peer.Answer("/ocm/shares", FakePeerAnswer.Json(answer, 201));

        var share = await test.CreatedAsync(share => share with { Protocols = [ProtocolName.Ssh] });

        Assert.That(share.RecipientPublicKeys, Is.Empty);
        Assert.That(authorizer.Changes, Is.Empty);
    }

    [TestCase("user@ssh.example.org:22/path")]
    [TestCase("user@ssh.example.org/path")]
    [Property("Requirement", "SHARE-20")]
    [Property("Requirement", "SHARE-21")]
    public async Task Shares_OverSsh_AreAnsweredWithTheKeys(string uri)
    {
        await using var test = await StartAsync(new Authorizer());

        var answer = await PostAsync(test, uri);

        Assert.That(answer.Status, Is.EqualTo(201), answer.Body);
        Assert.That(answer.Json.GetProperty("recipientPublicKeys").EnumerateArray().Select(key => key.GetString()), Is.EqualTo(new[] { Key }));
    }

    [TestCase("ssh.example.org:22/path")]
    [TestCase("user@ssh.example.org:22")]
    [TestCase("ssh://user@ssh.example.org:22/path")]
    [TestCase("-oProxyCommand=sh@ssh.example.org:22/path")]
    [TestCase("")]
    [Property("Requirement", "SHARE-20"), Property("Forbidden", "SHARE-20")]
    public async Task Shares_OverSshWithoutAnAddress_Is400AndNotStored(string uri)
    {
        await using var test = await StartAsync(new Authorizer());

        var answer = await PostAsync(test, uri);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.WrongFields, Is.EqualTo(new[] { "protocol.ssh.uri" }));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-21"), Property("Forbidden", "SHARE-21")]
    public async Task Shares_OverSshForARecipientWithoutAKey_Is501AndNotStored()
    {
        await using var test = await StartAsync(new Authorizer(), hasKey: false);

        var answer = await PostAsync(test, "user@ssh.example.org:22/path");

        Assert.That(answer.Status, Is.EqualTo(501), answer.Body);
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    private static Task<Answer> PostAsync(ServerAndPeer test, string uri)
    {
        var share = test.Share();
        share["protocol"] = new JsonObject { ["name"] = "multi", ["ssh"] = new JsonObject { ["uri"] = uri } };
        return test.PostAsync("/ocm/shares", share);
    }

    private static async Task<ServerAndPeer> StartAsync(Authorizer authorizer, bool hasKey = true)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddSsh(ssh => (ssh.Address, ssh.Receive) = ("ssh.example.org:22", true));
                ocm.Services.AddSingleton<ISshAuthorizer>(authorizer).AddSingleton<IRecipientKeyDirectory>(new Keys(hasKey ? [Key] : []));
            },
        });
        return test.WithPeer(document => document with
        {
            Criteria = [Criterion.MustUseHttpSig],
            ResourceTypes = [.. document.ResourceTypes.Select(entry => entry with { Protocols = new Dictionary<string, JsonElement>(entry.Protocols, StringComparer.Ordinal) { ["ssh-receive"] = JsonElement.Parse("{}") } })],
        });
    }

    private sealed class Keys(IReadOnlyList<string> keys) : IRecipientKeyDirectory
    {
        public ValueTask<IReadOnlyList<string>> GetPublicKeysAsync(ReceivedShare share, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(keys);
    }

    private sealed class Authorizer : ISshAuthorizer
    {
        private readonly ConcurrentQueue<string> _changes = new();

        internal IReadOnlyList<string> Changes => [.. _changes];

        public (string UserName, string Path) Locate(SentShare share) => ("shares", $"/{share.ProviderId}");

        public ValueTask AuthorizeAsync(SentShare share, CancellationToken cancellationToken = default)
        {
            _changes.Enqueue($"in {string.Join(',', share.RecipientPublicKeys)}");
            return ValueTask.CompletedTask;
        }

        public ValueTask WithdrawAsync(SentShare share, CancellationToken cancellationToken = default)
        {
            _changes.Enqueue($"out {string.Join(',', share.RecipientPublicKeys)}");
            return ValueTask.CompletedTask;
        }
    }
}
