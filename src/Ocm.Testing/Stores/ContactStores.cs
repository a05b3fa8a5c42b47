using Ocm.Contacts;
using Ocm.Invites;

namespace Ocm.Testing.Stores;

/// <summary>The stores that an accepted invite changes together.</summary>
/// <param name="Contacts">The address books.</param>
/// <param name="Invites">The invites of this server's users.</param>
/// <param name="Acceptances">What users of this server accept elsewhere.</param>
public sealed record ContactStores(IContactStore Contacts, IInviteStore Invites, IInviteAcceptanceStore Acceptances);
