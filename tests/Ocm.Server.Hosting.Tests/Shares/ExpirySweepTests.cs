using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Ocm.Server.InMemory;
using Ocm.Server.Shares;
using Ocm.Testing.Servers;
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
