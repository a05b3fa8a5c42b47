using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ocm.Addresses;
using Ocm.Contacts;
using Ocm.Delivery;
using Ocm.Invites;
using Ocm.Peers;
using Ocm.Shares;
using Ocm.Signatures;
using Ocm.Testing.Stores;
using Ocm.Testing.Time;

namespace Ocm.Stores.Tests.InMemory;

public sealed class InMemoryStoresTests
{
    private static IEnumerable<TestCaseData> Cases => StoreSuites.Cases(_ =>
    {
        var node = Build();
        return new(new NodePair(node, node));
    });

    [TestCaseSource(nameof(Cases))]
    public Task Contract_Case_Holds(StoreContractCase contractCase) => contractCase.RunAsync(TestContext.CurrentContext.CancellationToken);

    [Test]
    public async Task AddInMemoryStores_OnStart_WarnsOnce()
    {
        var builder = new TestServerBuilder();
        var log = new RecordingLoggerProvider();
        builder.Services.AddLogging(logging => logging.AddProvider(log));
        builder.AddInMemoryStores().AddInMemoryStores();
        await using var services = builder.Build();

        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        Assert.That(log.Events, Is.EqualTo(new[] { (2900, LogLevel.Warning) }));
    }

    [Test]
    public async Task AddInMemoryStores_PartsOfOneContract_AreOneStore()
    {
        await using var services = Build();

        Assert.Multiple(() =>
        {
            Assert.That(services.GetRequiredService<IOutboxStore>(), Is.SameAs(services.GetRequiredService<IShareStore>()));
            Assert.That(services.GetRequiredService<ISentShareStore>(), Is.SameAs(services.GetRequiredService<IShareStore>()));
            Assert.That(services.GetRequiredService<IReceivedShareStore>(), Is.SameAs(services.GetRequiredService<IShareStore>()));
            Assert.That(services.GetRequiredService<IInviteStore>(), Is.SameAs(services.GetRequiredService<IContactStore>()));
        });
    }

    [Test]
    public async Task TryUse_TimePasses_OldSignaturesGoByThemselves()
    {
        var time = new ManualTimeProvider();
        await using var services = Build(time);
        var store = services.GetRequiredService<ISignatureReplayStore>();
        for (var number = 0; number < 1000; number++)
        {
            await store.TryUseAsync($"first {number}", time.GetUtcNow().AddMinutes(5));
        }

        time.Advance(TimeSpan.FromMinutes(6));
        for (var number = 0; number < 500; number++)
        {
            await store.TryUseAsync($"second {number}", time.GetUtcNow().AddMinutes(5));
        }

        Assert.That(
            await store.RemoveExpiredSignaturesAsync(DateTimeOffset.MaxValue, int.MaxValue), Is.EqualTo(500), "what is left are the new ones");
    }

    [Test]
    public async Task PutServer_MoreThanTheLimit_ForgetsOldUnsignedOnesFirst()
    {
        await using var services = Build();
        var store = services.GetRequiredService<IKnownServerStore>();
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var number = 0; number < 30_000; number++)
        {
            await store.PutServerAsync(new KnownServer
            {
                Host = OcmHost.Parse($"s{number}.example.org"),
                FirstSeenAt = start,
                LastSeenAt = start.AddSeconds(number),
                SignedSince = number < 100 ? start : null,
            });
        }

        var kept = await store.ListServersAsync(null, int.MaxValue);

        Assert.Multiple(() =>
        {
            Assert.That(kept, Has.Count.LessThanOrEqualTo(10_000).And.Count.GreaterThan(9_000));
            Assert.That(kept.Count(server => server.SignedSince is not null), Is.EqualTo(100));
            Assert.That(kept.Any(server => server.Host.Value == "s29999.example.org"));
            Assert.That(kept.Any(server => server.Host.Value == "s100.example.org"), Is.False);
        });
    }

    private static ServiceProvider Build(TimeProvider? time = null)
    {
        var builder = new TestServerBuilder();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.AddInMemoryStores();
        return builder.Build();
    }
}
