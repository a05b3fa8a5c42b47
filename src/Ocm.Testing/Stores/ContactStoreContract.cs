using Ocm.Contacts;
using Ocm.Invites;

namespace Ocm.Testing.Stores;

/// <summary>
/// The guarantees of <see cref="IContactStore"/>, <see cref="IInviteStore"/> and <see cref="IInviteAcceptanceStore"/>, which change
/// together.
/// </summary>
/// <param name="create">Makes empty stores for one case.</param>
public sealed class ContactStoreContract(Func<CancellationToken, ValueTask<StoreNodes<ContactStores>>> create)
    : StoreContract<ContactStores>(create)
{
    private protected override IEnumerable<Guarantee<ContactStores>> Guarantees() => [.. ContactGuarantees.All, .. InviteGuarantees.All, .. InviteAcceptanceGuarantees.All];
}
