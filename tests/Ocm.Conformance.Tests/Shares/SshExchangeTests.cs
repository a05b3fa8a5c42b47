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
[Property("Requirement", "SHARE-20")]
internal sealed class SshExchangeTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g";

    [TestCase($"[\"{Key} marie@office\"]")]
    [TestCase($"\"{Key} marie@office\"")]
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

    [TestCase("user@ssh.example.org:22/path", 201)]
    [TestCase("ssh.example.org:22/path", 400)]
    [TestCase("user@ssh.example.org/path", 201)]
    [TestCase("user@ssh.example.org:22", 400)]
    [TestCase("", 400)]
    [Property("Requirement", "SHARE-21")]
    public async Task Shares_OverSsh_AreAnsweredWithTheKeysWhereTheAddressIsOne(string uri, int status)
    {
        await using var test = await StartAsync(new Authorizer());
        var share = test.Share();
        share["protocol"] = new JsonObject { ["name"] = "multi", ["ssh"] = new JsonObject { ["uri"] = uri } };

        var answer = await test.PostAsync("/ocm/shares", share);

        Assert.That(answer.Status, Is.EqualTo(status), answer.Body);
        Assert.That(
            status == 201 ? answer.Json.GetProperty("recipientPublicKeys").EnumerateArray().Select(key => key.GetString()) : answer.WrongFields,
            Is.EqualTo(new[] { status == 201 ? Key : "protocol.ssh.uri" }));
    }

    private static async Task<ServerAndPeer> StartAsync(Authorizer authorizer)
    {
        var test = await ServerAndPeer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores().AddSsh(ssh => (ssh.Address, ssh.Receive) = ("ssh.example.org:22", true));
                ocm.Services.AddSingleton<ISshAuthorizer>(authorizer).AddSingleton<IRecipientKeyDirectory, OneKey>();
            },
        });
        return test.WithPeer(document => document with
        {
            Criteria = [Criterion.MustUseHttpSig],
            ResourceTypes = [.. document.ResourceTypes.Select(entry => entry with { Protocols = new Dictionary<string, JsonElement>(entry.Protocols, StringComparer.Ordinal) { ["ssh-receive"] = JsonElement.Parse("{}") } })],
        });
    }

    private sealed class OneKey : IRecipientKeyDirectory
    {
        public ValueTask<IReadOnlyList<string>> GetPublicKeysAsync(ReceivedShare share, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<IReadOnlyList<string>>([Key]);
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
