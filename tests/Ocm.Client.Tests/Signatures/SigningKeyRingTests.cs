using Microsoft.Extensions.DependencyInjection;
using Ocm.Client.Signatures;
using Ocm.Client.Tests.Calls;
using Ocm.Client.Tests.Http;
using Ocm.HttpSignatures.Keys;
using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Client.Tests.Signatures;

/// <summary>This server's own keys through their life.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SigningKeyRingTests
{
    private readonly ManualClock _clock = new();
    private readonly ListKeyStore _store = new();
    private readonly List<ClientUnderTest> _nodes = [];

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Test]
    [Property("Requirement", "SIG-03")]
    public async Task GetActiveKey_FirstStart_MakesAndPublishesAKeyThatSignsAtOnce()
    {
        var ring = Node();

        var key = await ring.GetActiveKeyAsync();
        var published = await ring.GetPublishedKeysAsync();

        Assert.That(key!.KeyId, Does.Match("^https://we\\.test/ocm#20260901-[a-z0-9]{8}$"));
        Assert.That(key.Algorithm.Name, Is.EqualTo("Ed25519"));
        Assert.That(published.Keys.Select(k => k.KeyId), Is.EqualTo(new[] { key.KeyId }));
        Assert.That(published.Keys.Single().Algorithm, Is.EqualTo("Ed25519"));
        Assert.That(_store.Keys.Single().KeyId, Is.EqualTo(key.KeyId));
    }

    [TestCase(JoseAlgorithms.Es256)]
    [TestCase(JoseAlgorithms.Es384)]
    [Property("Requirement", "SIG-09")]
    public async Task GetActiveKey_OtherAlgorithm_MakesSuchAKey(string algorithm)
    {
        var key = await Node(o => o.SigningKeys.Algorithm = algorithm).GetActiveKeyAsync();

        Assert.That(key!.PublicKey.Algorithm, Is.EqualTo(algorithm));
    }

    [Test]
    public async Task RevokeAsync_ActiveKey_IsGoneAndANewOneSignsAtOnce()
    {
        var ring = Node();
        var other = Node();
        var stolen = (await ring.GetActiveKeyAsync())!.KeyId;
        await other.GetActiveKeyAsync();

        var revoked = await ring.RevokeAsync(stolen);

        Assert.That(revoked, Is.True);
        Assert.That((await ring.GetActiveKeyAsync())!.KeyId, Is.Not.EqualTo(stolen));
        Assert.That((await ring.GetPublishedKeysAsync()).Keys.Select(key => key.KeyId), Has.No.Member(stolen).And.Not.Empty);
        Assert.That(_store.Keys.Select(key => key.KeyId), Has.No.Member(stolen));
        _clock.Advance(new SigningKeyOptions().RefreshInterval);
        Assert.That((await other.GetActiveKeyAsync())!.KeyId, Is.EqualTo((await ring.GetActiveKeyAsync())!.KeyId));
    }

    [Test]
    public async Task RevokeAsync_KeyThatSignsLater_LeavesTheActiveOne()
    {
        var ring = Node();
        var active = (await ring.GetActiveKeyAsync())!.KeyId;
        var next = await ring.RotateAsync();

        var revoked = await ring.RevokeAsync(next);

        Assert.That(revoked, Is.True);
        Assert.That((await ring.GetActiveKeyAsync())!.KeyId, Is.EqualTo(active));
        Assert.That((await ring.GetPublishedKeysAsync()).Keys.Select(key => key.KeyId), Is.EqualTo(new[] { active }));
    }

    [Test]
    public async Task RevokeAsync_UnknownKey_ChangesNothing()
    {
        var ring = Node();
        var active = (await ring.GetActiveKeyAsync())!.KeyId;

        Assert.That(await ring.RevokeAsync("https://we.test/ocm#unknown"), Is.False);
        Assert.That((await ring.GetPublishedKeysAsync()).Keys.Select(key => key.KeyId), Is.EqualTo(new[] { active }));
    }

    [Test]
    public async Task GetActiveKey_ManyNodesStartAtOnce_AllUseOneKey()
    {
        var rings = Enumerable.Range(0, 8).Select(_ => Node()).ToList();

        var keys = await Task.WhenAll(rings.SelectMany(r => Enumerable.Repeat(r, 10)).Select(r => Task.Run(async () => await r.GetActiveKeyAsync())));

        Assert.That(keys.Select(k => k!.KeyId).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
        Assert.That(_store.Keys, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task GetActiveKey_Restart_GoesOnWithTheStoredKey()
    {
        var before = await Node().GetActiveKeyAsync();
        var after = await Node().GetActiveKeyAsync();

        Assert.That(after!.KeyId, Is.EqualTo(before!.KeyId));
    }

    [Test]
    public async Task GetPublishedKeys_NothingChanged_IsTheSameObject()
    {
        var ring = Node();
        var before = await ring.GetPublishedKeysAsync();
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.That(await ring.GetPublishedKeysAsync(), Is.SameAs(before));
        Assert.That(_store.Lists, Is.GreaterThan(2));
    }

    [Test]
    [Property("Requirement", "SIG-25")]
    public async Task Rotate_NewKey_IsPublishedFirstSignsLaterAndTheOldOneStaysForAWhile()
    {
        var ring = Node();
        var old = (await ring.GetActiveKeyAsync())!.KeyId;

        var next = await ring.RotateAsync();

        Assert.That((await ring.GetActiveKeyAsync())!.KeyId, Is.EqualTo(old));
        Assert.That(await PublishedAsync(ring), Is.EqualTo(new[] { old, next }));

        _clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        Assert.That((await ring.GetActiveKeyAsync())!.KeyId, Is.EqualTo(old));

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That((await ring.GetActiveKeyAsync())!.KeyId, Is.EqualTo(next));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await PublishedAsync(ring), Is.EqualTo(new[] { next, old }));
        Assert.That(_store.Keys[0].RetiredAt, Is.EqualTo(_store.Keys[1].ActiveFrom));

        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.That(await PublishedAsync(ring), Is.EqualTo(new[] { next, old }));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await PublishedAsync(ring), Is.EqualTo(new[] { next }));
        Assert.That(_store.Keys, Has.Count.EqualTo(1));
    }

    [Test]
    [Property("Requirement", "SIG-25")]
    public async Task Rotate_OnOneNode_IsSeenByTheOthersWithinARefresh()
    {
        var first = Node();
        var second = Node();
        var old = (await first.GetActiveKeyAsync())!.KeyId;
        await second.GetActiveKeyAsync();

        var next = await first.RotateAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(await PublishedAsync(second), Is.EqualTo(new[] { old, next }));
        _clock.Advance(TimeSpan.FromMinutes(14));
        Assert.That((await second.GetActiveKeyAsync())!.KeyId, Is.EqualTo(next));
        Assert.That((await first.GetActiveKeyAsync())!.KeyId, Is.EqualTo(next));
    }

    [Test]
    public async Task Rotate_OnAllNodesAtOnce_GivesEachTheNewestKey()
    {
        var rings = Enumerable.Range(0, 6).Select(_ => Node()).ToList();
        await rings[0].GetActiveKeyAsync();

        var ids = await Task.WhenAll(rings.Select(r => Task.Run(async () => await r.RotateAsync())));

        Assert.That(_store.Keys.Select(k => k.KeyId), Is.SupersetOf(ids.Distinct(StringComparer.Ordinal)));
        Assert.That(_store.Keys.Select(k => k.KeyId).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(_store.Keys.Count));
    }

    [Test]
    [Property("Requirement", "SIG-25")]
    public async Task RotationInterval_KeyIsOldEnough_MakesTheNextOneByItself()
    {
        var rings = Enumerable.Range(0, 4)
            .Select(_ => Node(o => o.SigningKeys.RotationInterval = TimeSpan.FromDays(30)))
            .ToList();
        await Task.WhenAll(rings.Select(r => r.GetActiveKeyAsync().AsTask()));

        _clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(2));
        await Task.WhenAll(rings.Select(r => r.GetActiveKeyAsync().AsTask()));
        var before = _store.Keys.Count;
        _clock.Advance(TimeSpan.FromMinutes(3));
        await Task.WhenAll(rings.Select(r => r.GetActiveKeyAsync().AsTask()));

        Assert.That(before, Is.EqualTo(1));
        Assert.That(_store.Keys, Has.Count.EqualTo(2));
        Assert.That(_store.Keys[1].ActiveFrom, Is.EqualTo(_clock.GetUtcNow() + TimeSpan.FromMinutes(15)));
    }

    [Test]
    public async Task RotationInterval_ServerSleptForYears_NeverLosesItsOnlyKey()
    {
        var ring = Node(o => o.SigningKeys.RotationInterval = TimeSpan.FromDays(30));
        var old = (await ring.GetActiveKeyAsync())!.KeyId;

        _clock.Advance(TimeSpan.FromDays(2000));

        Assert.That((await ring.GetActiveKeyAsync())!.KeyId, Is.EqualTo(old));
        Assert.That(await PublishedAsync(ring), Has.Member(old));
    }

    [Test]
    public async Task GetActiveKey_StoreBreaksLater_GoesOnWithTheKnownKey()
    {
        var ring = Node();
        var known = (await ring.GetActiveKeyAsync())!.KeyId;
        _store.IsBroken = true;
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That((await ring.GetActiveKeyAsync())!.KeyId, Is.EqualTo(known));
        Assert.That(await PublishedAsync(ring), Is.EqualTo(new[] { known }));
        Assert.That(_nodes[0].Log.Entries.Select(e => e.Id.Id), Does.Contain(1124));
    }

    [Test]
    public void GetActiveKey_StoreBrokenFromTheStart_Throws()
    {
        _store.IsBroken = true;

        Assert.That(async () => await Node().GetActiveKeyAsync(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task GetActiveKey_UnusableStoredKey_IsLeftOut()
    {
        var ring = Node();
        var good = (await ring.GetActiveKeyAsync())!.KeyId;
        _store.Put(_store.Keys[0] with { KeyId = "https://we.test/ocm#broken", PrivateJwk = new SecretString("{\"kty\":\"OKP\"}") });
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That((await ring.GetActiveKeyAsync())!.KeyId, Is.EqualTo(good));
        Assert.That(await PublishedAsync(ring), Is.EqualTo(new[] { good }));
        Assert.That(_nodes[0].Log.Entries.Select(e => e.Id.Id), Does.Contain(1123));
    }

    [Test]
    public async Task GetActiveKey_ActiveKeyOnlyInTheFuture_TakesTheOldestRatherThanNone()
    {
        var ring = Node();
        await ring.GetActiveKeyAsync();
        var early = new ManualClock();
        early.Advance(TimeSpan.FromHours(-1));
        var node = new ClientUnderTest(timeProvider: early, hasKeys: false, register: s => s.AddSingleton<ISigningKeyStore>(_store));
        _nodes.Add(node);

        Assert.That(await node.Ring.GetActiveKeyAsync(), Is.Not.Null);
    }

    [Test]
    public async Task WithoutAStore_ThereAreNoKeys()
    {
        await using var client = new ClientUnderTest(hasKeys: false);

        Assert.That(await client.Ring.GetActiveKeyAsync(), Is.Null);
        Assert.That((await client.Ring.GetPublishedKeysAsync()).Keys, Is.Empty);
        Assert.That(async () => await client.Ring.RotateAsync(), Throws.InvalidOperationException.With.Message.Contains("AddSigningKeyDirectory"));
    }

    [Test]
    public async Task ScopedStore_IsResolvedInAScopeOfItsOwn()
    {
        await using var client = new ClientUnderTest(hasKeys: false, register: s => s.AddScoped<ISigningKeyStore, ListKeyStore>());

        // A scoped store of a test starts empty each time, so the second read cannot see the first key.
        Assert.That(async () => await client.Ring.GetActiveKeyAsync(), Throws.Nothing);
    }

    [Test]
    public async Task PrivateKeys_NeverReachTheLog()
    {
        var ring = Node();
        await ring.GetActiveKeyAsync();
        await ring.RotateAsync();

        Assert.That(_nodes[0].Log.Entries.Select(e => e.Id.Id), Does.Contain(1120));
        foreach (var key in _store.Keys)
        {
            var secret = System.Text.Json.JsonDocument.Parse(key.PrivateJwk.Reveal()).RootElement.GetProperty("d").GetString()!;
            Assert.That(_nodes[0].Log.Entries.Select(e => e.Text), Has.None.Contains(secret));
        }
    }

    private static async Task<IReadOnlyList<string>> PublishedAsync(ISigningKeyRing ring) =>
        [.. (await ring.GetPublishedKeysAsync()).Keys.Select(k => k.KeyId!)];

    private ISigningKeyRing Node(Action<OcmClientOptions>? configure = null)
    {
        var node = new ClientUnderTest(
            configure: configure, timeProvider: _clock, hasKeys: false, register: s => s.AddSingleton<ISigningKeyStore>(_store));
        _nodes.Add(node);
        return node.Ring;
    }
}
