using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Time;

namespace Ocm.Server.Hosting.Tests.Ssh;

/// <summary>Keys are exchanged with the share, let in, and taken out when it ends, whatever the vendor's hook does meanwhile.</summary>
internal sealed class SshShareTests
{
    [Test]
    [Property("Requirement", "SHARE-20")]
    [Property("Requirement", "SHARE-21")]
    public async Task Share_OverSsh_ExchangesTheAddressForTheKeys()
    {
        var memory = new SshPair.Memory();
        await using var pair = await SshPair.StartAsync(memory);

        var (sent, received) = await pair.ShareAsync();
        var opened = await pair.Servers.Receiving.WithAsync<IReceivedShares, OcmResult<SshAddress>>(shares => shares.OpenSshAsync(received.Id, "marie"));

        Assert.That(received.Protocol.Ssh!.Uri, Is.EqualTo($"shares@ssh.example.org:2222/{sent.ProviderId}"));
        Assert.That(opened.Value, Is.EqualTo(new SshAddress("shares", "ssh.example.org", 2222, $"/{sent.ProviderId}")));
        Assert.That(memory.In[sent.ProviderId], Is.EqualTo(new[] { SshPair.Key }));
    }

    [Test]
    [Property("Requirement", "SHARE-20")]
    public async Task Share_KeysThatAreNone_AreNotLetIn()
    {
        var memory = new SshPair.Memory();
        await using var pair = await SshPair.StartAsync(memory, keys: [$"command=\"sh\" {SshPair.Key}", $"{SshPair.Key} with a comment", SshPair.Key, "ssh-dss AAAA"]);

        var (sent, _) = await pair.ShareAsync();

        Assert.That(memory.In[sent.ProviderId], Is.EqualTo(new[] { SshPair.Key }), "once, and in its plain form");
    }

    [Test]
    public async Task Share_NoUsableKey_LetsNobodyIn()
    {
        var memory = new SshPair.Memory();
        await using var pair = await SshPair.StartAsync(memory, keys: ["ssh-dss AAAA"]);

        var (sent, _) = await pair.ShareAsync();

        Assert.That(sent.RecipientPublicKeys, Is.Empty);
        Assert.That(memory.In, Is.Empty);
    }

    [Test]
    [Property("Requirement", "SHARE-20")]
    public async Task Share_RecipientWithoutKeys_RefusesAnOfferOfSshAlone()
    {
        await using var test = await PeerAndServer.StartAsync();
        var answer = await test.PostAsync("/ocm/shares", test.ShareJson(share => share["protocol"] = new Dictionary<string, object?>
        {
            ["name"] = "multi",
            ["ssh"] = new Dictionary<string, object?> { ["uri"] = "user@ssh.example.org:22/path" },
        }));

        Assert.That(answer.Status, Is.EqualTo(501));
        Assert.That(await test.ReceivedAsync(), Is.Empty);
    }

    [TestCase("unshare")]
    [TestCase("decline")]
    [TestCase("expire")]
    [Property("Requirement", "SHARE-20")]
    public async Task End_InAnyWay_TakesTheKeysOut(string end)
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        var memory = new SshPair.Memory();
        await using var pair = await SshPair.StartAsync(memory, time: time);
        var (sent, received) = await pair.ShareAsync(share => share with { ExpiresAt = time.GetUtcNow().AddHours(1) });
        Assert.That(memory.In, Has.Count.EqualTo(1));

