using Microsoft.Extensions.DependencyInjection;
using Ocm.Client;
using Ocm.Client.Signatures;
using Ocm.Signatures;
using Ocm.Testing.Servers;
using Ocm.Testing.Time;

namespace Ocm.Server.Hosting.Tests.Signatures;

/// <summary>A server that nobody calls looks after its signing keys all the same.</summary>
internal sealed class SigningKeyUpkeepTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(30);
    private static readonly TimeSpan Look = new SigningKeyOptions().RefreshInterval;

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    [Property("Requirement", "SIG-25")]
    public async Task Idle_NewestKeyIsOld_MakesTheNextRetiresTheLastAndRemovesIt()
    {
        await using var server = await StartAsync();
        _time.Advance(Look);
        await ExpectKeysAsync(server, keys => keys.Count == 1);
        var first = (await KeysAsync(server)).Single().KeyId;

        _time.Advance(Interval);
        await ExpectKeysAsync(server, keys => keys.Count == 2);
        Assert.That((await KeysAsync(server))[0].RetiredAt, Is.Null, "it signs until the next one does");

        _time.Advance(new SigningKeyOptions().ActivationDelay + Look);
        await ExpectKeysAsync(server, keys => keys is [{ RetiredAt: not null }, _]);

        _time.Advance(new SigningKeyOptions().RetentionPeriod + Look);
        await ExpectKeysAsync(server, keys => keys.Count == 1);
        Assert.That((await KeysAsync(server)).Single().KeyId, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Idle_StoreFails_LooksAgain()
    {
        await using var server = await StartAsync(ocm => ocm.Services.AddSingleton<ISigningKeyStore, AwayAtFirst>());
        var store = (AwayAtFirst)server.Services.GetRequiredService<ISigningKeyStore>();

        _time.Advance(Look);
        await Assert.ThatAsync(() => Task.FromResult(store.Calls), Is.EqualTo(1).After(10_000, 10));
        await AdvanceUntilAsync(() => Task.FromResult(store.Calls > 1));
    }

    private Task<OcmTestServer> StartAsync(Action<IOcmServerBuilder>? register = null) => OcmTestServer.StartAsync(new OcmTestServerSettings
    {
        Time = _time,
        Register = ocm =>
        {
            ocm.AddWebDav().AddUserDirectory<TestUsers>().AddInMemoryStores();
            ocm.Services.Configure<OcmClientOptions>(client => client.SigningKeys.RotationInterval = Interval);
            register?.Invoke(ocm);
        },
    });

    private static ValueTask<IReadOnlyList<StoredSigningKey>> KeysAsync(OcmTestServer server) =>
        server.WithAsync<ISigningKeyStore, IReadOnlyList<StoredSigningKey>>(store => store.ListKeysAsync());

    private Task ExpectKeysAsync(OcmTestServer server, Func<IReadOnlyList<StoredSigningKey>, bool> expected) =>
        AdvanceUntilAsync(async () => expected(await KeysAsync(server)));

    // The service may not have waited for the tick yet when the clock was moved: it is moved by a look more.
    private async Task AdvanceUntilAsync(Func<Task<bool>> condition)
    {
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        for (var i = 1; i <= 2000; i++)
        {
            if (await condition())
            {
                return;
            }

            await pulse.WaitForNextTickAsync();
            if (i % 100 == 0)
            {
                _time.Advance(Look);
            }
        }

        Assert.Fail("The server does not look after its keys.");
    }

    private sealed class AwayAtFirst : ISigningKeyStore
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public ValueTask<IReadOnlyList<StoredSigningKey>> ListKeysAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            throw new InvalidOperationException("The database is away.");
        }

        public ValueTask<bool> TryAddKeyAsync(StoredSigningKey key, string? newestKeyId, CancellationToken cancellationToken = default) => ValueTask.FromResult(false);

        public ValueTask RetireKeyAsync(string keyId, DateTimeOffset retiredAt, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ValueTask RemoveKeyAsync(string keyId, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
