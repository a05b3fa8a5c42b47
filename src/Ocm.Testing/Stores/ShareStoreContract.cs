using Ocm.Shares;

namespace Ocm.Testing.Stores;

/// <summary>The guarantees of <see cref="IShareStore"/>: shares in both directions, the outbox, and that they change together.</summary>
/// <param name="create">Makes an empty store for one case.</param>
public sealed class ShareStoreContract(Func<CancellationToken, ValueTask<StoreNodes<IShareStore>>> create)
    : StoreContract<IShareStore>(create)
{
    private protected override IEnumerable<Guarantee<IShareStore>> Guarantees() =>
    [
        .. SentShareGuarantees.All,
        .. SentShareListGuarantees.All,
        .. ReceivedShareGuarantees.All,
        .. ReceivedShareListGuarantees.All,
        .. OutboxGuarantees.All,
        .. OutboxClaimGuarantees.All,
        .. OutboxRaceGuarantees.All,
        .. EndedGuarantees.All,
    ];
}