        if (end == "unshare")
        {
            await pair.UnshareAsync(sent);
        }
        else if (end == "decline")
        {
            await pair.Servers.Receiving.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.DeclineAsync(received.Id, "marie"));
        }
        else
        {
            time.Advance(TimeSpan.FromHours(1));
            await pair.SweepAsync();
        }

        Assert.That(memory.In, Is.Empty);
        var late = await pair.Servers.Receiving.WithAsync<IReceivedShares, OcmResult<SshAddress>>(shares => shares.OpenSshAsync(received.Id, "marie"));
        Assert.That(late.Failure?.Kind, Is.EqualTo(OcmFailureKind.Ended));
    }

    [Test]
    public async Task Expiry_TokensOfTheShare_AreRemovedToo()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var pair = await SshPair.StartAsync(new SshPair.Memory(), time: time);
        var sent = await pair.Servers.SharedAsync(share => share with { ExpiresAt = time.GetUtcNow().AddHours(1), Protocols = [ProtocolName.WebDav] });
        var hash = Ocm.Tokens.SecretString.Generate().Hash();
        await pair.Servers.Sending.WithAsync<Ocm.Tokens.IAccessTokenStore, bool>(async tokens =>
        {
            await tokens.AddTokenAsync(new()
            {
                Hash = hash,
                ProviderId = sent.ProviderId,
                ClientId = pair.Servers.Receiving.Host,
                IssuedAt = time.GetUtcNow(),
                ExpiresAt = time.GetUtcNow().AddHours(2),
            });
            return true;
        });

        time.Advance(TimeSpan.FromHours(1));
        await pair.SweepAsync();

        Assert.That(await pair.Servers.Sending.WithAsync<Ocm.Tokens.IAccessTokenStore, Ocm.Tokens.AccessToken?>(tokens => tokens.FindTokenAsync(hash)), Is.Null);
    }

    [Test]
    public async Task End_HookFails_TheShareEndsAndTheSweepTakesTheKeysOut()
    {
        var memory = new SshPair.Memory();
        await using var pair = await SshPair.StartAsync(memory);
        var (sent, _) = await pair.ShareAsync();

        memory.Fails = true;
        var ended = await pair.UnshareAsync(sent);
        await pair.SweepAsync();
        Assert.That(ended.Value!.Status, Is.EqualTo(SentShareStatus.Unshared));
        Assert.That(memory.In, Has.Count.EqualTo(1));

        memory.Fails = false;
        await pair.SweepAsync();
        Assert.That(memory.In, Is.Empty);
    }

    [Test]
    public async Task Share_HookFails_TheSweepLetsTheKeysIn()
    {
        var memory = new SshPair.Memory { Fails = true };
        await using var pair = await SshPair.StartAsync(memory);
        var (sent, _) = await pair.ShareAsync();
        Assert.That(sent.Status, Is.EqualTo(SentShareStatus.Sent));

        memory.Fails = false;
        await pair.SweepAsync();

        Assert.That(memory.In.Keys, Is.EqualTo(new[] { sent.ProviderId }));
    }

    [Test]
    public async Task Sweep_KeysOfAnEndedShareThatTheHookStillHas_AreTakenOut()
    {
        var memory = new SshPair.Memory { Lists = true };
        await using var pair = await SshPair.StartAsync(memory);
        var (kept, _) = await pair.ShareAsync();
        var (ended, _) = await pair.ShareAsync();
        await pair.UnshareAsync(ended);
        memory.In[ended.ProviderId] = [SshPair.Key]; // as after a crash between the end and the hook

        await pair.SweepAsync();

        Assert.That(memory.In.Keys, Is.EqualTo(new[] { kept.ProviderId }));
    }

    [Test]
    public async Task Share_EndedWhileKeysGoIn_LeavesNone()
    {
        var memory = new SshPair.Memory();
        await using var pair = await SshPair.StartAsync(memory);
        memory.Authorizing = () =>
        {
            // The end overtakes: its withdrawal comes before the key is in.
            memory.Authorizing = null;
            var sent = pair.Servers.Sending.WithAsync<ISentShares, IReadOnlyList<SentShare>>(shares => shares.ListAsync("albert")).AsTask().GetAwaiter().GetResult()[0];
            pair.UnshareAsync(sent).AsTask().GetAwaiter().GetResult();
        };

        await pair.Servers.ShareAsync(share => share with { Protocols = [ProtocolName.Ssh] });

        Assert.That(memory.In, Is.Empty);
    }
}
