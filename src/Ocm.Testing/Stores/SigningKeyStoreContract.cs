using Ocm.Signatures;
using Ocm.Tokens;

namespace Ocm.Testing.Stores;

/// <summary>The guarantees of <see cref="ISigningKeyStore"/>.</summary>
/// <param name="create">Makes an empty store for one case.</param>
public sealed class SigningKeyStoreContract(Func<CancellationToken, ValueTask<StoreNodes<ISigningKeyStore>>> create)
    : StoreContract<ISigningKeyStore>(create)
{
    private protected override IEnumerable<Guarantee<ISigningKeyStore>> Guarantees() =>
    [
        new("Key_Added_ComesBackOnEveryNode", "A key comes back with its private part, oldest first.", AddedAsync),
        new("Key_AddedAfterAnother_IsRefused", "A key is added only where the newest key is the one that the caller saw.", OutdatedAsync),
        new("Key_Retired_StaysWithItsMoment", "A retired key stays until it is removed.", RetiredAsync),
        new("Key_AddRace_HasOneWinner", "Of all nodes that start or rotate at once exactly one adds a key.", RaceAsync),
    ];

    private static async Task AddedAsync(StoreNodes<ISigningKeyStore> nodes, CancellationToken cancellationToken)
    {
        Expect.Equal(0, (await nodes.First.ListKeysAsync(cancellationToken).ConfigureAwait(false)).Count, "Keys in an empty store");
        var first = Key("z") with { RetiredAt = Samples.Now.AddDays(2) };
        var second = Key("a");
        Expect.That(await nodes.First.TryAddKeyAsync(first, null, cancellationToken).ConfigureAwait(false), "The first key must be added.");
        Expect.That(await nodes.Second.TryAddKeyAsync(second, first.KeyId, cancellationToken).ConfigureAwait(false), "The second key must be added.");
        var keys = await nodes.Second.ListKeysAsync(cancellationToken).ConfigureAwait(false);
        Expect.Equal(2, keys.Count, "Keys after two were added");
        Expect.Equal(first, keys[0], "The older key");
        Expect.Equal(second, keys[1], "The newer key");
    }

    private static async Task OutdatedAsync(StoreNodes<ISigningKeyStore> nodes, CancellationToken cancellationToken)
    {
        Expect.That(!await nodes.First.TryAddKeyAsync(Key("b"), Key("a").KeyId, cancellationToken).ConfigureAwait(false), "A caller that saw a key which is not there must be refused.");
        await nodes.First.TryAddKeyAsync(Key("a"), null, cancellationToken).ConfigureAwait(false);
        Expect.That(!await nodes.Second.TryAddKeyAsync(Key("b"), null, cancellationToken).ConfigureAwait(false), "A caller that saw no key must be refused where there is one.");
        Expect.That(!await nodes.Second.TryAddKeyAsync(Key("a"), Key("a").KeyId, cancellationToken).ConfigureAwait(false), "A key id that is taken must be refused.");
        await nodes.Second.TryAddKeyAsync(Key("b"), Key("a").KeyId, cancellationToken).ConfigureAwait(false);
        Expect.That(!await nodes.First.TryAddKeyAsync(Key("c"), Key("a").KeyId, cancellationToken).ConfigureAwait(false), "A caller that saw an older key must be refused.");
        Expect.Equal(2, (await nodes.First.ListKeysAsync(cancellationToken).ConfigureAwait(false)).Count, "Keys after three callers were refused");
    }

    private static async Task RetiredAsync(StoreNodes<ISigningKeyStore> nodes, CancellationToken cancellationToken)
    {
        var retired = Samples.Now.AddDays(1);
        await nodes.First.TryAddKeyAsync(Key("a"), null, cancellationToken).ConfigureAwait(false);
        await nodes.First.TryAddKeyAsync(Key("b"), Key("a").KeyId, cancellationToken).ConfigureAwait(false);
        await nodes.First.RetireKeyAsync(Key("a").KeyId, retired, cancellationToken).ConfigureAwait(false);
        await nodes.First.RetireKeyAsync("unknown", retired, cancellationToken).ConfigureAwait(false);
        Expect.Equal(Key("a") with { RetiredAt = retired }, (await nodes.Second.ListKeysAsync(cancellationToken).ConfigureAwait(false))[0], "A retired key");
        await nodes.First.RemoveKeyAsync(Key("a").KeyId, cancellationToken).ConfigureAwait(false);
        await nodes.First.RemoveKeyAsync("unknown", cancellationToken).ConfigureAwait(false);
        Expect.Sequence(
            [Key("b").KeyId], (await nodes.Second.ListKeysAsync(cancellationToken).ConfigureAwait(false)).Select(key => key.KeyId), "Keys after one was removed");
    }

    private static async Task RaceAsync(StoreNodes<ISigningKeyStore> nodes, CancellationToken cancellationToken)
    {
        string? newest = null;
        for (var round = 0; round < Race.Rounds; round++)
        {
            var seen = newest;
            var outcomes = await Race.RunAsync(
                caller => nodes.Of(caller).TryAddKeyAsync(Key($"{round}-{caller}"), seen, cancellationToken).AsTask()).ConfigureAwait(false);
            Expect.Winners(outcomes, 1, "Callers that added a key after the same one");
            newest = Key($"{round}-{Array.IndexOf(outcomes, true)}").KeyId;
            var keys = await nodes.Second.ListKeysAsync(cancellationToken).ConfigureAwait(false);
            Expect.Equal(round + 1, keys.Count, "Keys after as many races");
            Expect.Equal(newest, keys[^1].KeyId, "The newest key");
        }
    }

    private static StoredSigningKey Key(string name) => new()
    {
        KeyId = "https://here.example.org/ocm#" + name,
        Algorithm = "Ed25519",
        PrivateJwk = new SecretString($$"""{"kty":"OKP","d":"{{name}}"}"""),
        CreatedAt = Samples.Now,
        ActiveFrom = Samples.Now.AddHours(1),
    };
}
