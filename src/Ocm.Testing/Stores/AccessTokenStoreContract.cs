using Ocm.Addresses;
using Ocm.Tokens;

namespace Ocm.Testing.Stores;

/// <summary>The guarantees of <see cref="IAccessTokenStore"/>.</summary>
/// <param name="create">Makes an empty store for one case.</param>
public sealed class AccessTokenStoreContract(Func<CancellationToken, ValueTask<StoreNodes<IAccessTokenStore>>> create)
    : StoreContract<IAccessTokenStore>(create)
{
    private protected override IEnumerable<Guarantee<IAccessTokenStore>> Guarantees() =>
    [
        new("Token_Added_ComesBackOnEveryNode", "A token that was issued on one node is found on the others, expired or not.", AddedAsync),
        new("Token_OfEndedShare_IsGone", "All tokens of a share are removed, and no others.", OfShareAsync),
        new("Token_ExpiredRemoved_InBatches", "Expired tokens are removed in batches, the others stay.", ExpiredAsync),
        new("Token_ManyAtOnce_AllStored", "Tokens that are issued at the same time are all stored.", ManyAsync),
    ];

    private static async Task AddedAsync(StoreNodes<IAccessTokenStore> nodes, CancellationToken cancellationToken)
    {
        var token = Samples.Token("token", Samples.LongProviderId) with { ClientId = OcmHost.Parse("[2001:db8::1]:444"), ExpiresAt = Samples.Now.AddMilliseconds(-1) };
        await nodes.First.AddTokenAsync(token, cancellationToken).ConfigureAwait(false);
        Expect.Equal(token, await nodes.Second.FindTokenAsync(token.Hash, cancellationToken).ConfigureAwait(false), "A token that was added");
        Expect.Equal(null, await nodes.Second.FindTokenAsync(Samples.Hash("other"), cancellationToken).ConfigureAwait(false), "An unknown token");
        Expect.Equal(null, await nodes.Second.FindTokenAsync(token.Hash.ToLowerInvariant(), cancellationToken).ConfigureAwait(false), "A token in other case");
    }

    private static async Task OfShareAsync(StoreNodes<IAccessTokenStore> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 3; number++)
        {
            await nodes.First.AddTokenAsync(Samples.Token($"ended {number}", "ended"), cancellationToken).ConfigureAwait(false);
        }

        await nodes.First.AddTokenAsync(Samples.Token("other", "Ended"), cancellationToken).ConfigureAwait(false);
        Expect.Equal(3, await nodes.First.RemoveTokensOfShareAsync("ended", cancellationToken).ConfigureAwait(false), "Tokens removed with their share");
        Expect.Equal(0, await nodes.Second.RemoveTokensOfShareAsync("ended", cancellationToken).ConfigureAwait(false), "Tokens removed the second time");
        Expect.Equal(null, await nodes.Second.FindTokenAsync(Samples.Hash("ended 1"), cancellationToken).ConfigureAwait(false), "A token of a share that ended");
        Expect.That(await nodes.Second.FindTokenAsync(Samples.Hash("other"), cancellationToken).ConfigureAwait(false) is not null, "Another share's token must stay.");
    }

    private static async Task ExpiredAsync(StoreNodes<IAccessTokenStore> nodes, CancellationToken cancellationToken)
    {
        for (var number = 0; number < 5; number++)
        {
            await nodes.First.AddTokenAsync(Samples.Token($"old {number}") with { ExpiresAt = Samples.Now }, cancellationToken).ConfigureAwait(false);
        }

        await nodes.First.AddTokenAsync(Samples.Token("new") with { ExpiresAt = Samples.Now.AddMilliseconds(1) }, cancellationToken).ConfigureAwait(false);
        List<int> batches = [];
        for (var batch = 0; batch < 3; batch++)
        {
            batches.Add(await nodes.Second.RemoveExpiredTokensAsync(Samples.Now, 3, cancellationToken).ConfigureAwait(false));
        }

        Expect.Sequence([3, 2, 0], batches, "Tokens removed in batches of 3");
        Expect.That(await nodes.First.FindTokenAsync(Samples.Hash("new"), cancellationToken).ConfigureAwait(false) is not null, "A token that has not expired must stay.");
        Expect.Equal(1, await nodes.First.RemoveTokensOfShareAsync("share", cancellationToken).ConfigureAwait(false), "Tokens that were left");
    }

    private static async Task ManyAsync(StoreNodes<IAccessTokenStore> nodes, CancellationToken cancellationToken)
    {
        await Race.RunAsync(async caller =>
        {
            for (var number = 0; number < 10; number++)
            {
                await nodes.Of(caller).AddTokenAsync(Samples.Token($"{caller}-{number}"), cancellationToken).ConfigureAwait(false);
            }

            return true;
        }).ConfigureAwait(false);
        Expect.Equal(
            Race.Callers * 10, await nodes.First.RemoveTokensOfShareAsync("share", cancellationToken).ConfigureAwait(false), "Tokens that were stored at the same time");
    }
}
