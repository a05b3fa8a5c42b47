using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Server.Hosting.Tests.Ssh;
using Ocm.Server.InMemory;
using Ocm.Server.Shares;
using Ocm.Shares;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;
using Ocm.Tokens;

namespace Ocm.Server.Hosting.Tests.Shares;

/// <summary>What has expired goes in small batches, so that requests get through in between, and all of it in one sweep.</summary>
internal sealed class ExpirySweepTests
{
    private const int Expired = 450;

    [Test]
    public async Task Sweep_ManyExpiredTokens_RemovesAllInSmallBatchesAndNoOther()
    {
        await using var server = await OcmTestServer.StartAsync(new OcmTestServerSettings
        {
            Register = ocm =>
            {
                ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
                ocm.Services.AddSingleton<InMemoryAccessTokenStore>().AddSingleton<IAccessTokenStore, CountingStore>();
            },
        });
        var store = (CountingStore)server.Services.GetRequiredService<IAccessTokenStore>();
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Expired; i++)
        {
            await store.AddTokenAsync(Token(server, $"expired-{i}", now.AddSeconds(-1)));
        }

        await store.AddTokenAsync(Token(server, "good", now.AddMinutes(5)));

        await server.Services.GetRequiredService<ExpiryService>().SweepAsync(CancellationToken.None);

        Assert.That(store.Batches, Is.EqualTo(new[] { 200, 200, Expired - 400 }));
        Assert.That(await store.FindTokenAsync(new SecretString("good").Hash()), Is.Not.Null);
        Assert.That(await store.FindTokenAsync(new SecretString("expired-449").Hash()), Is.Null);
    }

    [Test]
    public async Task Sweep_SharesEndedLongerThanTheRetention_AreForgottenOnBothSides()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var pair = await SshPair.StartAsync(new SshPair.Memory(), time: time, configure: options => options.EndedRetention = TimeSpan.FromDays(30));
        var (ended, received) = await pair.ShareAsync();
        var (kept, _) = await pair.ShareAsync();
        await pair.UnshareAsync(ended);

        time.Advance(TimeSpan.FromDays(29));
        await pair.SweepAsync();
        Assert.That(await FindAsync(pair, ended), Is.Not.Null);

        time.Advance(TimeSpan.FromDays(2));
        await pair.SweepAsync();
        await pair.Servers.Receiving.Services.GetRequiredService<ExpiryService>().SweepAsync(CancellationToken.None);

        Assert.That(await FindAsync(pair, ended), Is.Null);
        Assert.That(await FindAsync(pair, kept), Is.Not.Null);
        Assert.That(await pair.Servers.Receiving.WithAsync<IReceivedShares, ReceivedShare?>(shares => shares.FindAsync(received.Id, "marie")), Is.Null);
    }

    [Test]
    public async Task Sweep_KeysOfAnEndedShareStillIn_KeepTheShare()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        var memory = new SshPair.Memory();
        await using var pair = await SshPair.StartAsync(memory, time: time, configure: options => options.EndedRetention = TimeSpan.FromDays(30));
        var (ended, _) = await pair.ShareAsync();
        memory.Fails = true;
        await pair.UnshareAsync(ended);

        time.Advance(TimeSpan.FromDays(31));
        await pair.SweepAsync();
        Assert.That(memory.In, Has.Count.EqualTo(1));
        Assert.That(await FindAsync(pair, ended), Is.Not.Null);

        memory.Fails = false;
        await pair.SweepAsync();
        Assert.That(memory.In, Is.Empty);
        Assert.That(await FindAsync(pair, ended), Is.Null);
    }

    private static ValueTask<SentShare?> FindAsync(SshPair pair, SentShare share) =>
        pair.Servers.Sending.WithAsync<ISentShares, SentShare?>(shares => shares.FindAsync(share.ProviderId));

    private static AccessToken Token(OcmTestServer server, string token, DateTimeOffset expiresAt) =>
        new() { Hash = new SecretString(token).Hash(), ProviderId = "share", ClientId = server.Host, IssuedAt = expiresAt.AddMinutes(-5), ExpiresAt = expiresAt };

    private sealed class CountingStore(InMemoryAccessTokenStore inner) : IAccessTokenStore
    {
        public ConcurrentQueue<int> Batches { get; } = new();

        public ValueTask AddTokenAsync(AccessToken token, CancellationToken cancellationToken = default) => inner.AddTokenAsync(token, cancellationToken);

        public ValueTask<AccessToken?> FindTokenAsync(string hash, CancellationToken cancellationToken = default) => inner.FindTokenAsync(hash, cancellationToken);

        public ValueTask<int> RemoveTokensOfShareAsync(string providerId, CancellationToken cancellationToken = default) =>
            inner.RemoveTokensOfShareAsync(providerId, cancellationToken);

        public async ValueTask<int> RemoveExpiredTokensAsync(DateTimeOffset now, int max, CancellationToken cancellationToken = default)
        {
            var removed = await inner.RemoveExpiredTokensAsync(now, max, cancellationToken);
            Assert.That(removed, Is.LessThanOrEqualTo(max));
            Batches.Enqueue(removed);
            return removed;
        }
    }
}
